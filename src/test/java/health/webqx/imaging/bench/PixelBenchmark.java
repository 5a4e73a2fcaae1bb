package health.webqx.imaging.bench;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.pixel.FrameDecoder;
import health.webqx.imaging.dicom.pixel.PictureFormat;
import health.webqx.imaging.dicom.pixel.RenderOptions;
import health.webqx.imaging.dicom.pixel.Rendering;
import health.webqx.imaging.dicom.pixel.Viewport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Times decoding of a 512×512 CT slice of 16 bits in every syntax that dcmtk and GDCM write, beside those programs, and its
 * thumbnail. Theirs is the time of a process that decompresses the file and writes it, less that of one that copies a file
 * of the same size uncompressed. Argument: the folder of real files.
 */
public final class PixelBenchmark {
    private static final int ROUNDS = 60;
    private static final int PROCESSES = 8;

    private final Path folder;

    private PixelBenchmark(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path files = Path.of(arguments.length > 0 ? arguments[0] : "../shared/dicom/pydicom/test_files");
        Path folder = Files.createTempDirectory("webqx-pixels");
        try {
            new PixelBenchmark(folder).run(files.resolve("J2K_pixelrep_mismatch.dcm"));
        } finally {
            try (var left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void run(Path source) throws Exception {
        Path raw = folder.resolve("raw.dcm");
        command("gdcmconv", "--raw", source, raw);
        System.out.printf("%-24s %10s %12s%n", "", "here ms", "theirs ms");
        double copy = process(
                List.of("dcmconv", raw.toString(), folder.resolve("copy.dcm").toString()));
        decode("RLE", List.of("dcmcrle"), List.of("dcmdrle"), raw, copy);
        decode("JPEG Lossless SV1", List.of("dcmcjpeg", "+e1"), List.of("dcmdjpeg"), raw, copy);
        decode("JPEG Extended 12 bit", List.of("dcmcjpeg", "+ee", "+bt"), List.of("dcmdjpeg"), raw, copy);
        decode("JPEG Baseline", List.of("dcmcjpeg", "+eb"), List.of("dcmdjpeg"), raw, copy);
        decode("JPEG-LS", List.of("dcmcjpls"), List.of("dcmdjpls"), raw, copy);
        double gdcmCopy = process(List.of(
                "gdcmconv", "--raw", raw.toString(), folder.resolve("copy.dcm").toString()));
        decode("JPEG 2000", List.of("gdcmconv", "--j2k"), List.of("gdcmconv", "--raw"), raw, gdcmCopy);
        DicomFile file = DicomFile.read(raw);
        report("thumbnail as JPEG", time(() -> thumbnail(file)), Double.NaN);
    }

    private static byte[] thumbnail(DicomFile file) throws IOException {
        RenderOptions small = RenderOptions.DEFAULT.with(Viewport.of(128, 128));
        return PictureFormat.JPEG.write(Rendering.draw(file, 1, small), Optional.empty());
    }

    private void decode(String name, List<String> encoder, List<String> decoder, Path raw, double copy)
            throws Exception {
        Path coded = folder.resolve("coded.dcm");
        List<Object> encode = new ArrayList<>(encoder);
        encode.addAll(List.of(raw, coded));
        command(encode.toArray());
        DicomFile file = DicomFile.read(coded);
        FrameDecoder frames = FrameDecoder.of(file.dataSet(), file.transferSyntax());
        List<String> decode = new ArrayList<>(decoder);
        decode.addAll(List.of(coded.toString(), folder.resolve("decoded.dcm").toString()));
        report(name, time(() -> frames.values(file.frame(1).bytes())), process(decode) - copy);
    }

    private static void report(String name, double here, double theirs) {
        System.out.printf("%-24s %10.2f %12.2f%n", name, here, theirs);
    }

    /** Median milliseconds, once warm. */
    private static double time(Callable<?> work) throws Exception {
        double[] times = new double[ROUNDS];
        for (int i = 0; i < 2 * ROUNDS; i++) {
            long started = System.nanoTime();
            work.call();
            times[i % ROUNDS] = (System.nanoTime() - started) / 1e6;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static double process(List<String> command) throws Exception {
        double[] times = new double[PROCESSES];
        for (int i = 0; i < PROCESSES; i++) {
            long started = System.nanoTime();
            command(command.toArray());
            times[i] = (System.nanoTime() - started) / 1e6;
        }
        Arrays.sort(times);
        return times[PROCESSES / 2];
    }

    private static void command(Object... words) throws IOException, InterruptedException {
        List<String> command = Arrays.stream(words).map(Object::toString).toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }
}
