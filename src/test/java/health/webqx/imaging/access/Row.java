package health.webqx.imaging.access;

import java.util.Set;

/**
 * A caller of the matrix, and what the rule book lets it have: written down by hand, not computed.
 *
 * @param token the bearer token; empty for none
 * @param trusted whether the token opens the door at all
 * @param types the types its scopes are on; {@code *} for all
 * @param records patients whose records it may read
 * @param images patients whose images it may see
 * @param bound the patients it may name in a search; empty for any
 * @param deidentified whether it has images only, and those without whose they are
 */
record Row(
        String name,
        String token,
        boolean trusted,
        Set<String> types,
        Set<String> records,
        Set<String> images,
        Set<String> bound,
        boolean deidentified) {
    Row(
            String name,
            String token,
            boolean trusted,
            Set<String> types,
            Set<String> records,
            Set<String> images,
            Set<String> bound) {
        this(name, token, trusted, types, records, images, bound, false);
    }

    static Row refused(String name, String token) {
        return new Row(name, token, false, Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** One that FHIR refuses, and that finds nothing on DICOMweb by what names anybody. */
    static Row deidentified(String name, String token) {
        return new Row(name, token, true, Set.of(), Set.of(), Set.of(), Set.of(), true);
    }

    /** The same as DICOMweb knows it. */
    Row onDicomWeb() {
        return deidentified ? new Row(name, token, trusted, Set.of("ImagingStudy"), records, images, bound) : this;
    }

    boolean isOn(String type) {
        return types.contains("*") || types.contains(type);
    }

    boolean sees(String type, String patient) {
        return isOn(type) && (type.equals("ImagingStudy") ? images : records).contains(patient);
    }

    boolean mayName(String patient) {
        return bound.isEmpty() || bound.contains(patient);
    }

    @Override
    public String toString() {
        return name;
    }
}
