package health.webqx.imaging.fhir.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.fhir.bundle.BundleEntry.Method;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.EntityTag;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.ResourceXml;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Bundle of type {@code batch} or {@code transaction}. Takes time in proportion to it: for a worker. */
public final class BundleReader {
    private static final int MOST_ENTRIES = 5000;
    private static final Pattern ADDRESS = Pattern.compile("/?([A-Za-z]+)(?:/([A-Za-z0-9.\\-]{1,64}))?(?:\\?(.*))?");

    /** Of a read only the beginning is looked at: what it asks for is told, or refused, in its place. */
    private static final Pattern READ = Pattern.compile("/?([A-Za-z_]*)([^?]*)(?:\\?(.*))?");

    private final String base;

    /** @param base this server's FHIR base URL, with a slash at its end, which addresses may begin with */
    public BundleReader(String base) {
        this.base = base;
    }

    /**
     * A Bundle to be acted upon.
     *
     * @param atomic whether it is a transaction
     */
    public record Work(boolean atomic, List<BundleEntry> entries) {}

    /**
     * The entries, each resource checked against R4.
     *
     * @throws Failure naming the entry that cannot be understood
     */
    public Work read(byte[] body) {
        Buffer json = ResourceXml.jsonOf(body);
        ObjectNode bundle = ResourceJson.read(json);
        R4.requireValid("Bundle", bundle, json);
        String type = bundle.path("type").asText();
        if (!type.equals("batch") && !type.equals("transaction")) {
            throw Failure.at(FailureKind.INVALID, "Bundle.type", "only batch and transaction can be acted upon");
        }
        if (bundle.path("entry").size() > MOST_ENTRIES) {
            throw Failure.at(FailureKind.TOO_LARGE, "Bundle.entry", "more than " + MOST_ENTRIES + " entries");
        }
        List<BundleEntry> entries = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            entries.add(entry(entries.size(), entry));
        }
        return new Work(type.equals("transaction"), entries);
    }

    private BundleEntry entry(int index, JsonNode entry) {
        String place = "Bundle.entry[" + index + "]";
        JsonNode request = entry.path("request");
        Method method = method(place, request.path("method").asText());
        String given = request.path("url").asText();
        String url = given.startsWith(base) ? given.substring(base.length()) : given;
        Matcher address = (method.reads() ? READ : ADDRESS).matcher(url);
        if (!address.matches() || !(isOfAllTypes(method, address) || R4.isResourceType(address.group(1)))) {
            throw Failure.at(FailureKind.INVALID, place + ".request.url", "not an address of a resource or a type");
        }
        Optional<ObjectNode> resource =
                entry.get("resource") instanceof ObjectNode given2 ? Optional.of(given2) : Optional.empty();
        resource.filter(claiming -> claiming.path("meta").has("profile"))
                .ifPresent(claiming -> Profiles.requireMet(claiming, ResourceJson.write(claiming)));
        BundleEntry read = new BundleEntry(
                index,
                text(entry.path("fullUrl")),
                method,
                isOfAllTypes(method, address) ? "" : address.group(1),
                method.reads() ? Optional.empty() : Optional.ofNullable(address.group(2)),
                method == Method.POST
                        ? text(request.path("ifNoneExist"))
                        : Optional.ofNullable(address.group(3)).filter(query -> !query.isEmpty()),
                version(place, request.path("ifMatch").asText()),
                text(request.path("ifNoneMatch")),
                text(request.path("ifModifiedSince")),
                resource,
                url);
        requireWhole(read);
        return read;
    }

    private static boolean isOfAllTypes(Method method, Matcher address) {
        String whole = address.group(1) + address.group(2);
        return method.reads() && (whole.isEmpty() || whole.equals("_history"));
    }

    private static void requireWhole(BundleEntry entry) {
        boolean writes = entry.method() == Method.POST || entry.method() == Method.PUT;
        if (writes
                && !entry.resource()
                        .map(resource -> resource.path("resourceType").asText())
                        .equals(Optional.of(entry.type()))) {
            throw Failure.at(FailureKind.INVALID, entry.place() + ".resource", "not a resource of the address's type");
        }
        boolean addressed =
                switch (entry.method()) {
                    case POST -> entry.id().isEmpty();
                    case PUT, PATCH, DELETE ->
                        entry.id().isPresent() != entry.query().isPresent();
                    case GET, HEAD -> true;
                };
        if (!addressed) {
            throw Failure.at(
                    FailureKind.INVALID, entry.place() + ".request.url", "not an address for " + entry.method());
        }
        if (entry.method() == Method.PUT
                && entry.id().isPresent()
                && !entry.resource()
                        .map(resource -> resource.path("id").asText())
                        .equals(entry.id())) {
            throw Failure.at(
                    FailureKind.INVALID, entry.place() + ".resource.id", "the resource's id is not the address's");
        }
        entry.id().ifPresent(id -> requireId(entry, id));
        if (entry.method() == Method.PATCH) {
            requirePatch(entry);
        }
    }

    /** What cannot be understood is told before anything is done. */
    private static void requirePatch(BundleEntry entry) {
        ObjectNode resource = entry.resource()
                .orElseThrow(() -> Failure.at(
                        FailureKind.INVALID, entry.place() + ".resource", "a patch is a Parameters or a Binary"));
        try {
            PatchDocument.ofEntry(resource);
        } catch (Failure failure) {
            throw entry.told(failure);
        }
    }

    private static void requireId(BundleEntry entry, String id) {
        if (!ResourceKey.isId(id)) {
            throw Failure.at(FailureKind.INVALID, entry.place() + ".request.url", "not a logical id");
        }
    }

    private static Method method(String place, String text) {
        for (Method method : Method.values()) {
            if (method.name().equals(text)) {
                return method;
            }
        }
        throw Failure.at(
                FailureKind.UNSUPPORTED,
                place + ".request.method",
                "a method is DELETE, POST, PUT, PATCH, GET or HEAD");
    }

    private static Optional<Integer> version(String place, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(EntityTag.version(text)
                .orElseThrow(() -> Failure.at(
                        FailureKind.INVALID, place + ".request.ifMatch", "not the ETag of a version, as in W/\"3\"")));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText()).filter(text -> !text.isEmpty());
    }
}
