package health.webqx.imaging.dicomweb;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An address of the service (PS3.18 8.2), taken apart once: a router that tries one pattern after the other took a tenth of what
 * a thumbnail costs.
 *
 * @param shape the address with {@code :} for each value, as {@code /studies/:/series}
 * @param values what stands there, decoded, by the place's name: {@code study}, {@code series}, {@code instance}, {@code frames},
 *     and {@code *} for all that follows {@code bulkdata}
 */
record ServiceAddress(String shape, Map<String, String> values) {
    private static final Map<String, String> PLACES =
            Map.of("studies", "study", "series", "series", "instances", "instance", "frames", "frames");
    private static final String WITH_REST = "bulkdata";

    /**
     * Takes apart what follows the service's root.
     *
     * @param path begins with a slash; normalized, so that no step leads up
     * @throws IllegalArgumentException when a value is not encoded right
     */
    static ServiceAddress of(String path) {
        StringBuilder shape = new StringBuilder();
        Map<String, String> values = new HashMap<>();
        String place = "";
        int begin = 1;
        while (begin < path.length()) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            String step = path.substring(begin, end);
            begin = end + 1;
            if (!place.isEmpty() && !step.isEmpty()) {
                values.put(place, decoded(step));
                shape.append("/:");
                place = "";
            } else if (step.equals(WITH_REST)) {
                values.put("*", decoded(path.substring(Math.min(begin, path.length()))));
                return new ServiceAddress(
                        shape.append('/').append(WITH_REST).append("/*").toString(), values);
            } else {
                shape.append('/').append(step);
                place = PLACES.getOrDefault(step, "");
            }
        }
        return new ServiceAddress(shape.toString(), values);
    }

    private static String decoded(String value) {
        // a plus sign is one in a path (RFC 3986 3.3), only the decoder of forms takes it for a blank
        return value.indexOf('%') < 0 ? value : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
