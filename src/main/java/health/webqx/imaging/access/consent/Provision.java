package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One provision of a Consent, read for one grantee (R4 Consent.provision, one level of nesting). What it opens is what it
 * surely opens; what it closes is what it may close.
 */
final class Provision {
    /** Purposes that are told apart; another may be a kind of any (v3-ActReason). */
    private static final Set<String> PURPOSES = Set.of(
            "TREAT", "ETREAT", "CAREMGT", "BTG", "PATRQT", "FAMRQT", "PWATRNY", "SUPNWK", "HRESCH", "HMARKT", "HPAYMT",
            "HOPERAT", "PUBHLTH", "COVAUTH");

    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    private final JsonNode provision;
    private final Grantee grantee;
    private final Instant now;
    private final Actors actors;
    private final Actions actions;

    Provision(JsonNode provision, Grantee grantee, Instant now) {
        this.provision = provision;
        this.grantee = grantee;
        this.now = now;
        this.actors = new Actors(provision);
        this.actions = new Actions(provision);
    }

    /** Whether it takes access away; a provision that does not say is not a permit. */
    boolean denies() {
        return provision.path("type").asText().equals("deny");
    }

    /** The studies it opens; absent when it opens none. */
    Optional<Visibility> permitted() {
        boolean named = actors.include(grantee.names()) || (actors.areNobody() && !grantee.needsName());
        return named ? opened() : Optional.empty();
    }

    /** As an exception from a denial it need not name whom the denial names. */
    private Optional<Visibility> excepted() {
        return actors.areNobody() || actors.include(grantee.names()) ? opened() : Optional.empty();
    }

    private Optional<Visibility> opened() {
        Conditions studies = new Conditions("ImagingStudy", provision);
        boolean permit = provision.path("type").asText().equals("permit");
        if (!permit || !isInForce() || studies.areOdd() || !isSurelyFor(grantee.purposes())) {
            return Optional.empty();
        }
        boolean opens = isOfClass("ImagingStudy") && !studies.areOfOthers() && actions.allow(grantee.access());
        return opens ? Optional.of(studies.surely()) : Optional.empty();
    }

    /** What it closes of a type, as far as it can be told: in doubt all; absent when it closes none. */
    Optional<Visibility> denied(String type) {
        if (!isInForce()) {
            return Optional.empty();
        }
        return denies() ? closed(type) : exceptions(type);
    }

    private Optional<Visibility> closed(String type) {
        Conditions conditions = new Conditions(type, provision);
        boolean concerned = actors.mayInclude(grantee) && mayBeFor(grantee.purposes());
        if (!isInForce() || !concerned || !isOfClass(type) || conditions.areOfOthers()) {
            return Optional.empty();
        }
        if (!actions.mayDeny(grantee.access())) {
            return Optional.empty();
        }
        return Optional.of(less(conditions.perhaps(), type.equals("ImagingStudy") ? permits() : List.of()));
    }

    /** Exceptions from a permit hold beside other permits, too. */
    private Optional<Visibility> exceptions(String type) {
        List<Visibility> closed = new ArrayList<>();
        for (Provision nested : nested()) {
            boolean concerned = !nested.actors.areNobody() || actors.mayInclude(grantee);
            if (nested.denies() && concerned) {
                nested.closed(type).ifPresent(closed::add);
            }
        }
        return closed.isEmpty()
                ? Optional.empty()
                : Optional.of(Visibility.allOf(new Conditions(type, provision).perhaps(), Visibility.anyOf(closed)));
    }

    private List<Visibility> permits() {
        List<Visibility> exceptions = new ArrayList<>();
        for (Provision nested : nested()) {
            nested.excepted().ifPresent(exceptions::add);
        }
        return exceptions;
    }

    private static Visibility less(Visibility studies, List<Visibility> exceptions) {
        return exceptions.isEmpty() ? studies : Visibility.allOf(studies, new Reach.Not(Visibility.anyOf(exceptions)));
    }

    private List<Provision> nested() {
        List<Provision> nested = new ArrayList<>();
        provision.path("provision").forEach(each -> nested.add(new Provision(each, grantee, now)));
        return nested;
    }

    private boolean isInForce() {
        return ConsentPeriod.of(provision.path("period")).contains(now);
    }

    private boolean isSurelyFor(Set<String> purposes) {
        return provision.path("purpose").isEmpty()
                || purposes.stream().anyMatch(purpose -> Codes.contain(provision.path("purpose"), purpose));
    }

    private boolean mayBeFor(Set<String> purposes) {
        for (JsonNode coding : provision.path("purpose")) {
            String code = coding.path("code").asText();
            boolean known = coding.path("system").asText().equals(ACT_REASON) && PURPOSES.contains(code);
            if (!known || purposes.contains(code)) {
                return true;
            }
        }
        return provision.path("purpose").isEmpty();
    }

    /** Without a class it is about everything. */
    private boolean isOfClass(String type) {
        JsonNode classes = provision.path("class");
        boolean image = type.equals("ImagingStudy") && Codes.contain(classes, "application/dicom");
        return classes.isEmpty() || image || Codes.contain(classes, type);
    }
}
