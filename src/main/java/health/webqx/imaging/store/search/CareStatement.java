package health.webqx.imaging.store.search;

import health.webqx.imaging.store.CareGivers;

/** The patients that somebody cares for: one column. */
public final class CareStatement extends Statement {
    /** @param most so many at most */
    public CareStatement(CareGivers givers, int most) {
        sql.add("SELECT DISTINCT patient FROM (");
        new CareSql(sql).patients(givers);
        sql.add(") p(patient) LIMIT ").number(most);
    }
}
