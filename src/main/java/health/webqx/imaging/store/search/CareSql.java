package health.webqx.imaging.store.search;

import health.webqx.imaging.store.CareGivers;
import java.util.Set;
import java.util.TreeSet;

/** Writes who cares for whom, as {@code care_index} knows it (decision record 010). */
final class CareSql {
    private final Sql sql;

    CareSql(Sql sql) {
        this.sql = sql;
    }

    /**
     * That a row of {@code resource} is in compartments, and in those only of patients cared for. The cases keep PostgreSQL from
     * making the condition a join: it looks up each row, or all of the givers' patients once where there are many rows.
     */
    void cares(String row, CareGivers givers) {
        String care = sql.alias();
        String one = sql.alias();
        sql.add("CASE cardinality(").add(row).add(".patients) WHEN 0 THEN false WHEN 1 THEN EXISTS (SELECT ");
        care(care, givers)
                .add(" AND ")
                .add(care)
                .add(".patient = ")
                .add(row)
                .add(".patients[1]) ELSE NOT EXISTS (SELECT FROM unnest(");
        sql.add(row).add(".patients) ").add(one).add("(patient) WHERE NOT EXISTS (SELECT ");
        care(care, givers).add(" AND ").add(care).add(".patient = ").add(one).add(".patient)) END");
    }

    /** The patients, as one column, some of them more than once. */
    void patients(CareGivers givers) {
        String care = sql.alias();
        sql.add("SELECT ").add(care).add(".patient ");
        care(care, givers);
    }

    /** Each a parameter of its own: how many there are decides upon the plan, which then is made but once. */
    private Sql care(String alias, CareGivers givers) {
        sql.add("FROM care_index ").add(alias).add(" WHERE ").add(alias).add(".giver IN (NULL");
        names(givers).forEach(name -> sql.add(", ").text(name));
        return sql.add(")");
    }

    private static Set<String> names(CareGivers givers) {
        Set<String> names = new TreeSet<>();
        givers.practitioners().forEach(id -> names.add("Practitioner/" + id));
        givers.roles().forEach(id -> names.add("PractitionerRole/" + id));
        givers.organizations().forEach(id -> names.add("Organization/" + id));
        return names;
    }
}
