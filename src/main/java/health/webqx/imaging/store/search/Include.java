package health.webqx.imaging.store.search;

import java.util.Optional;

/**
 * What else a page brings along (R4 3.1.1.5.4 {@code _include}).
 *
 * @param type the type whose reference is followed
 * @param code the reference parameter's name
 * @param target the only target type wanted, if one was named
 */
public record Include(String type, String code, Optional<String> target) {}
