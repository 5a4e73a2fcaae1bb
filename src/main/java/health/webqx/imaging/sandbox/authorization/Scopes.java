package health.webqx.imaging.sandbox.authorization;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of the scopes an app asks for it may be granted (SMART 2.2 scopes and launch context). */
final class Scopes {
    static final String PATIENT = "launch/patient";
    static final String STUDY = "launch/imagingstudy";
    static final String REPORT = "launch/diagnosticreport";

    /** Tokens travel in a header, which has its limits. */
    private static final int LONGEST = 4000;

    private static final Pattern RESOURCE = Pattern.compile(
            "(patient|user|system)/([A-Z][A-Za-z]*|\\*)\\.(read|write|\\*|(?=[cruds])c?r?u?d?s?)(?:\\?(.+))?");
    private static final Pattern FILTER = Pattern.compile("[^=&?]+=[^=&]+(?:&[^=&?]+=[^=&]+)*");

    /** Takes away and gives nothing (decision record 016): whoever asks for it is granted it. */
    static final String DEIDENTIFIED = "webqx/deidentified";

    private Scopes() {}

    /** A scope on resources. */
    record OnResources(String context, String type, String letters, Optional<String> filter) {
        /** Absent for what is not of the grammar; such a scope is never granted. */
        static Optional<OnResources> parse(String scope) {
            Matcher matcher = RESOURCE.matcher(scope);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Optional<String> filter = Optional.ofNullable(matcher.group(4));
            if (filter.isPresent() && !FILTER.matcher(filter.get()).matches()) {
                return Optional.empty();
            }
            String letters =
                    switch (matcher.group(3)) {
                        case "read" -> "rs";
                        case "write" -> "cud";
                        case "*" -> "cruds";
                        default -> matcher.group(3);
                    };
            return Optional.of(new OnResources(matcher.group(1), matcher.group(2), letters, filter));
        }

        /** Whether this, without its filter, allows all that the other one does. */
        boolean covers(OnResources other) {
            return context.equals(other.context)
                    && (type.equals("*") || type.equals(other.type))
                    && other.letters.chars().allMatch(letter -> letters.indexOf(letter) >= 0);
        }
    }

    /**
     * Those of the scopes that this client was registered for, in their order, each once; what is not understood is left
     * out, and none is granted where a token could not hold them all.
     *
     * @param backend whether there is no user: then of the context {@code system} only, else never
     */
    static List<String> grantable(List<String> asked, Client client, boolean backend) {
        if (asked.stream().mapToInt(String::length).sum() > LONGEST) {
            return List.of();
        }
        return List.copyOf(asked.stream()
                .filter(scope -> isRegistered(scope, client))
                .filter(scope -> backend == scope.startsWith("system/") || scope.equals(DEIDENTIFIED))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Of what was granted the asked ones, and what limits it: less of that would be more. */
    static List<String> less(List<String> granted, List<String> asked) {
        return granted.stream()
                .filter(scope -> asked.contains(scope) || scope.equals(DEIDENTIFIED))
                .toList();
    }

    private static boolean isRegistered(String scope, Client client) {
        Optional<OnResources> asked = OnResources.parse(scope);
        if (scope.equals(DEIDENTIFIED)) {
            return true;
        } else if (asked.isEmpty()) {
            return !scope.contains("*") && client.scopes().contains(scope.replaceFirst("\\?role=[^?&=]+$", ""));
        }
        return client.scopes().stream()
                .flatMap(registered -> OnResources.parse(registered).stream())
                .anyMatch(registered -> registered.covers(asked.get()));
    }

    /** Whether they contain a scope of that name, with or without a role. */
    static boolean has(List<String> scopes, String name) {
        return scopes.stream().anyMatch(scope -> scope.equals(name) || scope.startsWith(name + "?"));
    }

    /** Whether they are about one patient, who therefore must be known. */
    static boolean needPatient(List<String> scopes) {
        return has(scopes, PATIENT)
                || has(scopes, STUDY)
                || has(scopes, REPORT)
                || scopes.stream().anyMatch(scope -> scope.startsWith("patient/"));
    }

    /** The text of a {@code scope} parameter, apart. */
    static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(" +", -1));
    }
}
