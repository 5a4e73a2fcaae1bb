/**
 * The studies everybody may try the server with: computed phantoms, the same each time, written as DICOM files. One class
 * for each study; what they show is in {@code phantom}. May use {@code dicom} only. Start at {@link
 * health.webqx.imaging.sandbox.sample.SampleStudies}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.sandbox.sample;
