package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.fhir.search.PageParameters;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose record is asked for, and what of it (R4 Patient {@code $everything}).
 *
 * @param types of resources of which types; empty for all
 * @param since the earliest moment of the last change, in milliseconds since 1970
 * @param address below the FHIR base, with everything understood: the same for every page
 * @param page the token of the page asked for; absent for the first
 */
public record EverythingRequest(
        String patient, Set<String> types, OptionalLong since, int count, String address, Optional<String> page) {
    private static final int DEFAULT_COUNT = 200;

    /**
     * Reads a request.
     *
     * @param strict whether an unknown parameter fails the request ({@code UNSUPPORTED}) or is left out
     */
    public static EverythingRequest of(String patient, List<Map.Entry<String, String>> parameters, boolean strict) {
        PageParameters read = PageParameters.of(Set.of("_count", "_since", "_type"), parameters, strict);
        return new EverythingRequest(
                patient,
                types(read.value("_type").orElse("")),
                read.since(),
                read.count(DEFAULT_COUNT),
                read.address("Patient/" + patient + "/$everything"),
                read.page());
    }

    private static Set<String> types(String text) {
        Set<String> types = new TreeSet<>();
        for (String type : text.split(",", -1)) {
            if (!type.isBlank()) {
                if (!R4.isResourceType(type.strip())) {
                    throw Failure.at(FailureKind.INVALID, "_type", "unknown resource type");
                }
                types.add(type.strip());
            }
        }
        return Set.copyOf(types);
    }
}
