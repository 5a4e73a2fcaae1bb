package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Disclosures;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.Note;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.catalogue.Catalogue;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.catalogue.LetterResource;
import health.webqx.imaging.catalogue.ReportResources;
import health.webqx.imaging.catalogue.StructuredReports;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the structured reports of a study Observations with their DiagnosticReport, and its encapsulated PDFs
 * DocumentReferences ({@code ImagingStudy/[id]/$extract-observations}). Done again, it changes nothing.
 */
@ApplicationScoped
public class ExtractObservations {
    private static final int MOST_OBSERVATIONS = 2000;
    private static final int MOST_REPORTS = 500;
    private static final List<String> WRITTEN = List.of("Observation", "DiagnosticReport", "DocumentReference");

    private final Gate gate;
    private final ResourceStore store;
    private final SearchDefinitions definitions;
    private final Catalogue catalogue;
    private final StructuredReports documents;
    private final String base;

    ExtractObservations(
            Gate gate,
            ResourceStore store,
            SearchDefinitions definitions,
            Catalogue catalogue,
            StructuredReports documents,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.store = store;
        this.definitions = definitions;
        this.catalogue = catalogue;
        this.documents = documents;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    /** A Parameters that names what there is now; needs the study to be read, and what is made of it to be updated. */
    public Uni<Buffer> perform(Visit visit, ResourceKey study) {
        List<AccessRequest> requests = new ArrayList<>();
        requests.add(AccessRequest.objectsOf(study));
        WRITTEN.forEach(type -> requests.add(AccessRequest.onAny(RestInteraction.UPDATE, type)));
        requests.add(AccessRequest.onAny(RestInteraction.SEARCH, "DiagnosticReport"));
        return gate.passAllNoting(visit, requests, (permits, note) -> store.read(
                        study, permits.get(0).reach())
                .flatMap(found -> extracted(catalogue.holding(found.resource(), found.patients()), permits, note)));
    }

    private static Disclosures<Buffer> disclosed(List<ResourceKey> written, Holding holding, int requests) {
        Buffer text = parameters(written);
        List<Disclosure<?>> each = new ArrayList<>();
        each.add(Disclosure.of(text, holding.patients(), holding.key()));
        while (each.size() < requests) {
            each.add(Disclosure.of(text, holding.patients()));
        }
        return new Disclosures<>(text, each);
    }

    private Uni<Disclosures<Buffer>> extracted(Holding holding, List<Permit> permits, Note<Disclosures<Buffer>> note) {
        return documents
                .reports(holding)
                .flatMap(reports -> documents.letters(holding).flatMap(letters -> {
                    List<ReportResources> resources = reports.stream()
                            .map(report -> ReportResources.of(report, holding, base))
                            .toList();
                    List<ObjectNode> references = letters.stream()
                            .map(letter -> LetterResource.of(letter, holding, base))
                            .toList();
                    return store.together(
                            session -> new Extraction(session, holding, permits)
                                    .write(resources, references)
                                    .map(written -> disclosed(written, holding, permits.size())),
                            note::of);
                }));
    }

    private static Buffer parameters(List<ResourceKey> written) {
        ObjectNode parameters = ResourceJson.object();
        parameters.put("resourceType", "Parameters");
        if (!written.isEmpty()) {
            ArrayNode list = parameters.putArray("parameter");
            written.forEach(key -> list.addObject()
                    .put("name", name(key.type()))
                    .putObject("valueReference")
                    .put("reference", key.reference()));
        }
        return ResourceJson.write(parameters);
    }

    private static String name(String type) {
        return switch (type) {
            case "Observation" -> "observation";
            case "DiagnosticReport" -> "report";
            default -> "document";
        };
    }

    /** The writes of one call, one after the other. */
    private final class Extraction {
        private final WriteSession session;
        private final Holding holding;
        private final List<Permit> permits;
        private final List<ResourceKey> written = new ArrayList<>();

        Extraction(WriteSession session, Holding holding, List<Permit> permits) {
            this.session = session;
            this.holding = holding;
            this.permits = permits;
        }

        Uni<List<ResourceKey>> write(List<ReportResources> reports, List<ObjectNode> letters) {
            Uni<Void> done = session.lock("extraction " + holding.key());
            int count = 0;
            for (ReportResources report : reports) {
                List<ObjectNode> observations = report.observations();
                count += observations.size();
                if (count > MOST_OBSERVATIONS) {
                    throw Failure.of(FailureKind.UNPROCESSABLE, "the reports have too many measurements");
                }
                for (ObjectNode observation : observations) {
                    done = done.chain(() -> put(observation, reach(1)));
                }
                done = done.chain(() -> link(report, observations));
            }
            for (ObjectNode letter : letters) {
                done = done.chain(() -> put(letter, reach(3)));
            }
            return done.replaceWith(written);
        }

        private Reach reach(int request) {
            return permits.get(request).reach();
        }

        /** Writes what is not there, or not so. */
        private Uni<Void> put(ObjectNode resource, Reach reach) {
            ResourceKey key = new ResourceKey(
                    resource.path("resourceType").asText(), resource.path("id").asText());
            written.add(key);
            return session.read(key, reach)
                    .map(found ->
                            Optional.of(ResourceJson.readStored(found.resource().json())))
                    .onFailure(ExtractObservations::isAbsent)
                    .recoverWithItem(Optional.empty())
                    .flatMap(known ->
                            known.filter(there -> same(there, resource)).isPresent()
                                    ? Uni.createFrom().voidItem()
                                    : session.update(new Draft(key, resource), Optional.empty(), reach)
                                            .replaceWithVoid());
        }

        /** The results go to the one report of the study that there is, else the document becomes one. */
        private Uni<Void> link(ReportResources report, List<ObjectNode> observations) {
            return reportsOfStudy().flatMap(reports -> {
                List<ObjectNode> others = reports.stream()
                        .filter(each -> !each.path("id")
                                .asText()
                                .equals(report.reportKey().id()))
                        .toList();
                boolean own = reports.size() > others.size();
                return own || others.size() != 1
                        ? put(report.diagnosticReport(observations), reach(2))
                        : put(withResults(others.get(0), observations), reach(2));
            });
        }

        private Uni<List<ObjectNode>> reportsOfStudy() {
            String patient =
                    holding.imagingStudy().path("subject").path("reference").asText();
            if (patient.isEmpty()) {
                return Uni.createFrom().item(List.of());
            }
            SearchQuery query = SearchQuery.of(
                    "DiagnosticReport",
                    List.of(definitions.criteria().parse("DiagnosticReport", "subject", patient)),
                    MOST_REPORTS);
            return session.search(query, reach(4)).map(page -> page.matches().stream()
                    .map(match -> ResourceJson.readStored(match.json()))
                    .filter(this::isOfStudy)
                    .toList());
        }

        private boolean isOfStudy(ObjectNode report) {
            for (JsonNode reference : report.path("imagingStudy")) {
                if (reference.path("reference").asText().equals(holding.key().reference())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static ObjectNode withResults(ObjectNode report, List<ObjectNode> observations) {
        ObjectNode changed = report.deepCopy();
        ArrayNode results = changed.withArray("result");
        for (ObjectNode observation : observations) {
            String reference = "Observation/" + observation.path("id").asText();
            boolean there = false;
            for (JsonNode result : results) {
                there |= result.path("reference").asText().equals(reference);
            }
            if (!there) {
                results.addObject().put("reference", reference);
            }
        }
        if (results.isEmpty()) {
            changed.remove("result");
        }
        return changed;
    }

    /** But for what the server itself sets; numbers are compared as they are read. */
    private static boolean same(ObjectNode stored, ObjectNode made) {
        ObjectNode read = ResourceJson.readStored(ResourceJson.write(made));
        return stored.deepCopy().without("meta").equals(read.without("meta"));
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof Failure known
                && (known.kind() == FailureKind.NOT_FOUND || known.kind() == FailureKind.GONE);
    }
}
