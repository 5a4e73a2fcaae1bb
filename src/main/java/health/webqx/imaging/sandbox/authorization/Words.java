package health.webqx.imaging.sandbox.authorization;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What scopes mean, for the person who is asked. */
final class Words {
    private static final Map<String, String> FIXED = Map.of(
            "openid",
            "Know that you are signed in",
            "fhirUser",
            "Know who you are",
            "profile",
            "Know who you are",
            "launch",
            "Know what is open in the record system",
            Scopes.PATIENT,
            "Know which patient is in context",
            Scopes.STUDY,
            "Know which imaging study is in context",
            Scopes.REPORT,
            "Know which report is in context",
            Scopes.DEIDENTIFIED,
            "Of all this have images only, without whose they are",
            "online_access",
            "Stay connected while you are here",
            "offline_access",
            "Stay connected when you are gone, for up to 90 days");

    private static final List<Map.Entry<Character, String>> VERBS = List.of(
            Map.entry('c', "create"),
            Map.entry('r', "read"),
            Map.entry('u', "change"),
            Map.entry('d', "delete"),
            Map.entry('s', "search"));

    private Words() {}

    static String of(String scope) {
        return Scopes.OnResources.parse(scope)
                .map(Words::of)
                .or(() -> Optional.ofNullable(FIXED.get(scope.replaceFirst("\\?.*", ""))))
                .orElse(scope);
    }

    private static String of(Scopes.OnResources scope) {
        String verbs = VERBS.stream()
                .filter(verb -> scope.letters().indexOf(verb.getKey()) >= 0)
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        String what = scope.type().equals("*") ? "everything" : scope.type();
        String whose = scope.context().equals("patient") ? "in the patient’s record" : "that you may see yourself";
        String text = capital(verbs) + ": " + what + " " + whose;
        return scope.filter()
                .map(filter -> text + ", only where " + decoded(filter).replace("&", " and "))
                .orElse(text);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
