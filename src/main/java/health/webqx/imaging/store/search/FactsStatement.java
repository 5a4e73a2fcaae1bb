package health.webqx.imaging.store.search;

import health.webqx.imaging.resource.ResourceKey;
import java.util.List;
import java.util.Set;

/**
 * What the store holds that bears on a caller's rights, as one statement: {@code kind, id, patients, body, until}; and the
 * stamp that they are of, as {@code STAMP} in the place of the id.
 */
public final class FactsStatement extends Statement {
    private static final String CONSENTS =
            "resource k WHERE k.type = 'Consent' AND NOT k.deleted AND consent_parties(k.body) ";

    private static final String STAMP =
            " UNION ALL SELECT 'STAMP', stamp::text, '{}'::text[], ''::bytea, 0 FROM facts_stamp";

    private FactsStatement() {}

    /**
     * Of a member of staff: its PractitionerRoles, Consents that permit something by its name, Consents with denials that
     * name it or nobody, and the patients that it has broken the glass for.
     *
     * @param user a Practitioner, or one PractitionerRole
     * @param identity of the caller, as emergencies are kept under
     * @param now in milliseconds
     * @param permits so many of the Consents that permit, at most
     * @param denials so many of those that deny, at most
     */
    public static FactsStatement ofStaff(ResourceKey user, String identity, long now, int permits, int denials) {
        FactsStatement statement = new FactsStatement();
        Sql sql = statement.sql;
        sql.add("WITH role AS MATERIALIZED (SELECT r.sid, r.id, r.body FROM ");
        if (user.type().equals("PractitionerRole")) {
            sql.add("resource r WHERE r.type = 'PractitionerRole' AND r.id = ").text(user.id());
        } else {
            sql.add("reference_index x JOIN resource r ON r.sid = x.sid WHERE x.param = ");
            sql.key(ParameterKey.of("PractitionerRole", "practitioner"));
            sql.add(" AND x.target_id <> '' AND x.target_type = 'Practitioner' AND x.target_id = ")
                    .text(user.id());
        }
        sql.add(" AND NOT r.deleted), party AS MATERIALIZED (SELECT ").text(user.reference());
        sql.add(" AS name UNION SELECT 'PractitionerRole/' || id FROM role UNION ");
        sql.add("SELECT x.target_type || '/' || x.target_id FROM role JOIN reference_index x ON x.sid = role.sid");
        sql.add(" AND x.target_id <> '' AND x.param IN (");
        sql.key(ParameterKey.of("PractitionerRole", "organization")).add(", ");
        sql.key(ParameterKey.of("PractitionerRole", "practitioner")).add("))");
        sql.add(" SELECT 'ROLE' AS kind, id, '{}'::text[] AS patients, body, 0::bigint AS until FROM role");
        if (permits > 0) {
            sql.add(" UNION ALL (SELECT 'CONSENT', k.id, k.patients, k.body, 0 FROM ")
                    .add(CONSENTS);
            sql.add("&& ARRAY(SELECT '+' || name FROM party) LIMIT ")
                    .number(permits)
                    .add(")");
        }
        sql.add(" UNION ALL (SELECT 'DENIAL', k.id, k.patients, k.body, 0 FROM ")
                .add(CONSENTS);
        sql.add("&& ARRAY(SELECT '-' || name FROM party UNION SELECT '-*') LIMIT ")
                .number(denials)
                .add(")");
        sql.add(" UNION ALL SELECT 'EMERGENCY', e.patient, ARRAY[e.patient], convert_to(e.reason, 'UTF8'), e.until");
        sql.add(" FROM emergency e WHERE e.caller = ").text(identity);
        sql.add(" AND e.until > ").number(now);
        sql.add(STAMP);
        return statement;
    }

    /**
     * Of a person that is not staff: the Consents of the patients it comes for, the Consents that name it, and itself where it
     * is a RelatedPerson, with the Consents of the patient it is related to.
     *
     * @param names its references
     */
    public static FactsStatement ofPerson(Set<String> patients, Set<ResourceKey> names, int most) {
        FactsStatement statement = new FactsStatement();
        Sql sql = statement.sql;
        List<String> related = names.stream()
                .filter(name -> name.type().equals("RelatedPerson"))
                .map(ResourceKey::id)
                .toList();
        String[] signed = names.stream()
                .flatMap(name -> List.of("+" + name, "-" + name).stream())
                .toArray(String[]::new);
        sql.add("WITH related AS MATERIALIZED (SELECT r.id, r.patients, r.body FROM resource r");
        sql.add(" WHERE r.type = 'RelatedPerson' AND NOT r.deleted AND r.id = ANY(");
        sql.argument(related.toArray(String[]::new), "text[]").add("))");
        sql.add(" SELECT 'RELATED' AS kind, id, patients, body, 0::bigint AS until FROM related");
        sql.add(" UNION ALL (SELECT 'CONSENT', k.id, k.patients, k.body, 0 FROM ")
                .add(CONSENTS);
        sql.add("IS NOT NULL AND (k.patients && (").argument(patients.toArray(String[]::new), "text[]");
        sql.add(" || ARRAY(SELECT unnest(patients) FROM related)) OR consent_parties(k.body) && ");
        sql.argument(signed, "text[]").add(") LIMIT ").number(most).add(")");
        sql.add(STAMP);
        return statement;
    }
}
