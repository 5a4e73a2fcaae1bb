package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import io.vertx.core.buffer.Buffer;

/**
 * One frame as stored: native pixels little endian, or one compressed bit stream.
 *
 * @param number 1-based
 * @param transferSyntax UID of the transfer syntax the bytes are in; Explicit VR Little Endian for native pixels
 * @param content the frame's bytes
 * @param instance of the instance it is from, at least PatientID and StudyInstanceUID, whose it is, and the Image Pixel
 *     module
 */
public record RetrievedFrame(int number, Uid transferSyntax, Buffer content, DataSet instance) {}
