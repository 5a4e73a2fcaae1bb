package health.webqx.imaging.access;

import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.policy.PersonPolicy;
import health.webqx.imaging.access.policy.Request;
import health.webqx.imaging.access.policy.StaffPolicy;
import health.webqx.imaging.access.policy.Standing;
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

/**
 * The whole rule, in one place. A caller reaches, of each type, the union of what its scopes allow alone. A scope allows
 * what it says, of whose it says, within what the server's policy lets that caller have:
 *
 * <ul>
 *   <li>{@code patient/}: of the compartment of the patient in context what the user may see of it, and directories. For staff
 *       that is {@link StaffPolicy}; for the patient, who acts for the patient and whom the patient's Consents name it is
 *       {@link PersonPolicy}, where images are what Consents open; for anybody else nothing.
 *   <li>{@code user/}: for staff what {@link StaffPolicy} lets them see, but no AuditEvents; for a person the same as above, of
 *       its own record and of those it acts for.
 *   <li>{@code system/}: everything, but nobody writes an AuditEvent.
 *   <li>Patients and who acts for them write into that compartment alone, and never what grants access or points to images;
 *       staff writes nothing that says what is an image or who is staff; whom Consents name writes nothing. Images themselves
 *       (STOW-RS) go by the patient they are of: each brings those of whom it may see images (decision record 014).
 *   <li>Subscriptions: everybody their own, {@code system/} all.
 * </ul>
 *
 * <p>Pure: what it needs to know of the caller and of Consents is handed in as a {@link Standing}.
 */
final class AccessRules {
    /** Types outside of all compartments that say nothing of a patient. */
    private static final Set<String> DIRECTORIES =
            Set.of("Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Endpoint");

    /** Types whose writing would grant access, forge evidence, or point the gateway at images. */
    private static final Set<String> GUARDED =
            Set.of("ImagingStudy", "Endpoint", "Consent", "AuditEvent", "Patient", "RelatedPerson");

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

    /** Whether the request may tell of images. */
    static boolean tellsOfImages(AccessRequest request) {
        return request.type().equals("ImagingStudy") || request.alsoTouched().contains("ImagingStudy");
    }

    /** Whether the request writes. */
    static boolean writes(AccessRequest request) {
        return isWrite(permissions(request));
    }

    /** Decides. */
    AccessDecision decide(Caller caller, AccessRequest request, Standing standing, Instant now) {
        Set<Permission> needed = permissions(request);
        Judge judge = new Judge(new Request(caller, standing, isWrite(needed), request.access(), now));
        List<ResourceScope> scopes = caller.scopes().stream()
                .filter(scope -> needed.stream().anyMatch(each -> covers(scope, request, each)))
                .filter(judge::hasContext)
                .filter(scope -> judge.mayWrite(scope, request))
                .toList();
        if (scopes.isEmpty()) {
            return refusal("the token's scopes do not allow this");
        }
        if (judge.namesOthersOnly(scopes, request)) {
            return refusal("the search names another patient than the token's");
        }
        Map<String, Visibility> byType = new HashMap<>();
        byType.put(request.type(), judge.union(scopes, request.type()));
        for (String type : request.alsoTouched()) {
            byType.computeIfAbsent(type, other -> judge.union(judge.disclosing(request, other), other));
        }
        Reach reach = request.type().equals("Subscription") && isWrite(needed)
                ? Reach.of(byType, new Writer(caller.identity(), StandingRights.write(caller)))
                : Reach.of(byType);
        return new AccessDecision.Permit(caller, reach, standing.emergencies());
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

    /** What scopes make visible of a type, in one request. */
    private final class Judge {
        private final Request request;
        private final Caller caller;
        private final StaffPolicy staff;
        private final PersonPolicy person;

        Judge(Request request) {
            this.request = request;
            this.caller = request.caller();
            this.staff = new StaffPolicy(config, request);
            this.person = new PersonPolicy(config, request);
        }

        /** What comes along with a page is disclosed as if it had been read or searched for. */
        List<ResourceScope> disclosing(AccessRequest asked, String type) {
            boolean readIsEnough = !OF_SEVERAL_TYPES.contains(asked.interaction());
            return caller.scopes().stream()
                    .filter(scope -> (readIsEnough && scope.covers(type, Permission.READ))
                            || scope.covers(type, Permission.SEARCH))
                    .filter(this::hasContext)
                    .toList();
        }

        /** A scope on somebody's resources grants nothing while it is not known whose, and that the user may come for them. */
        boolean hasContext(ResourceScope scope) {
            return switch (scope.context()) {
                case PATIENT -> caller.patient().filter(this::comesFor).isPresent();
                case USER ->
                    caller.isStaff() || (isPerson() && !person.patients().isEmpty());
                case SYSTEM -> true;
            };
        }

        private boolean comesFor(String patient) {
            return caller.isStaff() || person.comesFor(patient);
        }

        private boolean isPerson() {
            return caller.fhirUser()
                    .filter(user -> Caller.PERSONS.contains(user.type()))
                    .isPresent();
        }

        boolean mayWrite(ResourceScope scope, AccessRequest asked) {
            if (!request.write()) {
                return true;
            }
            if (asked.type().equals("AuditEvent") || !scope.filter().isEmpty()) {
                return false;
            }
            Optional<Set<String>> bound = boundTo(scope);
            boolean staffMay = scope.context() == ResourceScope.Context.SYSTEM
                    || !caller.isStaff()
                    || asked.bringsImages()
                    || StaffPolicy.mayWrite(asked.type());
            boolean boundMay =
                    asked.bringsImages() || (!GUARDED.contains(asked.type()) && !DIRECTORIES.contains(asked.type()));
            return staffMay && (bound.isEmpty() || boundMay);
        }

        /** The patients a scope is about, when it is about some. */
        private Optional<Set<String>> boundTo(ResourceScope scope) {
            return switch (scope.context()) {
                case PATIENT -> Optional.of(caller.patient().map(Set::of).orElse(Set.of()));
                case USER -> caller.isStaff() ? Optional.empty() : Optional.of(person.patients());
                case SYSTEM -> Optional.empty();
            };
        }

        boolean namesOthersOnly(List<ResourceScope> scopes, AccessRequest asked) {
            return scopes.stream()
                    .map(this::boundTo)
                    .noneMatch(bound -> bound.isEmpty() || bound.get().containsAll(asked.namedPatients()));
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
            Visibility base = boundTo(scope)
                    .map(patients -> Visibility.anyOf(patients.stream()
                            .sorted()
                            .map(patient -> inRecord(type, patient))
                            .toList()))
                    .orElseGet(() -> anywhere(scope, type));
            if (filter.get().isEmpty()) {
                return base;
            }
            return Visibility.allOf(base, new Reach.AllOf(filter.get()));
        }

        private Visibility inRecord(String type, String patient) {
            if (type.equals("AuditEvent")) {
                return Visibility.NOTHING;
            }
            if (DIRECTORIES.contains(type)) {
                return Visibility.ALL;
            }
            if (type.equals("Subscription")) {
                return new Reach.OwnedBy(caller.identity());
            }
            if (isOutsideOfRecords(type) || (request.write() && !comesForWriting(patient))) {
                return Visibility.NOTHING;
            }
            boolean alone = request.write() || SHARED.contains(type);
            Visibility own = alone ? new Reach.OnlyInCompartment(patient) : new Reach.InCompartment(patient);
            Visibility open = caller.isStaff() ? staff.ofRecords(type) : person.ofRecords(type, patient);
            return open.equals(Visibility.ALL) ? own : Visibility.allOf(own, open);
        }

        private boolean comesForWriting(String patient) {
            return caller.isStaff() || person.mayWrite(patient);
        }

        private Visibility anywhere(ResourceScope scope, String type) {
            if (scope.context() == ResourceScope.Context.SYSTEM) {
                return Visibility.ALL;
            }
            return switch (type) {
                case "AuditEvent" -> Visibility.NOTHING;
                case "Subscription" -> new Reach.OwnedBy(caller.identity());
                default -> isOutsideOfRecords(type) ? staff.ofOthers(type) : staff.ofRecords(type);
            };
        }

        private boolean isOutsideOfRecords(String type) {
            return definitions.compartmentParameters(type).isEmpty() && !type.equals("Patient");
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
