/**
 * The only HTTP client: {@link health.webqx.imaging.pacs.upstream.Upstream} asks an archive for addresses that its connector
 * built, and turns whatever goes wrong on the way into a {@code Failure}. Knows no archive.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs.upstream;
