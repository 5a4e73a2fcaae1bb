package health.webqx.imaging.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be subscribed to: that a resource of a type is new or has changed. Deletions are no events. */
public enum Topic {
    /** A study became known, or something about it changed. */
    IMAGING_STUDY(
            "imaging-study",
            "ImagingStudy",
            "patient subject identifier status modality bodysite started basedon referrer endpoint"),
    /** A report was written, amended, finished, cancelled. */
    DIAGNOSTIC_REPORT(
            "diagnostic-report",
            "DiagnosticReport",
            "patient subject identifier status category code date issued based-on performer");

    private final String canonical;
    private final String type;
    private final String filters;

    Topic(String name, String type, String filters) {
        this.canonical = "https://webqx.health/fhir/SubscriptionTopic/" + name;
        this.type = type;
        this.filters = filters;
    }

    /** The topic with that canonical URL. */
    static Optional<Topic> find(String canonical) {
        return Arrays.stream(values())
                .filter(topic -> topic.canonical.equals(canonical))
                .findFirst();
    }

    /** The canonical URLs of all topics. */
    public static List<String> canonicals() {
        return Arrays.stream(values()).map(Topic::canonical).toList();
    }

    /** By which Subscriptions name it in {@code criteria}. */
    public String canonical() {
        return canonical;
    }

    /** The resource type it is about. */
    public String type() {
        return type;
    }

    /** The search parameters that may narrow it. */
    public Set<String> filters() {
        return Set.of(filters.split(" ", -1));
    }
}
