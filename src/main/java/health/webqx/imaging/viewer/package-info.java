/**
 * The OHIF viewer: {@link health.webqx.imaging.viewer.ViewerRoutes} serves its files, {@link health.webqx.imaging.viewer.Viewer}
 * knows where it opens a study. It is an app like others, served to everybody: what it shows it asks for over DICOMweb, with a
 * token. May use the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.viewer;
