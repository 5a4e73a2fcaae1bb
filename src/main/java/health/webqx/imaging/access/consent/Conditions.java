package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import health.webqx.imaging.store.search.DatePrefix;
import health.webqx.imaging.store.search.Match;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which resources of a type a provision is about: those its {@code data} names; of ImagingStudy those of the modalities that
 * its {@code code} names (DICOM CID 33), and begun within its {@code dataPeriod}. All that it gives must hold.
 */
final class Conditions {
    private static final String MODALITIES = "http://dicom.nema.org/resources/ontology/DCM";

    private final String type;
    private final JsonNode provision;

    Conditions(String type, JsonNode provision) {
        this.type = type;
        this.provision = provision;
    }

    /** Whether it cannot be about the type at all: it names others only, or modalities. */
    boolean areOfOthers() {
        boolean named = !provision.path("data").isEmpty();
        boolean ofImages = !provision.path("code").isEmpty() && !isImage();
        return !areOdd() && ((named && ids().isEmpty()) || ofImages);
    }

    private boolean isImage() {
        return type.equals("ImagingStudy");
    }

    /** Whether there is a condition that is not understood here. */
    boolean areOdd() {
        return !provision.path("securityLabel").isEmpty() || hasOddReferences() || hasOddCodes();
    }

    /** Those that surely meet them. */
    Visibility surely() {
        return about(modality(), Conditions::within);
    }

    /** Those that may meet them: those of which it is not known, too. */
    Visibility perhaps() {
        if (areOdd()) {
            return Visibility.ALL;
        }
        Visibility unknown =
                new Reach.Matching(new Criterion.Missing("ImagingStudy", "modality", IndexKind.TOKEN, true));
        return about(Visibility.anyOf(List.of(modality(), unknown)), Conditions::notOutside);
    }

    private Visibility about(Visibility ofModality, Function<ConsentPeriod, Visibility> during) {
        List<Visibility> all = new ArrayList<>();
        if (!provision.path("data").isEmpty()) {
            all.add(new Reach.WithId(ids()));
        }
        if (!provision.path("code").isEmpty() && isImage()) {
            all.add(ofModality);
        }
        if (provision.has("dataPeriod") && isImage()) {
            all.add(during.apply(ConsentPeriod.of(provision.path("dataPeriod"))));
        }
        return all.isEmpty() ? Visibility.ALL : new Reach.AllOf(List.copyOf(all));
    }

    private Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        provision.path("data").forEach(each -> id(each).ifPresent(ids::add));
        return ids;
    }

    private Visibility modality() {
        Set<String> codes = new TreeSet<>();
        for (JsonNode concept : provision.path("code")) {
            concept.path("coding")
                    .forEach(coding -> codes.add(coding.path("code").asText()));
        }
        List<Match> anyOf = List.of(new Match.TokenAmong(MODALITIES, List.copyOf(codes)));
        return new Reach.Matching(new Criterion.Indexed("ImagingStudy", "modality", IndexKind.TOKEN, anyOf));
    }

    private static Visibility within(ConsentPeriod period) {
        return Visibility.allOf(known(), notOutside(period), new Reach.Not(touching(period)));
    }

    private static Visibility known() {
        return new Reach.Matching(new Criterion.Missing("ImagingStudy", "started", IndexKind.DATE, false));
    }

    /** Something of it is before or after. */
    private static Visibility touching(ConsentPeriod period) {
        return outside(period, DatePrefix.LT, DatePrefix.GT);
    }

    private static Visibility notOutside(ConsentPeriod period) {
        return new Reach.Not(outside(period, DatePrefix.EB, DatePrefix.SA));
    }

    private static Visibility outside(ConsentPeriod period, DatePrefix before, DatePrefix after) {
        List<Visibility> sides = new ArrayList<>();
        bound(period.start()).ifPresent(start -> sides.add(started(before, start)));
        bound(period.end()).ifPresent(end -> sides.add(started(after, end.minusMillis(1))));
        return Visibility.anyOf(sides);
    }

    private static Optional<Instant> bound(Instant moment) {
        return moment.equals(Instant.MIN) || moment.equals(Instant.MAX) ? Optional.empty() : Optional.of(moment);
    }

    private static Visibility started(DatePrefix prefix, Instant moment) {
        long millis = moment.toEpochMilli();
        return new Reach.Matching(new Criterion.Indexed(
                "ImagingStudy", "started", IndexKind.DATE, List.of(new Match.Date(prefix, millis, millis))));
    }

    private boolean hasOddReferences() {
        for (JsonNode each : provision.path("data")) {
            boolean here = ResourceKey.ofReference(reference(each)).isPresent();
            if (!here || !each.path("meaning").asText().equals("instance")) {
                return true;
            }
        }
        return false;
    }

    private boolean hasOddCodes() {
        for (JsonNode concept : provision.path("code")) {
            if (concept.path("coding").isEmpty()) {
                return true;
            }
            for (JsonNode coding : concept.path("coding")) {
                if (!coding.path("system").asText().equals(MODALITIES)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<String> id(JsonNode data) {
        return ResourceKey.ofReference(reference(data))
                .filter(key -> key.type().equals(type))
                .map(ResourceKey::id);
    }

    private static String reference(JsonNode data) {
        return data.path("reference").path("reference").asText();
    }
}
