package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DicomException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells of the original instance who it is about: names, identifiers, institutions, dates and UIDs that do not stay.
 * Texts that do stay are freed from them. Filled first, asked then; for one instance and one thread.
 */
final class IdentifyingValues {
    /** A file with more is none that anybody made in good faith. */
    private static final int MOST = 20_000;
    /** Each is looked for in every text. */
    private static final int MOST_PHRASES = 500;

    /** Characters compared in one instance, some seconds' worth. */
    private static final long MOST_WORK = 4L << 30;

    private static final int LONG_WORD = 6;
    private static final int LEAST_IN_BINARY = 5;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern UID_LIKE = Pattern.compile("(?<![0-9.])[0-9]+(?:\\.[0-9]+){4,}(?![0-9])");
    private static final Pattern DATE_LIKE =
            Pattern.compile("(?<![0-9])(?:[0-9]{8}|[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{2,4})(?![0-9])");

    private final Set<String> words = new HashSet<>();
    private final Set<String> phrases =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private final Set<String> uids = new HashSet<>();
    private final Set<String> dates = new HashSet<>();
    private List<Pattern> compiled = List.of();
    private long work;

    /** A person's name: each of its parts tells. */
    void addName(String name) throws DicomException {
        for (String group : name.split("=", -1)) {
            Matcher part = WORD.matcher(group);
            while (part.find()) {
                String word = part.group();
                if (isIdeographic(word)) {
                    addPhrase(word);
                } else if (word.codePointCount(0, word.length()) >= 2) {
                    addWord(word);
                }
            }
        }
    }

    /** An identifier, an institution, an address: the value as a whole tells, unless it is a short number. */
    void addValue(String value) throws DicomException {
        String stripped = value.strip();
        boolean number = stripped.chars().allMatch(c -> c >= '0' && c <= '9');
        if (stripped.length() < (number ? 4 : 3)) {
            return;
        }
        if (WORD.matcher(stripped).matches() && stripped.length() < LONG_WORD) {
            addWord(stripped);
        } else {
            addPhrase(stripped);
        }
    }

    void addUid(String uid) throws DicomException {
        uids.add(uid.strip());
        checkSize();
    }

    /** A date as PS3.5 writes it, or a date and time. */
    void addDate(String date) throws DicomException {
        String digits = date.replace(".", "").strip();
        if (digits.length() >= 8) {
            dates.add(digits.substring(0, 8));
        }
        checkSize();
    }

    private void addWord(String word) throws DicomException {
        if (word.length() >= LONG_WORD) {
            addPhrase(word);
        } else {
            words.add(folded(word));
            checkSize();
        }
    }

    private void addPhrase(String phrase) throws DicomException {
        phrases.add(phrase);
        compiled = List.of();
        if (phrases.size() > MOST_PHRASES) {
            throw tooMany();
        }
    }

    private void checkSize() throws DicomException {
        if (words.size() + uids.size() + dates.size() > MOST) {
            throw tooMany();
        }
    }

    /** Every text is gone through for every phrase. */
    private void charge(long length) throws DicomException {
        work += length * (phrases.size() + 4);
        if (work > MOST_WORK) {
            throw tooMany();
        }
    }

    private static DicomException tooMany() {
        return new DicomException(
                DicomException.Reason.TOO_LARGE, -1, "more identifying values than can be looked for");
    }

    /** The text without any of them; the text itself where none is in it. */
    String freed(String text) throws DicomException {
        charge(text.length());
        if (compiled.size() != phrases.size()) {
            compiled = phrases.stream()
                    .map(phrase ->
                            Pattern.compile(Pattern.quote(phrase), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                    .toList();
        }
        String freed = text;
        for (Pattern phrase : compiled) {
            Matcher matcher = phrase.matcher(freed);
            freed = matcher.find() ? matcher.replaceAll(" ") : freed;
        }
        freed = without(freed, UID_LIKE, uids::contains);
        freed = without(freed, DATE_LIKE, this::isDate);
        freed = without(freed, WORD, word -> words.contains(folded(word)));
        return freed.equals(text) ? text : freed.replaceAll(" {2,}", " ").strip();
    }

    /** Whether binary data hold one of them, those too short to be told from chance aside. */
    boolean areIn(byte[] bytes) throws DicomException {
        charge(bytes.length);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return phrases.stream()
                        .filter(phrase -> phrase.length() >= LEAST_IN_BINARY)
                        .anyMatch(phrase -> isIn(latin, phrase))
                || UID_LIKE.matcher(latin).results().anyMatch(found -> uids.contains(found.group()));
    }

    private static boolean isIn(String latin, String phrase) {
        String ascii = phrase.toLowerCase(Locale.ROOT);
        byte[] unicode = ascii.getBytes(StandardCharsets.UTF_8);
        return latin.contains(ascii)
                || (unicode.length > ascii.length()
                        && latin.contains(new String(unicode, StandardCharsets.ISO_8859_1)));
    }

    private static String without(String text, Pattern pattern, java.util.function.Predicate<String> identifies) {
        if (text.isEmpty()) {
            return text;
        }
        Matcher matcher = pattern.matcher(text);
        StringBuilder kept = new StringBuilder();
        while (matcher.find()) {
            String found = matcher.group();
            matcher.appendReplacement(kept, Matcher.quoteReplacement(identifies.test(found) ? " " : found));
        }
        return matcher.appendTail(kept).toString();
    }

    /** In whichever order of year, month and day. */
    private boolean isDate(String text) {
        String[] parts = text.split("[-./ ]", -1);
        if (parts.length != 3) {
            return dates.contains(text);
        }
        List<String> candidates = new ArrayList<>();
        candidates.add(padded(parts[0]) + padded(parts[1]) + padded(parts[2]));
        for (String century : parts[2].length() == 2 ? List.of("19", "20") : List.of("")) {
            candidates.add(century + parts[2] + padded(parts[1]) + padded(parts[0]));
            candidates.add(century + parts[2] + padded(parts[0]) + padded(parts[1]));
        }
        return candidates.stream().anyMatch(dates::contains);
    }

    private static String padded(String number) {
        return number.length() == 1 ? "0" + number : number;
    }

    private static boolean isIdeographic(String word) {
        return word.codePoints()
                .anyMatch(c -> Character.isIdeographic(c)
                        || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL
                        || Character.UnicodeScript.of(c) == Character.UnicodeScript.HIRAGANA
                        || Character.UnicodeScript.of(c) == Character.UnicodeScript.KATAKANA);
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
