package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.access.token.ViewerSessions;
import health.webqx.imaging.catalogue.Catalogue;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.viewer.Viewer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Our operation {@code $viewer-session} on an ImagingStudy: an address at which the viewer shows the study and what the caller
 * may see of the patient's other studies, for a while. Whoever may not retrieve the images gets none.
 */
@ApplicationScoped
public class ViewerSession {
    private final Gate gate;
    private final ResourceStore store;
    private final Catalogue catalogue;
    private final TokenIntake intake;
    private final ViewerSessions sessions;
    private final Viewer viewer;

    ViewerSession(
            Gate gate,
            ResourceStore store,
            Catalogue catalogue,
            TokenIntake intake,
            ViewerSessions sessions,
            Viewer viewer) {
        this.gate = gate;
        this.store = store;
        this.catalogue = catalogue;
        this.intake = intake;
        this.sessions = sessions;
        this.viewer = viewer;
    }

    /** A Parameters with {@code url} and {@code expires}; {@code UNSUPPORTED} where there is no viewer. */
    public Uni<Buffer> perform(RoutingContext request, ResourceKey study) {
        return gate.pass(intake.visit(request), AccessRequest.objectsOf(study), permit -> store.read(
                        study, permit.reach())
                .map(found -> catalogue.holding(found.resource(), found.patients()))
                .flatMap(holding -> sessions.open(request, study, patient(holding.imagingStudy()), viewer.session())
                        .map(session -> Disclosure.of(
                                answer(viewer.open(holding.study().value(), session.token()), session),
                                holding.patients(),
                                study))));
    }

    private static Optional<String> patient(ObjectNode imagingStudy) {
        return ResourceKey.ofReference(
                        imagingStudy.path("subject").path("reference").asText())
                .filter(subject -> subject.type().equals("Patient"))
                .map(ResourceKey::id);
    }

    private static Buffer answer(String url, ViewerSessions.Session session) {
        ObjectNode answer = ResourceJson.object();
        answer.put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        parameters.addObject().put("name", "url").put("valueUrl", url);
        parameters.addObject().put("name", "expires").put("valueInstant", ResourceJson.instant(session.until()));
        return ResourceJson.write(answer);
    }
}
