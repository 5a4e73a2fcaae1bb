/**
 * What both doors show of an instance: pictures of its frames, a structured report as HTML, an encapsulated document as it
 * is (PS3.18 8.3.5, 8.7.4); the pool of workers that computes them, and what refused content is to a caller. May use
 * {@code dicom} and {@code outcome}. Start reading at {@link health.webqx.imaging.rendering.Renderer}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.rendering;
