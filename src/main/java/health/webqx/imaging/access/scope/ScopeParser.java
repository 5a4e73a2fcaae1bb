package health.webqx.imaging.access.scope;

import health.webqx.imaging.access.scope.ResourceScope.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code scope} claim: {@code (patient|user|system)/(Type|*).(cruds|read|write|*)[?param=value&…]} (SMART 2.2
 * scopes for requesting FHIR resources). Letters count in that order only; a text that is not of the grammar grants
 * nothing, and never more than it says.
 */
public final class ScopeParser {
    private static final Pattern SCOPE =
            Pattern.compile("(patient|user|system)/([A-Z][A-Za-z]*|\\*)\\.([a-z]+|\\*)(?:\\?(.*))?");

    private static final Pattern LETTERS = Pattern.compile("c?r?u?d?s?");

    private ScopeParser() {}

    /** The resource scopes in a claim; everything else in it is left aside. */
    public static List<ResourceScope> parse(String claim) {
        List<ResourceScope> scopes = new ArrayList<>();
        for (String text : claim.split(" ", -1)) {
            parseOne(text).ifPresent(scopes::add);
        }
        return scopes;
    }

    /** Everything else in it. */
    public static Set<String> others(String claim) {
        Set<String> others = new TreeSet<>();
        for (String text : claim.split(" ", -1)) {
            if (parseOne(text).isEmpty()) {
                others.add(text);
            }
        }
        return others;
    }

    static Optional<ResourceScope> parseOne(String text) {
        Matcher matcher = SCOPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Set<Permission> permissions = permissions(matcher.group(3));
        Optional<List<Map.Entry<String, String>>> filter = filter(Optional.ofNullable(matcher.group(4)));
        if (permissions.isEmpty() || filter.isEmpty()) {
            return Optional.empty();
        }
        Context context = Context.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return Optional.of(new ResourceScope(context, matcher.group(2), permissions, filter.get()));
    }

    /** Version 1's words first: {@code read} must not be taken for letters. */
    private static Set<Permission> permissions(String text) {
        return switch (text) {
            case "read" -> EnumSet.of(Permission.READ, Permission.SEARCH);
            case "write" -> EnumSet.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE);
            case "*" -> EnumSet.allOf(Permission.class);
            default -> letters(text);
        };
    }

    private static Set<Permission> letters(String text) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        if (LETTERS.matcher(text).matches()) {
            for (Permission permission : Permission.values()) {
                if (text.indexOf(permission.letter()) >= 0) {
                    permissions.add(permission);
                }
            }
        }
        return permissions;
    }

    /** The filter's parameters; absent when it cannot be read, and then the scope must not be granted. */
    private static Optional<List<Map.Entry<String, String>>> filter(Optional<String> query) {
        List<Map.Entry<String, String>> filter = new ArrayList<>();
        if (query.isEmpty()) {
            return Optional.of(filter);
        }
        for (String pair : query.get().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                return Optional.empty();
            }
            try {
                filter.add(Map.entry(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(filter);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
