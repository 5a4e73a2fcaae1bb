package health.webqx.imaging.store.search;

import health.webqx.imaging.store.index.PositionLeaf;
import health.webqx.imaging.store.search.Criterion.Near;

/**
 * Writes how near a Location is. The index finds what lies within the degrees that a circle of the distance spans; of those,
 * the great circle on a sphere decides.
 */
final class NearSql {
    /** The Earth's mean radius, in metres. */
    private static final double RADIUS = 6_371_009;

    private NearSql() {}

    static void write(Sql sql, String row, Near near) {
        double height = Math.min(180, Math.toDegrees(near.metres() / RADIUS) * 1.001);
        sql.add(row).add(".sid IN (SELECT n.sid FROM number_index n JOIN number_index e ON e.sid = n.sid");
        sql.add(" WHERE n.param = ").key(ParameterKey.of("Location", PositionLeaf.LATITUDE));
        sql.add(" AND e.param = ").key(ParameterKey.of("Location", PositionLeaf.LONGITUDE));
        sql.add(" AND n.low BETWEEN ").real(near.latitude() - height).add("::numeric AND ");
        sql.real(near.latitude() + height).add("::numeric AND 2 * ");
        sql.real(RADIUS).add(" * asin(sqrt(least(1, sin(radians(n.low::float8 - ");
        sql.real(near.latitude()).add(") / 2) ^ 2 + cos(radians(n.low::float8)) * cos(radians(");
        sql.real(near.latitude()).add(")) * sin(radians(e.low::float8 - ").real(near.longitude());
        sql.add(") / 2) ^ 2))) <= ").real(near.metres()).add(")");
    }
}
