package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.deidentify.ConfidentialityProfile;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.dicom.deidentify.ProfileOption;
import health.webqx.imaging.dicom.deidentify.Pseudonyms;
import health.webqx.imaging.dicom.validate.DicomValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files: read, written as JSON and XML, checked and de-identified, or refused with a reason; never a crash, never
 * a hang. Five seconds, or as many as {@code -Dfuzz.seconds=} says; {@code -Dfuzz.seed=} starts elsewhere.
 */
class DicomFuzzTest {
    private static final int MOST_BYTES = 60_000;
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final ReadOptions BOUNDED = ReadOptions.DEFAULT.withMaxMemory(32L << 20);
    private static final Pseudonyms PSEUDONYMS = Pseudonyms.of(new byte[32]);
    private static final List<Deidentifier> DEIDENTIFIERS = List.of(
            Deidentifier.of(ConfidentialityProfile.basic().trustingPixels(), PSEUDONYMS),
            Deidentifier.of(
                    ConfidentialityProfile.basic(
                            ProfileOption.CLEAN_PIXELS,
                            ProfileOption.CLEAN_DESCRIPTORS,
                            ProfileOption.CLEAN_STRUCTURED_CONTENT,
                            ProfileOption.CLEAN_GRAPHICS,
                            ProfileOption.RETAIN_SHIFTED_DATES,
                            ProfileOption.RETAIN_SAFE_PRIVATE),
                    PSEUDONYMS));

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreReadOrRefusedAndNothingElse() throws Exception {
        long seed = Long.getLong("fuzz.seed", 20261125);
        long end = System.nanoTime() + Long.getLong("fuzz.seconds", 5) * 1_000_000_000L;
        List<byte[]> seeds = seeds();
        long inputs = 0;
        for (long input = seed; System.nanoTime() < end; input++) {
            byte[] mutant = mutant(seeds, new Random(input));
            long start = processorNanos();
            try {
                exercise(mutant);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + input, e);
            }
            assertThat(processorNanos() - start)
                    .as("nanoseconds of seed %d", input)
                    .isLessThan(LONGEST_NANOS);
            inputs++;
        }
        System.out.println("DICOM fuzz: " + inputs + " inputs");
        assertThat(inputs).isPositive();
    }

    /** Of this thread: what else the machine does is no hang. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void exercise(byte[] mutant) throws IOException {
        Path file = Files.write(folder.resolve("mutant.dcm"), mutant);
        unlessRefused(() -> {
            DicomFile read = DicomReader.read(new ByteArrayInputStream(mutant), BOUNDED);
            byte[] json = DicomJson.write(read.dataSet(), BulkDataUris.none());
            DicomJson.read(new ByteArrayInputStream(json), BOUNDED);
            DicomXml.write(read.dataSet(), BulkDataUris.none(), OutputStream.nullOutputStream());
        });
        unlessRefused(() -> {
            DicomFile located = DicomFile.read(file, BOUNDED);
            DicomValidator.validate(located);
            DicomWriter.write(
                    OutputStream.nullOutputStream(),
                    located.meta(),
                    located.dataSet(),
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        });
        for (Deidentifier deidentifier : DEIDENTIFIERS) {
            unlessRefused(() -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                deidentifier.deidentify(new ByteArrayInputStream(mutant), out);
                DicomReader.read(new ByteArrayInputStream(out.toByteArray()), BOUNDED); // what is written is readable
            });
        }
        unlessRefused(() ->
                Transcoding.toExplicitLittleEndian(new ByteArrayInputStream(mutant), OutputStream.nullOutputStream()));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void unlessRefused(Work work) throws IOException {
        try {
            work.run();
        } catch (DicomException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : RealFiles.list()) {
            if (Files.size(file) <= MOST_BYTES) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }

    private static byte[] mutant(List<byte[]> seeds, Random chance) {
        byte[] bytes = seeds.get(chance.nextInt(seeds.size())).clone();
        for (int change = chance.nextInt(6); change >= 0 && bytes.length > 8; change--) {
            int at = chance.nextBoolean()
                    ? chance.nextInt(bytes.length)
                    : chance.nextInt(Math.min(bytes.length, 1500)); // where the structure is
            bytes = switch (chance.nextInt(8)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> spliced(bytes, at, seeds.get(chance.nextInt(seeds.size())), chance);
                case 2 -> inserted(bytes, at, chance.nextInt(16), chance);
                case 3 -> repeated(bytes, at, 1 + chance.nextInt(200));
                case 4 -> word(bytes, at & ~1, new int[] {0, -1, -2, 0x7FFFFFFF, 0x10000, 3}[chance.nextInt(6)]);
                case 5 -> word(bytes, at & ~1, new int[] {0xE000FFFE, 0xE00DFFFE, 0xE0DDFFFE}[chance.nextInt(3)]);
                case 6 -> letters(bytes, at, "SQUNOBOWUTPNDAUSATLODS".substring(2 * chance.nextInt(11)));
                default -> flipped(bytes, at, chance);
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, Random chance) {
        bytes[at] = (byte) chance.nextInt(256);
        return bytes;
    }

    private static byte[] word(byte[] bytes, int at, int word) {
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (word >>> (8 * i));
        }
        return bytes;
    }

    private static byte[] letters(byte[] bytes, int at, String vr) {
        bytes[at] = (byte) vr.charAt(0);
        bytes[Math.min(at + 1, bytes.length - 1)] = (byte) vr.charAt(1);
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int at, int count, Random chance) {
        byte[] more = new byte[count];
        chance.nextBytes(more);
        return joined(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] repeated(byte[] bytes, int at, int count) {
        byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + count));
        return joined(Arrays.copyOf(bytes, at), part, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] other, Random chance) {
        int from = chance.nextInt(other.length);
        return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length), new byte[0]);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
