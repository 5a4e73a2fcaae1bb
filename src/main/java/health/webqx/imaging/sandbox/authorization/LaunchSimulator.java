package health.webqx.imaging.sandbox.authorization;

import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page that plays the EHR: it opens an app with somebody signed in and a record open (SMART 2.2 EHR launch). Blocks. */
final class LaunchSimulator {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAGE = Duration.ofMinutes(30);
    private static final int MOST = 1000;
    private static final int LONGEST_INTENT = 100;

    private final String base;
    private final Registrations registrations;
    private final People people;
    private final Expiring<AuthorizationReader.Launched> launches;
    private final Expiring<String> pages = new Expiring<>(MOST);

    LaunchSimulator(
            String base, Registrations registrations, People people, Expiring<AuthorizationReader.Launched> launches) {
        this.base = base;
        this.registrations = registrations;
        this.people = people;
        this.launches = launches;
    }

    /** Shows what can be launched. */
    void show(RoutingContext request) {
        String page = Unguessable.next();
        pages.put(page, Browser.name(request, base.startsWith("https:")), PAGE);
        List<URI> targets = registrations.launchable().stream()
                .flatMap(app -> app.launchUrl().stream())
                .toList();
        Answers.page(request, 200, html(page), targets);
    }

    /** Sends the browser to the app, with {@code iss} and {@code launch}. */
    void launch(RoutingContext request) {
        Form form = Form.of(request);
        Optional<String> browser = Browser.find(request);
        boolean ours = form.find("page")
                .flatMap(pages::find)
                .filter(known -> Optional.of(known).equals(browser))
                .isPresent();
        Optional<Client> app = form.find("app").flatMap(registrations::find).filter(each -> each.launchUrl()
                .isPresent());
        Optional<Launch> launch = ours && app.isPresent() ? context(form) : Optional.empty();
        if (launch.isEmpty()) {
            String why = "This cannot be launched: the page is too old, or what was chosen does not belong together.";
            Answers.page(request, 400, Pages.problem(why), List.of());
            return;
        }
        String name = Unguessable.next();
        launches.put(name, new AuthorizationReader.Launched(app.get().id(), launch.get()), PATIENCE);
        String url = app.get().launchUrl().orElseThrow().toString();
        Answers.redirect(
                request,
                URI.create(
                        url + (url.contains("?") ? "&" : "?") + "iss=" + encoded(base + "/fhir") + "&launch=" + name));
    }

    /** What was chosen; absent where one thing is not of the other. */
    private Optional<Launch> context(Form form) {
        Optional<String> user = form.find("user").filter(people::isUser);
        Optional<String> patient = form.find("patient");
        boolean fits = user.isPresent()
                && patient.stream().allMatch(people::isPatient)
                && (user.get().startsWith("Practitioner/") || patient.stream().allMatch(user.get()::equals));
        List<String> references = new ArrayList<>();
        form.find("study").ifPresent(references::add);
        form.find("report").ifPresent(references::add);
        Optional<String> id = patient.map(reference -> reference.substring("Patient/".length()));
        if (!fits || !references.stream().allMatch(reference -> isOf(id, reference))) {
            return Optional.empty();
        }
        return Optional.of(new Launch(
                user.get(),
                id,
                references,
                form.find("intent").filter(intent -> intent.length() <= LONGEST_INTENT),
                form.find("banner").isPresent()));
    }

    private boolean isOf(Optional<String> patient, String reference) {
        String type = reference.startsWith("ImagingStudy/") ? "ImagingStudy" : "DiagnosticReport";
        return patient.isPresent()
                && people.of(patient.get(), type).stream()
                        .anyMatch(each -> each.reference().equals(reference));
    }

    private String html(String page) {
        Html html = Pages.begin("Launch an app")
                .add("<p>This page plays the record system: somebody is signed in, a record is open.</p>\n")
                .add("<form method=\"post\" action=\"/sandbox/launch\">\n")
                .add("<input type=\"hidden\" name=\"page\" value=\"{}\">\n", page)
                .add("<label for=\"app\">App</label>\n<select id=\"app\" name=\"app\">\n");
        registrations.launchable().forEach(app -> html.add("<option value=\"{}\">{}</option>\n", app.id(), app.name()));
        html.add("</select>\n");
        select(html, "user", "Signed in", people.everybody(), false);
        select(html, "patient", "Patient", people.patients(), true);
        select(html, "study", "Imaging study", ofAll("ImagingStudy"), true);
        select(html, "report", "Report", ofAll("DiagnosticReport"), true);
        html.add("<label for=\"intent\">Intent</label>\n<input id=\"intent\" name=\"intent\" autocomplete=\"off\">\n")
                .add("<label class=\"scope\"><input type=\"checkbox\" name=\"banner\" value=\"yes\">")
                .add("<span>The app has to show whose record it is</span></label>\n")
                .add("<button class=\"main\">Launch</button>\n</form>\n");
        return Pages.end(html);
    }

    private List<People.Choice> ofAll(String type) {
        return people.patients().stream()
                .flatMap(patient -> people.of(patient.reference().substring("Patient/".length()), type).stream()
                        .map(each ->
                                new People.Choice(each.reference(), patient.name() + ": " + each.name(), each.note())))
                .toList();
    }

    private static void select(Html html, String name, String label, List<People.Choice> choices, boolean optional) {
        html.add("<label for=\"{}\">{}</label>\n<select id=\"{}\" name=\"{}\">\n", name, label, name, name);
        if (optional) {
            html.add("<option value=\"\">none</option>\n");
        }
        choices.forEach(each ->
                html.add("<option value=\"{}\">{} ({})</option>\n", each.reference(), each.name(), each.note()));
        html.add("</select>\n");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
