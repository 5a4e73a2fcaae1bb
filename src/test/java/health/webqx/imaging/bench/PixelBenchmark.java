package health.webqx.imaging.bench;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Encapsulated;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Times decoding of a 512×512 CT slice of 16 bits in every syntax that dcmtk and GDCM write, beside those programs, in
 * High-Throughput JPEG 2000 by OpenJPH, and its thumbnail ({@link PixelTimes}). Theirs is the time of a process that decompresses the file and writes it, less that of one that copies a file
 * of the same size uncompressed. Argument: the folder of real files.
 */
public final class PixelBenchmark {
    private static final int PROCESSES = 20;
    private static final List<Coded> CODED = List.of(
            new Coded("rle", List.of("dcmcrle"), List.of("dcmdrle")),
            new Coded("jpeg-lossless", List.of("dcmcjpeg", "+e1"), List.of("dcmdjpeg")),
            new Coded("jpeg-extended", List.of("dcmcjpeg", "+ee", "+bt"), List.of("dcmdjpeg")),
            new Coded("jpeg-baseline", List.of("dcmcjpeg", "+eb"), List.of("dcmdjpeg")),
            new Coded("jpeg-ls", List.of("dcmcjpls"), List.of("dcmdjpls")),
            new Coded("jpeg-2000", List.of("gdcmconv", "--j2k"), List.of("gdcmconv", "--raw")));

    private final Path folder;

    private record Coded(String name, List<String> encoder, List<String> decoder) {}

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
        for (Coded each : CODED) {
            List<Object> encode = new ArrayList<>(each.encoder());
            encode.addAll(List.of(raw, coded(each)));
            command(encode.toArray());
        }
        highThroughput(DicomFile.read(raw));
        Map<String, Double> millis = Jmh.millis(PixelTimes.class, folder);
        double dcmtkCopy = process(List.of("dcmconv"), raw);
        double gdcmCopy = process(List.of("gdcmconv", "--raw"), raw);
        System.out.printf("%-24s %10s %12s%n", "", "here ms", "theirs ms");
        for (Coded each : CODED) {
            double copy = each.decoder().get(0).equals("gdcmconv") ? gdcmCopy : dcmtkCopy;
            double theirs = process(each.decoder(), coded(each)) - copy;
            System.out.printf("%-24s %10.2f %12.2f%n", each.name(), millis.get("decode " + each.name()), theirs);
        }
        System.out.printf("%-24s %10.2f%n", "htj2k", millis.get("decode htj2k"));
        System.out.printf("%-24s %10.2f%n", "thumbnail as JPEG", millis.get("thumbnail"));
    }

    /** The slice in a syntax that no DICOM program here writes. */
    private void highThroughput(DicomFile raw) throws Exception {
        int columns = raw.dataSet().integer(Tag.Columns).orElseThrow();
        int rows = raw.dataSet().integer(Tag.Rows).orElseThrow();
        byte[] words = raw.frame(1).bytes();
        ByteArrayOutputStream netpbm = new ByteArrayOutputStream();
        netpbm.writeBytes(("P5\n" + columns + " " + rows + "\n65535\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < words.length; i += 2) {
            netpbm.write(words[i + 1]);
            netpbm.write(words[i]);
        }
        Path plain = Files.write(folder.resolve("slice.pgm"), netpbm.toByteArray());
        Path stream = folder.resolve("slice.j2c");
        command("ojph_compress", "-i", plain, "-o", stream, "-reversible", "true");
        DataSet coded = raw.dataSet().without(Tag.PixelData).toBuilder()
                .put(Encapsulated.pixelData(List.of(Files.readAllBytes(stream))))
                .build();
        try (OutputStream out = Files.newOutputStream(folder.resolve("htj2k.dcm"))) {
            DicomWriter.write(out, raw.meta(), coded, TransferSyntax.HTJ2K_LOSSLESS);
        }
    }

    private Path coded(Coded syntax) {
        return folder.resolve(syntax.name() + ".dcm");
    }

    /** The best of some: what else the machine does only adds. */
    private double process(List<String> program, Path from) throws Exception {
        List<Object> command = new ArrayList<>(program);
        command.addAll(List.of(from, folder.resolve("out.dcm")));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < PROCESSES; i++) {
            long started = System.nanoTime();
            command(command.toArray());
            best = Math.min(best, System.nanoTime() - started);
        }
        return best / 1e6;
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
