package health.webqx.imaging.store.search;

import health.webqx.imaging.store.CareGivers;
import java.util.List;
import java.util.Set;

/**
 * Writes who cares for whom: who ordered, performs, interprets or refers, takes part in an encounter or a care team, or is
 * the general practitioner; and the organization that manages the patient (decision record 010). What was revoked, or
 * entered in error, founds no care, nor does what is in several patients' records.
 */
final class CareSql {
    private static final List<String> PERSONAL = List.of(
            "ServiceRequest.requester",
            "ServiceRequest.performer",
            "DiagnosticReport.performer",
            "DiagnosticReport.results-interpreter",
            "ImagingStudy.referrer",
            "ImagingStudy.interpreter",
            "ImagingStudy.performer",
            "Encounter.participant",
            "CareTeam.participant",
            "Patient.general-practitioner");
    private static final List<String> ORGANIZATIONAL = List.of("Patient.organization", "Patient.general-practitioner");
    private static final List<String> WITH_STATUS =
            List.of("ServiceRequest", "DiagnosticReport", "ImagingStudy", "Encounter", "CareTeam");
    private static final String[] OVER = {"entered-in-error", "revoked", "cancelled", "inactive", "suspended"};

    private final Sql sql;

    CareSql(Sql sql) {
        this.sql = sql;
    }

    /** That a row of {@code resource} is in compartments, and in those only of patients cared for. */
    void cares(String row, CareGivers givers) {
        sql.add("(cardinality(").add(row).add(".patients) > 0 AND NOT EXISTS (SELECT FROM unnest(");
        sql.add(row).add(".patients) u(patient) WHERE u.patient NOT IN (");
        patients(givers);
        sql.add(")))");
    }

    /** The patients, as one column. */
    void patients(CareGivers givers) {
        related("Practitioner", givers.practitioners(), PERSONAL);
        sql.add(" UNION ALL ");
        related("PractitionerRole", givers.roles(), PERSONAL);
        sql.add(" UNION ALL ");
        related("Organization", givers.organizations(), ORGANIZATIONAL);
    }

    private void related(String type, Set<String> ids, List<String> parameters) {
        sql.add("SELECT c.patients[1] FROM reference_index x JOIN resource c ON c.sid = x.sid WHERE x.param IN (");
        keys(parameters);
        sql.add(") AND x.target_id <> '' AND x.target_id = ANY(").argument(ids.toArray(String[]::new), "text[]");
        sql.add(") AND x.target_type = ").type(type);
        sql.add(" AND NOT c.deleted AND cardinality(c.patients) = 1");
        sql.add(" AND NOT EXISTS (SELECT FROM token_index t WHERE t.sid = c.sid AND t.param IN (");
        keys(WITH_STATUS.stream().map(each -> each + ".status").toList());
        sql.add(") AND t.code = ANY(").argument(OVER, "text[]").add("))");
    }

    private void keys(List<String> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            String[] parameter = parameters.get(i).split("\\.", 2);
            sql.add(i == 0 ? "" : ", ").key(ParameterKey.of(parameter[0], parameter[1]));
        }
    }
}
