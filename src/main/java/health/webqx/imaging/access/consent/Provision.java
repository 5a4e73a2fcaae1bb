package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One provision of a Consent, read for a patient's own app (R4 Consent.provision, one level of nesting). */
final class Provision {
    private static final Set<String> READING = Set.of("access", "use", "disclose");

    /** Conditions that narrow a provision in ways this class does not judge. */
    private static final List<String> NOT_UNDERSTOOD = List.of("securityLabel", "purpose", "code", "dataPeriod");

    private final JsonNode provision;
    private final String patient;
    private final Instant now;

    Provision(JsonNode provision, String patient, Instant now) {
        this.provision = provision;
        this.patient = patient;
        this.now = now;
    }

    /** Whether it takes access away; a provision that does not say is not a permit. */
    boolean denies() {
        return provision.path("type").asText().equals("deny");
    }

    /** The studies it opens; absent when it opens none. */
    Optional<Visibility> permitted() {
        if (!provision.path("type").asText().equals("permit") || !isInForce() || !isUnderstood() || !isForPatient()) {
            return Optional.empty();
        }
        if (!isAboutImaging() || !isAboutReading() || hasOddReferences()) {
            return Optional.empty();
        }
        List<Visibility> exceptions = new ArrayList<>();
        for (Provision nested : nested()) {
            nested.denied().ifPresent(exceptions::add);
        }
        return Optional.of(Visibility.allOf(studies(), new Reach.Not(Visibility.anyOf(exceptions))));
    }

    /** The studies it closes, as far as it can be told: in doubt all; absent when it closes none. */
    Optional<Visibility> denied() {
        if (!isInForce() || !mayConcernPatient() || !isAboutImaging()) {
            return Optional.empty();
        }
        if (hasOddReferences()) {
            return Optional.of(Visibility.ALL);
        }
        List<Visibility> exceptions = new ArrayList<>();
        for (Provision nested : nested()) {
            nested.permitted().ifPresent(exceptions::add);
        }
        return Optional.of(Visibility.allOf(studies(), new Reach.Not(Visibility.anyOf(exceptions))));
    }

    static boolean hasCode(JsonNode codings, String code) {
        for (JsonNode coding : codings) {
            if (coding.path("code").asText().equals(code)) {
                return true;
            }
        }
        return false;
    }

    private List<Provision> nested() {
        List<Provision> nested = new ArrayList<>();
        provision.path("provision").forEach(each -> nested.add(new Provision(each, patient, now)));
        return nested;
    }

    private boolean isInForce() {
        return ConsentPeriod.of(provision.path("period")).contains(now);
    }

    private boolean isUnderstood() {
        return NOT_UNDERSTOOD.stream().noneMatch(provision::has);
    }

    /** Named as the one who may see, or nobody is named. */
    private boolean isForPatient() {
        JsonNode actors = provision.path("actor");
        return actors.isEmpty() || names(actors, "Patient/" + patient);
    }

    /** Not plainly about somebody else. */
    private boolean mayConcernPatient() {
        JsonNode actors = provision.path("actor");
        for (JsonNode actor : actors) {
            if (!actor.path("reference").path("reference").isTextual()) {
                return true;
            }
        }
        return isForPatient();
    }

    private static boolean names(JsonNode actors, String reference) {
        for (JsonNode actor : actors) {
            if (actor.path("reference").path("reference").asText().equals(reference)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAboutImaging() {
        JsonNode classes = provision.path("class");
        return classes.isEmpty() || hasCode(classes, "ImagingStudy") || hasCode(classes, "application/dicom");
    }

    private boolean isAboutReading() {
        JsonNode actions = provision.path("action");
        for (JsonNode action : actions) {
            for (String reading : READING) {
                if (hasCode(action.path("coding"), reading)) {
                    return true;
                }
            }
        }
        return actions.isEmpty();
    }

    /** The studies named one by one, or all when none is. */
    private Visibility studies() {
        JsonNode named = provision.path("data");
        if (named.isEmpty()) {
            return Visibility.ALL;
        }
        Set<String> ids = new TreeSet<>();
        named.forEach(each -> studyId(each).ifPresent(ids::add));
        return new Reach.WithId(ids);
    }

    private boolean hasOddReferences() {
        for (JsonNode each : provision.path("data")) {
            if (studyId(each).isEmpty() || !each.path("meaning").asText().equals("instance")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> studyId(JsonNode data) {
        String reference = data.path("reference").path("reference").asText();
        return reference.startsWith("ImagingStudy/")
                ? Optional.of(reference.substring("ImagingStudy/".length()))
                : Optional.empty();
    }
}
