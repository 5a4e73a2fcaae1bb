package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.passing.Passing;
import health.webqx.imaging.passing.PassingMemory;
import io.netty.buffer.ByteBufAllocator;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is the same however small the pieces are that it comes in, also where they are let go of on the way. */
class IncomingFileTest {
    private static final String INSTANCE = "1.2.826.0.1.3680043.8.498.1";

    private final PassingMemory memory = PassingMemory.before(ByteBufAllocator.DEFAULT);

    @ParameterizedTest
    @ValueSource(ints = {100, 300, 1400, 4000, 5000, 9000, 100_000})
    void passesWhateverItsPiecesAndHoldsNothingOfIt(int size) throws IOException {
        byte[] file = withALongHead();
        RetrievedInstance instance = IncomingFile.of(
                        Multi.createFrom().iterable(pieces(file, size)), OptionalLong.of(file.length))
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(instance.sopInstanceUid().value()).isEqualTo(INSTANCE);

        Buffer all = instance.content()
                .collect()
                .in(Buffer::buffer, (sum, piece) -> {
                    sum.appendBuffer(piece);
                    Passing.letGo(piece);
                })
                .await()
                .atMost(Duration.ofSeconds(5));

        assertThat(all.getBytes()).isEqualTo(file);
        assertThat(memory.underWay()).isZero();
    }

    /** StudyInstanceUID comes behind 20 kB. */
    private static byte[] withALongHead() throws IOException {
        DataSet meta = DataSet.builder()
                .put(Tag.MediaStorageSOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                .put(Tag.MediaStorageSOPInstanceUID, INSTANCE)
                .build();
        DataSet dataSet = DataSet.builder()
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                .put(Tag.SOPInstanceUID, INSTANCE)
                .put(Tag.PatientComments, "p".repeat(9000))
                .put(Tag.DerivationDescription, "d".repeat(20_000))
                .put(Tag.PatientID, "P-1")
                .put(Tag.StudyInstanceUID, "1.2.826.0.1.3680043.8.498.2")
                .build();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DicomWriter.write(file, meta, dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        return file.toByteArray();
    }

    /** What comes beyond what may be under way lies elsewhere, and is the same. */
    private List<Buffer> pieces(byte[] file, int size) {
        List<Buffer> pieces = new ArrayList<>();
        for (int at = 0; at < file.length; at += size) {
            int length = Math.min(size, file.length - at);
            pieces.add(Buffer.buffer(memory.ioBuffer(length).writeBytes(file, at, length)));
        }
        return pieces;
    }
}
