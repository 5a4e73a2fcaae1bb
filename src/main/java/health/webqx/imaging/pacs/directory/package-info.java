/**
 * A folder of DICOM files as an archive. {@link health.webqx.imaging.pacs.directory.FolderIndex} knows what lies where and
 * notices changes; {@link health.webqx.imaging.pacs.directory.DirectoryArchive} serves it.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs.directory;
