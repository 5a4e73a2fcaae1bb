package health.webqx.imaging.bench;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.sandbox.sample.SampleStudies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How fast files are read, checked and de-identified ({@link DicomTimes}), beside pydicom and dcmdump on the same files. */
public final class DicomBenchmark {
    private static final int MIB = 1 << 20;
    private static final int LARGE_MIB = Integer.getInteger("bench.mib", 512);

    private DicomBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("webqx-dicom-bench");
        SampleStudies.writeTo(folder.resolve("slices"));
        List<Path> slices = DicomTimes.slices(folder);
        Path large =
                large(folder.resolve("large.dcm"), DicomFile.read(slices.get(0)).dataSet());

        Map<String, Double> millis = Jmh.millis(DicomTimes.class, folder);

        double header = millis.get("readLarge");
        System.out.printf(
                "metadata of %d MiB: %.3f ms, %.0f GB/s passed over%n",
                LARGE_MIB, header, LARGE_MIB * 1.048576 / header);
        System.out.printf(
                "de-identify %d MiB: %.0f MB/s%n", LARGE_MIB, LARGE_MIB * 1048.576 / millis.get("deidentifyLarge"));
        double read = millis.get("readSlices") / slices.size();
        System.out.printf("read %d CT slices: %.3f ms each%n", slices.size(), read);
        System.out.printf("check: %.3f ms each%n", millis.get("checkSlices") / slices.size());
        System.out.printf("de-identify: %.3f ms each%n", millis.get("deidentifySlices") / slices.size());
        peers(slices, read / 1e3);
        Files.delete(large);
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
