package health.webqx.imaging.store.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a page of a search ends, and the next begins.
 *
 * @param values of the sort keys of the last match, in their order
 * @param sid of the last match
 */
public record PageKey(List<String> values, long sid) {
    private static final char SEPARATOR = '\u001f';

    public PageKey {
        values = List.copyOf(values);
    }

    /** As text that {@link #of} reads. */
    public String text() {
        StringBuilder text = new StringBuilder(Long.toString(sid));
        values.forEach(value -> text.append(SEPARATOR).append(value));
        return text.toString();
    }

    /** Of a text that {@link #text} wrote; a value keeps a separator of its own only if it is the last. */
    public static PageKey of(String text, int keys) {
        String[] parts = text.split(String.valueOf(SEPARATOR), keys + 1);
        List<String> values = new ArrayList<>(List.of(parts));
        long sid = Long.parseLong(values.remove(0));
        return new PageKey(values, sid);
    }
}
