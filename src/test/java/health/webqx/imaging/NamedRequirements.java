package health.webqx.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which tests name a requirement of a specification in the Javadoc of a method or class: its set, a colon, its numbers, a full stop. */
final class NamedRequirements {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern DECLARATION = Pattern.compile("\\bvoid (\\w+)\\(|\\bclass (\\w+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private NamedRequirements() {}

    /**
     * The tests of each number, as {@code Class.method}, or {@code Class} where the whole class is about it.
     *
     * @param set what stands before the colon
     */
    static SortedMap<Integer, SortedSet<String>> of(String set) throws IOException {
        Pattern named = Pattern.compile(Pattern.quote(set) + ":([\\s*\\d,]+)\\.");
        SortedMap<Integer, SortedSet<String>> tests = new TreeMap<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            Matcher list = named.matcher(text);
            while (list.find()) {
                String test = declared(file, text, list.end());
                NUMBER.matcher(list.group(1)).results().forEach(number -> tests.computeIfAbsent(
                                Integer.valueOf(number.group()), none -> new TreeSet<>())
                        .add(test));
            }
        }
        return tests;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(TESTS)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    /** What the Javadoc at a place of a file is about. */
    private static String declared(Path file, String text, int from) {
        Matcher next = DECLARATION.matcher(text);
        if (!next.find(from)) {
            throw new IllegalStateException(file + " names a requirement, but no test of it");
        }
        String inClass = file.getFileName().toString().replace(".java", "");
        return next.group(1) == null ? inClass : inClass + "." + next.group(1);
    }
}
