/**
 * The archives. {@link health.webqx.imaging.pacs.PacsConnector} is what the rest of the server knows of an archive; each
 * kind of archive has a sub-package. {@link health.webqx.imaging.pacs.Archives} has them all, in the order in which they are
 * to be asked. May use {@code dicom}, {@code passing} and {@code outcome}; holds the only HTTP client. Faults of an archive are translated here,
 * where they are met, into 502, 503 and 504 (decision 013). Start at {@code PacsConnector}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs;
