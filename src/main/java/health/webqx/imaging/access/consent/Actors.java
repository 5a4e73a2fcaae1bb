package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a provision names (R4 {@code Consent.provision.actor}). */
final class Actors {
    private static final Pattern PLACE =
            Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?");
    /** Who these are can be told by their references; of a Group or a CareTeam it cannot. */
    private static final Set<String> ONE_BY_ONE =
            Set.of("Patient", "RelatedPerson", "Person", "Practitioner", "PractitionerRole", "Organization", "Device");

    private final JsonNode actors;

    Actors(JsonNode provision) {
        actors = provision.path("actor");
    }

    boolean areNobody() {
        return actors.isEmpty();
    }

    /** Surely: by a reference of this server. */
    boolean include(Set<String> names) {
        for (JsonNode actor : actors) {
            if (names.contains(reference(actor))) {
                return true;
            }
        }
        return false;
    }

    /** Perhaps: by a reference that cannot be followed, or that only looks alike. */
    boolean mayInclude(Grantee grantee) {
        for (JsonNode actor : actors) {
            Matcher place = PLACE.matcher(reference(actor));
            if (!place.matches()) {
                return true;
            }
            boolean several = !ONE_BY_ONE.contains(place.group(1)) && grantee.needsName();
            if (several || grantee.names().contains(place.group(1) + "/" + place.group(2))) {
                return true;
            }
        }
        return areNobody();
    }

    private static String reference(JsonNode actor) {
        return actor.path("reference").path("reference").asText();
    }
}
