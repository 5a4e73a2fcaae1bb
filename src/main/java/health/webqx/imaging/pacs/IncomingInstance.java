package health.webqx.imaging.pacs;

import java.nio.file.Path;

/**
 * An instance on its way into an archive: whole, readable and laid down in a file of ours for as long as the call takes.
 *
 * @param target which instance it is, by its own attributes
 * @param file a Part 10 file
 * @param size of the file, in bytes
 */
public record IncomingInstance(DicomTarget target, Path file, long size) {}
