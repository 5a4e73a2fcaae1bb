package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One instance on its way out of an archive.
 *
 * @param sopInstanceUid which instance
 * @param transferSyntax UID of the transfer syntax the content is in
 * @param length bytes of the content, when the archive told
 * @param head its elements up to StudyInstanceUID, read from the content itself; empty where that was not done
 * @param content the Part 10 file; read once, with back-pressure; cancelling it frees what the archive held for it
 */
public record RetrievedInstance(
        Uid sopInstanceUid, Uid transferSyntax, OptionalLong length, Optional<DataSet> head, Multi<Buffer> content) {}
