package health.webqx.imaging.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * People with imaging studies, computed: the same number gives the same person. Each study has three series.
 *
 * @param patients how many people
 * @param studies how many studies each has
 */
record Population(int patients, int studies) {
    private static final List<String> MODALITIES = List.of("CT", "MR", "US", "DX", "CR", "MG", "PT", "NM");
    private static final List<String> FAMILIES =
            List.of("Keller", "Okafor", "Ruiz", "Moreau", "Whitfield", "Tanaka", "Novak", "Haddad", "Larsen", "Silva");
    private static final List<String> GIVEN =
            List.of("Anna", "Ben", "Carla", "Dmitri", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jonas");
    private static final LocalDate FIRST_STUDY = LocalDate.of(2015, 1, 1);
    private static final int DAYS = 3650;
    private static final int PEOPLE_IN_A_LOAD = 16;

    /** What loads everybody, made as it is asked for, and may be sent again: transactions of updates. */
    Iterator<Call> loads() {
        return IntStream.iterate(0, first -> first < patients, first -> first + PEOPLE_IN_A_LOAD)
                .mapToObj(first -> load(first, Math.min(patients, first + PEOPLE_IN_A_LOAD)))
                .iterator();
    }

    String anyPatient(RandomGenerator random) {
        return patientId(random.nextInt(patients));
    }

    String anyStudy(RandomGenerator random) {
        return studyId(random.nextInt(patients), random.nextInt(studies));
    }

    String anyStudyUid(RandomGenerator random) {
        return studyUid(random.nextInt(patients), random.nextInt(studies));
    }

    static String anyModality(RandomGenerator random) {
        return MODALITIES.get(random.nextInt(MODALITIES.size()));
    }

    static LocalDate anyDay(RandomGenerator random) {
        return FIRST_STUDY.plusDays(random.nextInt(DAYS));
    }

    /** A study of somebody that the server is to name. */
    Call create(RandomGenerator random) {
        String uid = "2.25." + Math.abs(random.nextLong());
        return Call.post("ImagingStudy", study("", "Patient/" + anyPatient(random), uid, random));
    }

    /** A hundred entries: ten people with nine studies each, who refer to one another inside the Bundle. */
    Call transaction(RandomGenerator random) {
        List<String> entries = new ArrayList<>();
        for (int person = 0; person < 10; person++) {
            String urn = "urn:uuid:00000000-0000-4000-8000-0000000000%02d".formatted(person);
            int number = random.nextInt(Integer.MAX_VALUE);
            entries.add(entry("\"fullUrl\":\"" + urn + "\",", patient("", number), "POST", "Patient"));
            for (int study = 0; study < 9; study++) {
                String uid = "2.25." + Math.abs(random.nextLong());
                entries.add(entry("", study("", urn, uid, random), "POST", "ImagingStudy"));
            }
        }
        return bundle(entries);
    }

    private Call load(int from, int until) {
        List<String> entries = new ArrayList<>();
        for (int person = from; person < until; person++) {
            entries.add(entry("", patient(id(patientId(person)), person), "PUT", "Patient/" + patientId(person)));
            for (int study = 0; study < studies; study++) {
                RandomGenerator random = new java.util.Random(person * 31L + study);
                String id = studyId(person, study);
                String resource = study(id(id), "Patient/" + patientId(person), studyUid(person, study), random);
                entries.add(entry("", resource, "PUT", "ImagingStudy/" + id));
            }
        }
        return bundle(entries);
    }

    private static Call bundle(List<String> entries) {
        return Call.post(
                "",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + String.join(",", entries) + "]}");
    }

    private static String entry(String fullUrl, String resource, String method, String url) {
        return "{%s\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
                .formatted(fullUrl, resource, method, url);
    }

    private static String patient(String id, int number) {
        return """
                {"resourceType":"Patient",%s"active":true,"identifier":[{"system":"urn:webqx:bench:mrn","value":"M%d"}],\
                "name":[{"family":"%s","given":["%s"]}],"gender":"%s","birthDate":"%s",\
                "address":[{"line":["%d Mill Lane"],"city":"Northfield","postalCode":"%05d","country":"US"}],\
                "telecom":[{"system":"phone","value":"555-%07d"}]}"""
                .formatted(
                        id,
                        number,
                        FAMILIES.get(number % FAMILIES.size()),
                        GIVEN.get(number / FAMILIES.size() % GIVEN.size()),
                        number % 2 == 0 ? "female" : "male",
                        LocalDate.of(1930, 1, 1).plusDays(number % 30_000),
                        number % 400 + 1,
                        number % 100_000,
                        number % 10_000_000);
    }

    private static String study(String id, String patient, String uid, RandomGenerator random) {
        String modality = anyModality(random);
        LocalDate day = anyDay(random);
        String series = IntStream.range(1, 4)
                .mapToObj(number -> series(uid, number, modality, day))
                .collect(Collectors.joining(","));
        return """
                {"resourceType":"ImagingStudy",%s"identifier":[{"system":"urn:dicom:uid","value":"urn:oid:%s"}],\
                "status":"available","subject":{"reference":"%s"},"started":"%sT%02d:30:00Z",\
                "modality":[%s],"numberOfSeries":3,"numberOfInstances":12,"description":"%s study","series":[%s]}"""
                .formatted(id, uid, patient, day, random.nextInt(24), coding(modality), modality, series);
    }

    private static String series(String study, int number, String modality, LocalDate day) {
        String instances = IntStream.range(1, 5)
                .mapToObj(instance ->
                        """
                        {"uid":"%s.%d.%d","sopClass":{"system":"urn:ietf:rfc:3986",\
                        "code":"urn:oid:1.2.840.10008.5.1.4.1.1.2"},"number":%d}"""
                                .formatted(study, number, instance, instance))
                .collect(Collectors.joining(","));
        return """
                {"uid":"%s.%d","number":%d,"modality":%s,"description":"Series %d","numberOfInstances":4,\
                "started":"%sT10:00:00Z","instance":[%s]}"""
                .formatted(study, number, number, coding(modality), number, day, instances);
    }

    private static String coding(String modality) {
        return "{\"system\":\"http://dicom.nema.org/resources/ontology/DCM\",\"code\":\"%s\"}".formatted(modality);
    }

    private static String id(String id) {
        return "\"id\":\"" + id + "\",";
    }

    private static String patientId(int person) {
        return "bench-p" + person;
    }

    private static String studyId(int person, int study) {
        return "bench-s" + person + "-" + study;
    }

    private static String studyUid(int person, int study) {
        return String.format(Locale.ROOT, "1.2.826.0.1.3680043.10.1234.%d.%d", person + 1, study + 1);
    }
}
