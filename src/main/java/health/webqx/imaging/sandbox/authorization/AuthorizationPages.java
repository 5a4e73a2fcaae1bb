package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.State;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization endpoint and the pages a person goes through from there (SMART 2.2 app launch). Blocks. */
final class AuthorizationPages {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int MOST = 1000;

    private final AuthorizationReader reader;
    private final People people;
    private final Grants grants;
    private final Codes codes;
    private final boolean secure;
    private final Expiring<Pending> pendings = new Expiring<>(MOST);

    AuthorizationPages(AuthorizationReader reader, People people, Grants grants, Codes codes, boolean secure) {
        this.reader = reader;
        this.people = people;
        this.grants = grants;
        this.codes = codes;
        this.secure = secure;
    }

    /** An app sends a browser here, by GET or POST. */
    void authorize(RoutingContext request) {
        try {
            Asked asked = reader.read(Form.of(request));
            show(request, Pending.of(Browser.name(request, secure), asked));
        } catch (GeneralException refusal) {
            refuse(request, refusal);
        }
    }

    /** A person has answered a page. */
    void answer(RoutingContext request) {
        Form form = Form.of(request);
        String id = form.find("pending").orElse("");
        Optional<Pending> pending = pendings.find(id)
                .filter(known ->
                        Browser.find(request).filter(known.browser()::equals).isPresent());
        if (pending.isEmpty()) {
            String why = "This page is too old, or was not made for this browser. Please begin again in the app.";
            Answers.page(request, 400, Pages.problem(why), List.of());
        } else if (form.find("deny").isPresent()) {
            pendings.take(id).ifPresent(known -> deny(request, known.asked(), OAuth2Error.ACCESS_DENIED));
        } else if (!form.find("step").equals(Optional.of(pending.get().step().name()))) {
            show(request, pending.get());
        } else if (pending.get().step() == Pending.Step.CONSENT) {
            consent(request, id, form.all("scope"));
        } else {
            choose(request, pending.get(), form.find("choice").orElse(""));
        }
    }

    private void choose(RoutingContext request, Pending pending, String choice) {
        Optional<Pending> next =
                switch (pending.step()) {
                    case PERSON -> Optional.of(choice).filter(people::isUser).map(pending::withUser);
                    case PATIENT ->
                        Optional.of(choice)
                                .filter(people::isPatient)
                                .map(patient -> pending.withPatient(patient.substring("Patient/".length())));
                    case STUDY, REPORT ->
                        Optional.of(choice)
                                .filter(given -> given.isEmpty()
                                        || found(pending).stream().anyMatch(each -> each.reference()
                                                .equals(given)))
                                .map(given -> pending.withReference(pending.step(), given));
                    case CONSENT -> Optional.empty();
                };
        if (next.isPresent()) {
            show(request, next.get());
        } else {
            Answers.page(request, 400, Pages.problem("There is no such choice. Go back and try another."), List.of());
        }
    }

    /** What is ticked and was asked for is granted. */
    private void consent(RoutingContext request, String id, List<String> ticked) {
        Optional<Pending> pending = pendings.take(id);
        if (pending.isEmpty()) {
            Answers.page(request, 400, Pages.problem("This was answered before."), List.of());
            return;
        }
        Asked asked = pending.get().asked();
        List<String> scopes = Scopes.less(asked.scopes(), ticked);
        if (scopes.isEmpty()) {
            deny(request, asked, OAuth2Error.ACCESS_DENIED);
            return;
        }
        Grant grant = new Grant(
                Unguessable.next(), asked.client().id(), scopes, pending.get().launch(), asked.nonce());
        grants.open(grant);
        AuthorizationCode code = new AuthorizationCode(codes.issue(asked, grant));
        Answers.redirect(
                request,
                new AuthorizationSuccessResponse(
                                asked.redirect(), code, null, new State(asked.state()), ResponseMode.QUERY)
                        .toURI());
    }

    private void show(RoutingContext request, Pending pending) {
        pendings.put(pending.id(), pending, PATIENCE);
        String page =
                switch (pending.step()) {
                    case PERSON -> Pages.person(pending, people.everybody());
                    case PATIENT -> Pages.patient(pending, people.patients());
                    case STUDY -> Pages.resource(pending, "study", found(pending));
                    case REPORT -> Pages.resource(pending, "report", found(pending));
                    case CONSENT -> Pages.consent(pending);
                };
        Answers.page(request, 200, page, List.of(pending.asked().redirect()));
    }

    /** What of the patient's can be put into context in this step. */
    private List<People.Choice> found(Pending pending) {
        String type = pending.step() == Pending.Step.STUDY ? "ImagingStudy" : "DiagnosticReport";
        return pending.launch()
                .patient()
                .map(patient -> people.of(patient, type))
                .orElse(List.of());
    }

    private static void refuse(RoutingContext request, GeneralException refusal) {
        if (refusal.getRedirectionURI() == null) {
            String why = Optional.ofNullable(refusal.getMessage()).orElse("The request is not one.");
            Answers.page(request, 400, Pages.problem("The app sent a request that is not right: " + why), List.of());
        } else {
            error(request, refusal.getRedirectionURI(), refusal.getErrorObject(), refusal.getState());
        }
    }

    private static void deny(RoutingContext request, Asked asked, ErrorObject error) {
        error(request, asked.redirect(), error, new State(asked.state()));
    }

    private static void error(RoutingContext request, URI redirect, ErrorObject error, @Nullable State state) {
        Answers.redirect(request, new AuthorizationErrorResponse(redirect, error, state, ResponseMode.QUERY).toURI());
    }
}
