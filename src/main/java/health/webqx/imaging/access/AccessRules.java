package health.webqx.imaging.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.consent.ConsentRules;
import health.webqx.imaging.access.scope.Permission;
import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.StandingRights;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.Writer;
import health.webqx.imaging.store.search.Criterion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole rule, in one place. A caller reaches, of each type, the union of what its scopes allow alone. A scope allows
 * what it says, of whose it says, within what the server's policy lets that kind of caller have:
 *
 * <ul>
 *   <li>{@code patient/}: the compartment of the patient in context, directories, and of ImagingStudy only what the
 *       patient's Consents open. It writes into that compartment alone, and never what grants access or points to images.
 *   <li>{@code user/}: for a Patient as above; for staff all but AuditEvents, and no writing of ImagingStudy or Endpoint.
 *   <li>{@code system/}: everything, but nobody writes an AuditEvent.
 *   <li>Subscriptions: everybody their own, {@code system/} all.
 * </ul>
 *
 * <p>Pure: what it needs to know of the patient's Consents is handed in.
 */
final class AccessRules {
    /** Types outside of all compartments that say nothing of a patient. */
    private static final Set<String> DIRECTORIES =
            Set.of("Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Endpoint");

    /** Types whose writing would grant access, forge evidence, or point the gateway at images. */
    private static final Set<String> GUARDED = Set.of("ImagingStudy", "Endpoint", "Consent", "AuditEvent", "Patient");

    /** Types that hold several patients together: in reach only where they hold no other, or they would show who else. */
    private static final Set<String> SHARED = Set.of("Group", "List", "Appointment", "AppointmentResponse");

    /** What is done to several types, and to each of them only where a scope lets it be searched. */
    private static final Set<RestInteraction> OF_SEVERAL_TYPES =
            EnumSet.of(RestInteraction.EXPORT, RestInteraction.SEARCH_SYSTEM);

    private final AccessConfig config;
    private final SearchDefinitions definitions;

    AccessRules(AccessConfig config, SearchDefinitions definitions) {
        this.config = config;
        this.definitions = definitions;
    }

    /** The patient whose Consents have a say in the request, if one's have. */
    static Optional<String> consentingPatient(Caller caller, AccessRequest request) {
        boolean aboutImaging =
                request.type().equals("ImagingStudy") || request.alsoTouched().contains("ImagingStudy");
        return aboutImaging ? patientOf(caller) : Optional.empty();
    }

    /** Decides. */
    AccessDecision decide(Caller caller, AccessRequest request, List<ObjectNode> consents, Instant now) {
        Set<Permission> needed = permissions(request);
        List<ResourceScope> scopes = caller.scopes().stream()
                .filter(scope -> needed.stream().anyMatch(each -> covers(scope, request, each)))
                .filter(scope -> hasContext(scope, caller))
                .filter(scope -> mayWrite(scope, caller, request))
                .toList();
        if (scopes.isEmpty()) {
            return refusal("the token's scopes do not allow this");
        }
        if (namesAnotherPatient(scopes, caller, request)) {
            return refusal("the search names another patient than the token's");
        }
        Judge judge = new Judge(caller, consents, now, isWrite(needed));
        Map<String, Visibility> byType = new HashMap<>();
        byType.put(request.type(), judge.union(scopes, request.type()));
        for (String type : request.alsoTouched()) {
            byType.computeIfAbsent(type, other -> judge.union(disclosing(caller, request, other), other));
        }
        Reach reach = request.type().equals("Subscription") && isWrite(needed)
                ? Reach.of(byType, new Writer(caller.identity(), StandingRights.write(caller)))
                : Reach.of(byType);
        return new AccessDecision.Permit(caller, reach);
    }

    private static boolean covers(ResourceScope scope, AccessRequest request, Permission needed) {
        return OF_SEVERAL_TYPES.contains(request.interaction())
                ? request.alsoTouched().stream().anyMatch(type -> scope.covers(type, needed))
                : scope.covers(request.type(), needed);
    }

    private static AccessDecision refusal(String why) {
        return new AccessDecision.Refusal(Failure.of(FailureKind.FORBIDDEN, why));
    }

    private static Set<Permission> permissions(AccessRequest request) {
        return switch (request.interaction()) {
            case READ, VREAD, HISTORY_INSTANCE -> EnumSet.of(Permission.READ);
            case SEARCH, SEARCH_SYSTEM, OPERATION, EXPORT, HISTORY_TYPE, HISTORY_SYSTEM ->
                EnumSet.of(Permission.SEARCH);
            case CREATE -> EnumSet.of(Permission.CREATE);
            case UPDATE -> EnumSet.of(Permission.UPDATE);
            case DELETE -> EnumSet.of(Permission.DELETE);
        };
    }

    private static boolean isWrite(Set<Permission> permissions) {
        return !permissions.contains(Permission.READ) && !permissions.contains(Permission.SEARCH);
    }

    /** What comes along with a page is disclosed as if it had been read or searched for. */
    private static List<ResourceScope> disclosing(Caller caller, AccessRequest request, String type) {
        boolean readIsEnough = !OF_SEVERAL_TYPES.contains(request.interaction());
        return caller.scopes().stream()
                .filter(scope ->
                        (readIsEnough && scope.covers(type, Permission.READ)) || scope.covers(type, Permission.SEARCH))
                .filter(scope -> hasContext(scope, caller))
                .toList();
    }

    /** A scope on somebody's resources grants nothing while it is not known whose. */
    private static boolean hasContext(ResourceScope scope, Caller caller) {
        return switch (scope.context()) {
            case PATIENT -> caller.patient().isPresent();
            case USER -> caller.fhirUser().isPresent();
            case SYSTEM -> true;
        };
    }

    private static boolean mayWrite(ResourceScope scope, Caller caller, AccessRequest request) {
        if (!isWrite(permissions(request))) {
            return true;
        }
        if (request.type().equals("AuditEvent") || !scope.filter().isEmpty()) {
            return false;
        }
        if (boundTo(scope, caller).isPresent()) {
            return !GUARDED.contains(request.type()) && !DIRECTORIES.contains(request.type());
        }
        return scope.context() == ResourceScope.Context.SYSTEM
                || !(request.type().equals("ImagingStudy") || request.type().equals("Endpoint"));
    }

    /** The one patient a scope is about, when it is about one. */
    private static Optional<String> boundTo(ResourceScope scope, Caller caller) {
        return switch (scope.context()) {
            case PATIENT -> caller.patient();
            case USER ->
                caller.fhirUser().filter(user -> user.type().equals("Patient")).map(user -> user.id());
            case SYSTEM -> Optional.empty();
        };
    }

    private static Optional<String> patientOf(Caller caller) {
        return Stream.concat(
                        caller.patient().stream(),
                        caller.fhirUser().filter(user -> user.type().equals("Patient")).map(user -> user.id()).stream())
                .findFirst();
    }

    private static boolean namesAnotherPatient(List<ResourceScope> scopes, Caller caller, AccessRequest request) {
        for (ResourceScope scope : scopes) {
            Optional<String> bound = boundTo(scope, caller);
            if (bound.isEmpty() || Set.of(bound.get()).containsAll(request.namedPatients())) {
                return false;
            }
        }
        return true;
    }

    /** What scopes make visible of a type, to one caller, at one moment. */
    private final class Judge {
        private final Caller caller;
        private final List<ObjectNode> consents;
        private final Instant now;
        private final boolean write;

        Judge(Caller caller, List<ObjectNode> consents, Instant now, boolean write) {
            this.caller = caller;
            this.consents = consents;
            this.now = now;
            this.write = write;
        }

        Visibility union(List<ResourceScope> scopes, String type) {
            return Visibility.anyOf(
                    scopes.stream().map(scope -> visible(scope, type)).toList());
        }

        private Visibility visible(ResourceScope scope, String type) {
            Optional<List<Visibility>> filter = filter(scope, type);
            if (filter.isEmpty()) {
                return Visibility.NOTHING;
            }
            Visibility base = boundTo(scope, caller)
                    .map(patient -> forPatient(type, patient))
                    .orElseGet(() -> forStaff(scope, type));
            if (filter.get().isEmpty()) {
                return base;
            }
            return Visibility.allOf(base, new Reach.AllOf(filter.get()));
        }

        private Visibility forPatient(String type, String patient) {
            if (type.equals("AuditEvent")) {
                return Visibility.NOTHING;
            }
            if (DIRECTORIES.contains(type)) {
                return Visibility.ALL;
            }
            if (type.equals("Subscription")) {
                return new Reach.OwnedBy(caller.identity());
            }
            if (definitions.compartmentParameters(type).isEmpty() && !type.equals("Patient")) {
                return Visibility.NOTHING;
            }
            if (write || SHARED.contains(type)) {
                return new Reach.OnlyInCompartment(patient);
            }
            Visibility own = new Reach.InCompartment(patient);
            return type.equals("ImagingStudy") ? Visibility.allOf(own, consented(patient)) : own;
        }

        private Visibility consented(String patient) {
            if (!config.patientImaging()) {
                return Visibility.NOTHING;
            }
            boolean known = patientOf(caller).filter(patient::equals).isPresent();
            return known
                    ? ConsentRules.imagingStudies(consents, patient, config.requireConsent(), now)
                    : Visibility.NOTHING;
        }

        private Visibility forStaff(ResourceScope scope, String type) {
            boolean system = scope.context() == ResourceScope.Context.SYSTEM;
            if (type.equals("Subscription") && !system) {
                return new Reach.OwnedBy(caller.identity());
            }
            return type.equals("AuditEvent") && !system ? Visibility.NOTHING : Visibility.ALL;
        }

        /** The conditions of a granular scope; absent when one cannot be enforced, and then the scope is none. */
        private Optional<List<Visibility>> filter(ResourceScope scope, String type) {
            List<Visibility> conditions = new ArrayList<>();
            for (Map.Entry<String, String> parameter : scope.filter()) {
                try {
                    Criterion criterion = definitions.criteria().parse(type, parameter.getKey(), parameter.getValue());
                    conditions.add(new Reach.Matching(criterion));
                } catch (Failure notEnforceable) {
                    return Optional.empty();
                }
            }
            return Optional.of(conditions);
        }
    }
}
