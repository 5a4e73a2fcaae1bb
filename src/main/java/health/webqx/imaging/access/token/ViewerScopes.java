package health.webqx.imaging.access.token;

import health.webqx.imaging.access.scope.Permission;
import health.webqx.imaging.access.scope.ResourceScope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a viewer session leaves of a caller's scopes: to read and search ImagingStudies of one patient, and that Patient. What
 * the caller does not see, the session does not see either.
 *
 * @param study id of the ImagingStudy it was opened for; all that is left where it is not known whose it is
 */
record ViewerScopes(String study, Optional<String> patient) {
    private static final Set<Permission> LOOKING = EnumSet.of(Permission.READ, Permission.SEARCH);

    Caller narrow(Caller caller) {
        Map.Entry<String, String> studies =
                patient.map(id -> Map.entry("patient", "Patient/" + id)).orElseGet(() -> Map.entry("_id", study));
        List<ResourceScope> left = new ArrayList<>();
        for (ResourceScope scope : caller.scopes()) {
            only(scope, "ImagingStudy", studies).ifPresent(left::add);
            patient.flatMap(id -> only(scope, "Patient", Map.entry("_id", id))).ifPresent(left::add);
        }
        return caller.withScopes(left);
    }

    private static Optional<ResourceScope> only(ResourceScope scope, String type, Map.Entry<String, String> condition) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        LOOKING.stream().filter(each -> scope.covers(type, each)).forEach(permissions::add);
        if (permissions.isEmpty()) {
            return Optional.empty();
        }
        List<Map.Entry<String, String>> filter = new ArrayList<>(scope.filter());
        filter.add(condition);
        return Optional.of(new ResourceScope(scope.context(), type, permissions, filter));
    }
}
