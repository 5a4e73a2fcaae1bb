package health.webqx.imaging.sandbox.authorization;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization that a person has not decided yet.
 *
 * @param id unguessable; every form of it carries it
 * @param browser in which it began
 * @param launch what is known by now; the user is empty until somebody logs in
 * @param done what need not be asked any more
 */
record Pending(String id, String browser, Asked asked, Launch launch, Set<Step> done) {
    Pending {
        done = Set.copyOf(done);
    }

    /** What a person is asked, in this order. */
    enum Step {
        PERSON,
        PATIENT,
        STUDY,
        REPORT,
        CONSENT
    }

    static Pending of(String browser, Asked asked) {
        Launch standalone = new Launch("", Optional.empty(), List.of(), Optional.empty(), true);
        Set<Step> done = EnumSet.noneOf(Step.class);
        if (asked.launch().isPresent()) {
            done.addAll(EnumSet.of(Step.PERSON, Step.STUDY, Step.REPORT));
        }
        return new Pending(Unguessable.next(), browser, asked, asked.launch().orElse(standalone), done).settled();
    }

    /** What is to be asked next. */
    Step step() {
        return Set.of(Step.values()).stream()
                .filter(step -> !done.contains(step))
                .min(Step::compareTo)
                .orElse(Step.CONSENT);
    }

    Pending withUser(String user) {
        return with(
                new Launch(user, launch.patient(), launch.references(), launch.intent(), launch.banner()), Step.PERSON);
    }

    Pending withPatient(String patient) {
        return with(
                new Launch(launch.user(), Optional.of(patient), launch.references(), launch.intent(), launch.banner()),
                Step.PATIENT);
    }

    /** @param reference empty where the person wants none in context */
    Pending withReference(Step step, String reference) {
        List<String> references = new ArrayList<>(launch.references());
        Optional.of(reference).filter(given -> !given.isEmpty()).ifPresent(references::add);
        return with(new Launch(launch.user(), launch.patient(), references, launch.intent(), launch.banner()), step);
    }

    private Pending with(Launch known, Step answered) {
        Set<Step> answers = EnumSet.of(answered);
        answers.addAll(done);
        return new Pending(id, browser, asked, known, answers).settled();
    }

    /** A patient's own record is the only one in question; what was not asked for is not asked about. */
    private Pending settled() {
        Set<Step> settled = EnumSet.noneOf(Step.class);
        settled.addAll(done);
        Launch known = launch;
        if (launch.user().startsWith("Patient/") && launch.patient().isEmpty()) {
            String own = launch.user().substring("Patient/".length());
            known = new Launch(launch.user(), Optional.of(own), launch.references(), launch.intent(), launch.banner());
        }
        if (known.patient().isPresent() || !Scopes.needPatient(asked.scopes())) {
            settled.add(Step.PATIENT);
        }
        if (!Scopes.has(asked.scopes(), Scopes.STUDY)) {
            settled.add(Step.STUDY);
        }
        if (!Scopes.has(asked.scopes(), Scopes.REPORT)) {
            settled.add(Step.REPORT);
        }
        return new Pending(id, browser, asked, known, settled);
    }
}
