/**
 * The only HTTP client: {@link health.webqx.imaging.pacs.upstream.Upstream} asks an archive for addresses that its connector
 * built, bounds what that may cost, and turns whatever goes wrong on the way into a {@code Failure}. {@code Connections} sends,
 * {@code Pace} watches bodies, {@code Traffic} counts and {@code Circuit} leaves alone what fails (decision 013); bodies of
 * several parts are taken apart by {@link health.webqx.imaging.pacs.upstream.MultipartParts}. Knows no archive.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs.upstream;
