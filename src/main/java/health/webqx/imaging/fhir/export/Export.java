package health.webqx.imaging.fhir.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.TimeOrderedUuid;
import health.webqx.imaging.store.ExportJobs;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bulk Data export (Bulk Data 2.0): each of its requests passes the gate as if it came alone. */
@ApplicationScoped
public class Export {
    private static final int RESOURCES_IN_A_FILE = 5000;
    private static final Buffer LINE_END = Buffer.buffer("\n");

    private final Gate gate;
    private final ResourceStore store;
    private final ExportJobs jobs;
    private final SearchDefinitions definitions;
    private final String root;

    Export(
            Gate gate,
            ResourceStore store,
            ExportJobs jobs,
            SearchDefinitions definitions,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.store = store;
        this.jobs = jobs;
        this.definitions = definitions;
        this.root = baseUrl.orElse("");
    }

    /** Begins an export of everything; the address where its state can be asked for. */
    public Uni<String> ofSystem(
            Visit visit, List<Map.Entry<String, String>> parameters, boolean strict, String address) {
        return begin(
                visit, ExportRequest.of(ExportRequest.Level.SYSTEM, parameters, strict, root + address, definitions));
    }

    /** Begins an export of all patients' records. */
    public Uni<String> ofPatients(
            Visit visit, List<Map.Entry<String, String>> parameters, boolean strict, String address) {
        return begin(
                visit, ExportRequest.of(ExportRequest.Level.PATIENT, parameters, strict, root + address, definitions));
    }

    /** Begins an export of the records of a Group's members; {@code NOT_FOUND} for one that is not in reach. */
    public Uni<String> ofGroup(
            Visit visit, String group, List<Map.Entry<String, String>> parameters, boolean strict, String address) {
        ExportRequest request =
                ExportRequest.of(ExportRequest.Level.GROUP, parameters, strict, root + address, definitions);
        ResourceKey key = new ResourceKey("Group", group);
        return gate.pass(visit, AccessRequest.on(RestInteraction.READ, key), permit -> store.read(key, permit.reach())
                        .map(found -> Disclosure.of(members(found.resource().json()), found.patients(), key)))
                .flatMap(members -> begin(visit, request.forMembers(members)));
    }

    private static Set<String> members(Buffer group) {
        Set<String> members = new TreeSet<>();
        for (JsonNode member : ResourceJson.readStored(group).path("member")) {
            if (!member.path("inactive").asBoolean()) {
                ResourceKey.ofReference(member.path("entity").path("reference").asText())
                        .filter(key -> key.type().equals("Patient"))
                        .ifPresent(key -> members.add(key.id()));
            }
        }
        if (members.isEmpty()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the group has no members that are patients");
        }
        return members;
    }

    private Uni<String> begin(Visit visit, ExportRequest request) {
        String id = TimeOrderedUuid.next();
        return gate.pass(visit, AccessRequest.export(request.types()), permit -> added(id, permit, request.asOfNow())
                .replaceWith(Disclosure.of(root + "/fhir/$export-status/" + id, Set.of())));
    }

    private Uni<Void> added(String id, Permit permit, ExportRequest request) {
        return jobs.add(id, owner(permit), request.time(), request.write());
    }

    /** The manifest of an export; {@code NOT_FOUND} for another caller's. */
    public Uni<Buffer> manifest(Visit visit, String id) {
        return ofJob(visit, id, R4.resourceTypes(), (permit, request) -> files(id, request, permit.reach())
                .map(files -> Disclosure.of(manifest(request, files), Set.of())));
    }

    /** Forgets an export; {@code NOT_FOUND} for another caller's. */
    public Uni<Void> cancel(Visit visit, String id) {
        return ofJob(visit, id, R4.resourceTypes(), (permit, request) -> jobs.remove(id, owner(permit))
                        .replaceWith(Disclosure.of(id, Set.of())))
                .replaceWithVoid();
    }

    /**
     * One file, line by line.
     *
     * @param from the first number of its resources
     * @param until the first number no longer in it
     */
    public Uni<Multi<Buffer>> file(Visit visit, String id, String type, long from, long until) {
        return ofJob(visit, id, Set.of(type), (permit, request) -> store.exportedPatients(
                        request.query(type), permit.reach(), from, until)
                .map(patients -> Disclosure.of(
                        store.exported(request.query(type), permit.reach(), from, until)
                                .onItem()
                                .transform(resource -> Buffer.buffer(resource.length() + 1)
                                        .appendBuffer(resource)
                                        .appendBuffer(LINE_END)),
                        patients)));
    }

    /** Work on a job under what the caller may see now. */
    private interface JobWork<T> {
        Uni<Disclosure<T>> under(Permit permit, ExportRequest request);
    }

    private <T> Uni<T> ofJob(Visit visit, String id, Set<String> types, JobWork<T> work) {
        return gate.pass(visit, AccessRequest.export(types), permit -> jobs.find(id, owner(permit))
                .map(found -> found.map(ExportRequest::read)
                        .orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "there is no such export")))
                .flatMap(request -> work.under(permit, request)));
    }

    private static String owner(Permit permit) {
        return permit.caller().identity();
    }

    private Uni<List<ObjectNode>> files(String id, ExportRequest request, Reach reach) {
        return Multi.createFrom()
                .iterable(request.types())
                .onItem()
                .transformToUniAndConcatenate(type -> store.exportParts(request.query(type), reach, RESOURCES_IN_A_FILE)
                        .map(parts -> files(id, type, parts)))
                .onItem()
                .<ObjectNode>disjoint()
                .collect()
                .asList();
    }

    private List<ObjectNode> files(String id, String type, List<Long> parts) {
        List<ObjectNode> files = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            long until = i + 1 < parts.size() ? parts.get(i + 1) : Long.MAX_VALUE;
            String url = root + "/fhir/$export-file/" + id + "/" + type + "/" + parts.get(i) + "/" + until;
            files.add(ResourceJson.object().put("type", type).put("url", url));
        }
        return files;
    }

    private static Buffer manifest(ExportRequest request, List<ObjectNode> files) {
        ObjectNode manifest = ResourceJson.object();
        manifest.put("transactionTime", ResourceJson.instant(request.time()));
        manifest.put("request", request.url());
        manifest.put("requiresAccessToken", true);
        ArrayNode output = manifest.putArray("output");
        files.forEach(output::add);
        manifest.putArray("error");
        return ResourceJson.write(manifest);
    }
}
