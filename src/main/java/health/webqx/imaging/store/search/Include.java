package health.webqx.imaging.store.search;

import java.util.Optional;

/**
 * What else a page brings along (R4 3.1.1.5.4).
 *
 * @param type the type whose reference is followed
 * @param code the reference parameter's name
 * @param target the only target type wanted, if one was named
 * @param reverse whether the reference is followed from its target to its source ({@code _revinclude})
 * @param iterate whether it is followed from what is brought along, too ({@code :iterate}), rather than from matches alone
 */
public record Include(String type, String code, Optional<String> target, boolean reverse, boolean iterate) {
    /** Most that {@code :iterate} brings along with a page; a search that would bring more is refused, not cut. */
    static final int MOST_ITERATED = 5000;

    /** What the matches refer to. */
    public static Include of(String type, String code, Optional<String> target) {
        return new Include(type, code, target, false, false);
    }
}
