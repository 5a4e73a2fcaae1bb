package health.webqx.imaging.bench;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.deidentify.ConfidentialityProfile;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.dicom.deidentify.Pseudonyms;
import health.webqx.imaging.dicom.validate.DicomValidator;
import health.webqx.imaging.sandbox.sample.SampleStudies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How fast files are read, checked and de-identified, beside pydicom and dcmdump on the same files. */
public final class DicomBenchmark {
    private static final int MIB = 1 << 20;
    private static final int LARGE_MIB = Integer.getInteger("bench.mib", 512);

    private DicomBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("webqx-dicom-bench");
        SampleStudies.writeTo(folder.resolve("samples"));
        List<Path> small;
        try (Stream<Path> all = Files.walk(folder.resolve("samples/anna-keller/chest-ct"))) {
            small = all.filter(Files::isRegularFile).sorted().toList();
        }
        Path large =
                large(folder.resolve("large.dcm"), DicomFile.read(small.get(0)).dataSet());
        Deidentifier deidentifier =
                Deidentifier.of(ConfidentialityProfile.basic().trustingPixels(), Pseudonyms.of(new byte[32]));

        double header = seconds(() -> DicomFile.read(large));
        System.out.printf(
                "metadata of %d MiB: %.2f ms, %.0f GB/s passed over%n",
                LARGE_MIB, header * 1e3, LARGE_MIB / 1024.0 / header);
        double through = seconds(() -> deidentify(deidentifier, large));
        System.out.printf("de-identify %d MiB: %.0f MB/s%n", LARGE_MIB, LARGE_MIB * 1.048576 / through);
        double ours = seconds(() -> small.forEach(DicomBenchmark::read)) / small.size();
        System.out.printf("read %d CT slices: %.3f ms each%n", small.size(), ours * 1e3);
        System.out.printf(
                "check: %.3f ms each%n", seconds(() -> small.forEach(DicomBenchmark::check)) / small.size() * 1e3);
        double each = seconds(() -> {
                    for (Path file : small) {
                        deidentify(deidentifier, file);
                    }
                })
                / small.size();
        System.out.printf("de-identify: %.3f ms each%n", each * 1e3);
        peers(small, ours);
    }

    private static void peers(List<Path> small, double ours) throws Exception {
        List<String> files = small.stream().map(Path::toString).toList();
        String script =
                """
                import sys, time, pydicom
                best = 1e9
                for _ in range(5):
                    start = time.perf_counter()
                    for file in sys.argv[1:]:
                        for element in pydicom.dcmread(file, stop_before_pixels=True):
                            pass
                    best = min(best, time.perf_counter() - start)
                print(best)
                """;
        List<String> python =
                new ArrayList<>(List.of(Peer.requirePython("pydicom").toString(), "-c", script));
        python.addAll(files);
        double pydicom = Double.parseDouble(output(python).strip()) / small.size();
        List<String> dump = new ArrayList<>(List.of(Peer.require("dcmdump").toString(), "+st"));
        dump.addAll(files);
        double dcmdump = seconds(() -> output(dump)) / small.size();
        System.out.printf(
                "pydicom: %.3f ms each, %.0f times ours; dcmdump: %.3f ms each, %.1f times ours%n",
                pydicom * 1e3, pydicom / ours, dcmdump * 1e3, dcmdump / ours);
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void read(Path file) {
        try {
            DicomFile.read(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void check(Path file) {
        try {
            DicomValidator.validate(DicomFile.read(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void deidentify(Deidentifier deidentifier, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            deidentifier.deidentify(in, OutputStream.nullOutputStream());
        }
    }

    /** The same attributes with much more pixel data. */
    private static Path large(Path file, DataSet dataSet) throws IOException {
        byte[] mebibyte = new byte[MIB];
        new java.util.Random(1).nextBytes(mebibyte);
        DataSet whole = dataSet.toBuilder()
                .putBulk(
                        Tag.PixelData,
                        Vr.OW,
                        (long) LARGE_MIB * MIB,
                        offset -> new java.io.SequenceInputStream(java.util.Collections.enumeration(
                                java.util.Collections.nCopies(LARGE_MIB, mebibyte).stream()
                                        .map(ByteArrayInputStream::new)
                                        .toList())))
                .build();
        try (OutputStream out = Files.newOutputStream(file)) {
            DicomWriter.write(out, DataSet.empty(), whole, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
        return file;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** The best of many, after as many to warm up. */
    private static double seconds(Work work) throws IOException {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + 3_000_000_000L;
        for (int i = 0; i < 5 || System.nanoTime() < end; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / 1e9;
    }
}
