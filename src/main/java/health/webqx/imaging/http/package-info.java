/**
 * The shared vocabulary of both doors: headers every answer carries, the settings production needs, and
 * {@link health.webqx.imaging.http.FailureMapper}, the one place where a failure becomes an answer. May use
 * {@code passing}, {@code resource} and {@code outcome}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.http;
