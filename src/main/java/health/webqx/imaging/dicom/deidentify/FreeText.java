package health.webqx.imaging.dicom.deidentify;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of free text what may identify whoever it is about, known or not (clean descriptors, PS3.15 E.3.5). */
final class FreeText {
    private static final List<Pattern> SUSPECT = List.of(
            Pattern.compile("\\S+@\\S+"), // addresses of mail
            Pattern.compile("(?i)\\b(?:https?|ftp)://\\S+"),
            Pattern.compile("(?<![0-9.])[0-9]+(?:\\.[0-9]+){4,}"), // UIDs
            Pattern.compile("(?<![0-9])[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{2,4}(?![0-9])"), // dates
            Pattern.compile("\\+?[0-9][0-9()/ -]{5,}[0-9]"), // telephones
            Pattern.compile("\\S*[0-9]{5,}\\S*"), // numbers of patients, of cases
            // a title, and the name that follows
            Pattern.compile("\\b(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau|Mme)\\b\\.?(?:\\s*\\p{Lu}[\\p{L}.'-]*){0,3}"));

    private FreeText() {}

    /** The text without it; the text itself where there is none. */
    static String cleaned(String text) {
        String cleaned = text;
        for (Pattern pattern : SUSPECT) {
            cleaned = pattern.matcher(cleaned).replaceAll(" ");
        }
        return cleaned.equals(text) ? text : cleaned.replaceAll(" {2,}", " ").strip();
    }
}
