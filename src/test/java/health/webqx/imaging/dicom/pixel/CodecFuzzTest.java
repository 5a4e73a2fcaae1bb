package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.codec.Codecs;
import health.webqx.imaging.dicom.codec.FrameCodec;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damages real compressed frames. Longer by {@code -Dwebqx.fuzz.seconds=600}, otherwise by {@code -Dwebqx.fuzz.seed}. Codecs
 * are called without the net that {@link FrameDecoder} spreads below them.
 */
class CodecFuzzTest {
    private static final long SECONDS = Long.getLong("webqx.fuzz.seconds", 4);
    private static final long SEED = Long.getLong("webqx.fuzz.seed", 20261125);
    /** Far above what the largest of these frames takes, on a busy machine too. */
    private static final long LONGEST_MS = 8000;

    private record Specimen(String name, FrameCodec codec, FrameShape shape, byte[] stream) {}

    @Test
    void refusesDamagedStreamsWithItsOwnExceptionAndInTime() throws IOException {
        List<Specimen> specimens = specimens();
        Random random = new Random(SEED);
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int decoded = 0;
        int refused = 0;
        while (System.nanoTime() < end) {
            Specimen specimen = specimens.get(random.nextInt(specimens.size()));
            byte[] damaged = damage(specimen.stream(), random);
            long started = System.nanoTime();
            try {
                specimen.codec().decode(damaged, specimen.shape());
                decoded++;
            } catch (DicomException expected) {
                refused++;
            } catch (RuntimeException | Error failure) {
                throw new AssertionError(describe(specimen, damaged), failure);
            }
            assertThat((System.nanoTime() - started) / 1_000_000)
                    .as(describe(specimen, damaged))
                    .isLessThan(LONGEST_MS);
        }
        System.out.printf("fuzz: %d decoded in spite of damage, %d refused%n", decoded, refused);
        assertThat(refused).isPositive();
    }

    private static List<Specimen> specimens() throws IOException {
        List<Specimen> specimens = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> found = Files.walk(Peer.requireDicomFiles())) {
            files = found.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                DicomFile read = DicomFile.read(file);
                if (read.frames().filter(frames -> frames.isEncapsulated()).isPresent()) {
                    specimens.add(new Specimen(
                            file.getFileName().toString(),
                            Codecs.find(read.transferSyntax()).orElseThrow(),
                            PixelDescription.of(read.dataSet()).shape(),
                            read.frame(1).bytes()));
                }
            } catch (DicomException unreadable) {
                continue;
            }
        }
        specimens.addAll(highThroughput());
        return specimens;
    }

    /** No real file is in that syntax. */
    private static List<Specimen> highThroughput() throws IOException {
        List<Specimen> specimens = new ArrayList<>();
        try (Stream<Path> found = Files.list(Path.of("src/test/resources/dicom/codec"))) {
            for (Path file : found.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("htj2k-") && name.endsWith(".j2k")) {
                    specimens.add(new Specimen(name, new Jpeg2000Codec(), shape(name), Files.readAllBytes(file)));
                }
            }
        }
        return specimens;
    }

    private static FrameShape shape(String name) {
        if (name.equals("htj2k-even-16.j2k")) {
            return new FrameShape(64, 64, 1, 16);
        }
        boolean colored = name.contains("ct.");
        return colored ? new FrameShape(26, 18, 3, 8) : new FrameShape(31, 23, 1, 16);
    }

    private static byte[] damage(byte[] stream, Random random) {
        byte[] damaged = stream.clone();
        int reach = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 200); // headers, half of the time
        for (int hits = 1 + random.nextInt(6); hits > 0; hits--) {
            int at = random.nextInt(reach);
            switch (random.nextInt(6)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt(256);
                case 2 -> damaged[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 3 -> damaged = Arrays.copyOf(damaged, Math.max(1, random.nextInt(damaged.length + 1)));
                case 4 -> {
                    int from = random.nextInt(damaged.length);
                    int count = Math.min(random.nextInt(40), damaged.length - Math.max(at % damaged.length, from));
                    System.arraycopy(damaged, from, damaged, at % damaged.length, Math.max(0, count));
                }
                default -> damaged[at] += (byte) (random.nextInt(3) - 1);
            }
            reach = Math.min(reach, damaged.length);
        }
        return damaged;
    }

    private static String describe(Specimen specimen, byte[] damaged) {
        String bytes = HexFormat.of().formatHex(damaged, 0, Math.min(damaged.length, 4000));
        return specimen.name() + " " + damaged.length + " bytes: " + bytes;
    }
}
