package health.webqx.imaging.sandbox.authorization;

import java.util.List;

/** The pages that people see. Each says that nobody here is real; each form works without scripts, by keyboard. */
final class Pages {
    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{} · WebQX sandbox</title>
            <link rel="stylesheet" href="/sandbox/style.css">
            </head>
            <body>
            <p class="sandbox" role="note"><strong>Sandbox.</strong> No real people, no passwords.</p>
            <main>
            <h1>{}</h1>
            """;

    private static final String FOOT = """
            </main>
            </body>
            </html>
            """;

    private static final String FORM =
            """
            <form method="post" action="/sandbox/authorize/answer">
            <input type="hidden" name="pending" value="{}">
            <input type="hidden" name="step" value="{}">
            """;

    private static final String DENY =
            "<button class=\"quiet\" name=\"deny\" value=\"yes\" formnovalidate>Cancel</button>\n";

    private Pages() {}

    /** Begins a page. */
    static Html begin(String title) {
        return new Html().add(HEAD, title, title);
    }

    /** Ends a page. */
    static String end(Html html) {
        return html.add(FOOT).toString();
    }

    /** What went wrong, where no app can be told. */
    static String problem(String why) {
        return end(begin("This cannot be done").add("<p>{}</p>\n", why));
    }

    static String person(Pending pending, List<People.Choice> people) {
        Html html = begin("Who are you?").add("<p><b>{}</b> asks you to sign in.</p>\n", appOf(pending));
        choices(html, pending, people);
        return end(other(html, pending, "Somebody else", "Practitioner/… or Patient/…"));
    }

    static String patient(Pending pending, List<People.Choice> patients) {
        Html html = begin("Whose record?").add("<p>Choose the patient for <b>{}</b>.</p>\n", appOf(pending));
        choices(html, pending, patients);
        return end(other(html, pending, "Another patient", "Patient/…"));
    }

    /** @param what is to be chosen, "study" or "report" */
    static String resource(Pending pending, String what, List<People.Choice> found) {
        Html html = begin("Which " + what + "?").add("<p>Choose the {} for <b>{}</b>.</p>\n", what, appOf(pending));
        choices(html, pending, found);
        form(html, pending).add("<button class=\"choice\" name=\"choice\" value=\"\">None</button>\n");
        return end(html.add(DENY).add("</form>\n"));
    }

    static String consent(Pending pending) {
        Html html = begin("What may it do?")
                .add(
                        "<p><b>{}</b> would like to do the following for <b>{}</b>",
                        appOf(pending),
                        pending.launch().user());
        pending.launch().patient().ifPresent(patient -> html.add(", patient <b>{}</b>", patient));
        html.add(". Untick what you do not want.</p>\n");
        form(html, pending).add("<fieldset><legend>It may</legend>\n");
        for (String scope : pending.asked().scopes()) {
            html.add(
                    "<label class=\"scope\"><input type=\"checkbox\" name=\"scope\" value=\"{}\" checked>"
                            + "<span>{}<code>{}</code></span></label>\n",
                    scope,
                    Words.of(scope),
                    scope);
        }
        html.add("</fieldset>\n<p class=\"target\">Then you go on to <code>{}</code></p>\n", target(pending));
        html.add("<button class=\"main\" name=\"allow\" value=\"yes\">Allow</button>\n");
        return end(html.add(DENY).add("</form>\n"));
    }

    private static void choices(Html html, Pending pending, List<People.Choice> choices) {
        form(html, pending);
        for (People.Choice choice : choices) {
            html.add(
                    "<button class=\"choice\" name=\"choice\" value=\"{}\"><b>{}</b> <span>{}</span></button>\n",
                    choice.reference(),
                    choice.name(),
                    choice.note());
        }
        html.add("</form>\n");
    }

    private static Html other(Html html, Pending pending, String label, String hint) {
        form(html, pending)
                .add(
                        "<label for=\"other\">{}</label>\n<input id=\"other\" name=\"choice\" placeholder=\"{}\""
                                + " autocomplete=\"off\" required>\n<button class=\"main\">Go on</button>\n",
                        label,
                        hint);
        return html.add(DENY).add("</form>\n");
    }

    private static Html form(Html html, Pending pending) {
        return html.add(FORM, pending.id(), pending.step().name());
    }

    private static String appOf(Pending pending) {
        return pending.asked().client().name();
    }

    private static String target(Pending pending) {
        return pending.asked().redirect().toString();
    }
}
