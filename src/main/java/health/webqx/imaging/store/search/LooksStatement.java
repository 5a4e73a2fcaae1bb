package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import java.util.List;

/**
 * The accesses to a patient's images that succeeded, newest first: {@code sid, body}. Those to one study only where it is in
 * reach, and those to none in particular only where any of the patient's is: what is hidden has no accesses either.
 */
public final class LooksStatement extends Statement {
    private final String patient;
    private final Reach reach;

    /**
     * Writes the statement.
     *
     * @param system of the codes
     * @param listing the code of what is about no study in particular
     * @param single the codes of what is about one study
     * @param before the number that all are below
     */
    public LooksStatement(
            String patient, Reach reach, String system, String listing, List<String> single, long before, int count) {
        this.patient = patient;
        this.reach = reach;
        sql.add(
                "SELECT r.sid, r.body FROM resource r WHERE r.type = 'AuditEvent' AND NOT r.deleted AND r.patients @> ");
        sql.argument(new String[] {patient}, "text[]").add(" AND r.sid < ").number(before);
        sql.add(" AND EXISTS (SELECT FROM reference_index p WHERE p.sid = r.sid AND p.param = ")
                .key(entity());
        sql.add(" AND p.target_type = 'Patient' AND p.target_id = ")
                .text(patient)
                .add(")");
        token("outcome");
        sql.add("t.code = '0') AND ((true");
        token("subtype");
        sql.add("t.system = ").text(system).add(" AND t.code = ").text(listing).add(") AND ");
        anyStudy();
        sql.add(") OR (true");
        token("subtype");
        sql.add("t.system = ").text(system).add(" AND t.code = ANY(");
        sql.argument(single.toArray(String[]::new), "text[]").add(")) AND ");
        theStudy();
        sql.add(")) ORDER BY r.sid DESC LIMIT ").number(count);
    }

    private static int entity() {
        return ParameterKey.of("AuditEvent", "entity");
    }

    private void token(String code) {
        sql.add(" AND EXISTS (SELECT FROM token_index t WHERE t.sid = r.shape AND t.param = ");
        sql.key(ParameterKey.of("AuditEvent", code)).add(" AND ");
    }

    private void anyStudy() {
        sql.add("EXISTS (SELECT FROM resource i WHERE i.type = 'ImagingStudy' AND NOT i.deleted AND i.patients @> ");
        sql.argument(new String[] {patient}, "text[]").add(" AND ");
        visible();
    }

    private void theStudy() {
        sql.add(
                "EXISTS (SELECT FROM reference_index e JOIN resource i ON i.type = 'ImagingStudy' AND i.id = e.target_id");
        sql.add(" WHERE e.sid = r.sid AND e.param = ").key(entity()).add(" AND e.target_type = 'ImagingStudy'");
        sql.add(" AND NOT i.deleted AND i.patients @> ")
                .argument(new String[] {patient}, "text[]")
                .add(" AND ");
        visible();
    }

    private void visible() {
        new ReachSql(sql, "i").write(reach.of("ImagingStudy"));
        sql.add(")");
    }
}
