package health.webqx.imaging.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Times decoding of a 512×512 CT slice of 16 bits in every syntax that dcmtk and GDCM write, beside those programs, and its
 * thumbnail ({@link PixelTimes}). Theirs is the time of a process that decompresses the file and writes it, less that of one that copies a file
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
        Map<String, Double> millis = Jmh.millis(PixelTimes.class, folder);
        double dcmtkCopy = process(List.of("dcmconv"), raw);
        double gdcmCopy = process(List.of("gdcmconv", "--raw"), raw);
        System.out.printf("%-24s %10s %12s%n", "", "here ms", "theirs ms");
        for (Coded each : CODED) {
            double copy = each.decoder().get(0).equals("gdcmconv") ? gdcmCopy : dcmtkCopy;
            double theirs = process(each.decoder(), coded(each)) - copy;
            System.out.printf("%-24s %10.2f %12.2f%n", each.name(), millis.get("decode " + each.name()), theirs);
        }
        System.out.printf("%-24s %10.2f%n", "thumbnail as JPEG", millis.get("thumbnail"));
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
