package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reading a Subscription's elements, each with its place for those that cannot be taken. */
final class Elements {
    private static final String EXTENSIONS = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    private Elements() {}

    /** The values of an extension of the guide on an element. */
    static List<JsonNode> extensions(JsonNode element, String name, String value) {
        return StreamSupport.stream(element.path("extension").spliterator(), false)
                .filter(extension -> extension.path("url").asText().equals(EXTENSIONS + name))
                .map(extension -> extension.path(value))
                .toList();
    }

    /** A whole number in an extension, within bounds. */
    static Optional<Integer> number(JsonNode element, String name, String value, int least, int most) {
        List<JsonNode> found = extensions(element, name, value);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode number = found.get(0);
        if (found.size() > 1 || !number.canConvertToInt() || number.asInt() < least || number.asInt() > most) {
            throw refused("channel.extension", name + " is one " + value + " from " + least + " to " + most);
        }
        return Optional.of(number.asInt());
    }

    /** Lets pass an element that has no extensions but these: what is not understood is not accepted. */
    static void requireOnly(JsonNode element, String place, Set<String> names) {
        for (JsonNode extension : element.path("extension")) {
            String url = extension.path("url").asText();
            if (!url.startsWith(EXTENSIONS) || !names.contains(url.substring(EXTENSIONS.length()))) {
                throw refused(place + ".extension", "this extension is not understood here");
            }
        }
    }

    /** What a client is told of an element. */
    static Failure refused(String place, String why) {
        return Failure.at(FailureKind.UNPROCESSABLE, "Subscription." + place, why);
    }
}
