package health.webqx.imaging.bench;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.deidentify.ConfidentialityProfile;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.dicom.deidentify.Pseudonyms;
import health.webqx.imaging.dicom.validate.DicomValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reading, checking and de-identifying of one large file and of many slices; public as JMH demands. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
public class DicomTimes {
    /** With {@code large.dcm} and the folder {@code slices}. */
    @Param("")
    public String folder;

    private Path large;
    private List<Path> slices;
    private final Deidentifier deidentifier =
            Deidentifier.of(ConfidentialityProfile.basic().trustingPixels(), Pseudonyms.of(new byte[32]));

    @Setup
    public void find() throws IOException {
        large = Path.of(folder, "large.dcm");
        slices = slices(Path.of(folder));
    }

    static List<Path> slices(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("slices/anna-keller/chest-ct"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Benchmark
    public DicomFile readLarge() throws IOException {
        return DicomFile.read(large);
    }

    @Benchmark
    public void deidentifyLarge() throws IOException {
        deidentify(large);
    }

    @Benchmark
    public void readSlices(Blackhole read) throws IOException {
        for (Path slice : slices) {
            read.consume(DicomFile.read(slice));
        }
    }

    @Benchmark
    public void checkSlices(Blackhole checked) throws IOException {
        for (Path slice : slices) {
            checked.consume(DicomValidator.validate(DicomFile.read(slice)));
        }
    }

    @Benchmark
    public void deidentifySlices() throws IOException {
        for (Path slice : slices) {
            deidentify(slice);
        }
    }

    private void deidentify(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            deidentifier.deidentify(in, OutputStream.nullOutputStream());
        }
    }
}
