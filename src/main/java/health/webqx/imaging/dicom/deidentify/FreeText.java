package health.webqx.imaging.dicom.deidentify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of free text what may identify whoever it is about, known or not (clean descriptors, PS3.15 E.3.5). */
final class FreeText {
    private static final Pattern PART = Pattern.compile("\\S+");
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{5,}");
    private static final Pattern DATE = Pattern.compile("(?<![0-9])[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{2,4}(?![0-9])");
    private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9][0-9()/ -]{5,}[0-9]");
    /** And the name that follows. */
    private static final Pattern TITLE =
            Pattern.compile("\\b(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau|Mme)\\b\\.?(?:\\s{0,3}\\p{Lu}[\\p{L}.'-]*+){0,3}");

    private FreeText() {}

    /** The text without it; the text itself where there is none. Takes time in proportion to the length of the text. */
    static String cleaned(String text) {
        String cleaned = text;
        for (Pattern pattern : List.of(DATE, TELEPHONE, TITLE)) {
            cleaned = pattern.matcher(cleaned).replaceAll(" ");
        }
        cleaned = PART.matcher(cleaned)
                .replaceAll(part -> isSuspect(part.group()) ? " " : Matcher.quoteReplacement(part.group()));
        return cleaned.equals(text) ? text : cleaned.replaceAll(" {2,}", " ").strip();
    }

    /** Addresses of mail and of the web, UIDs, numbers of patients and of cases. */
    private static boolean isSuspect(String part) {
        return part.indexOf('@') >= 0
                || part.contains("://")
                || part.chars().filter(c -> c == '.').count() >= 4
                || LONG_NUMBER.matcher(part).find();
    }
}
