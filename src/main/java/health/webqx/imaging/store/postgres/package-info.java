/**
 * A PostgreSQL server of our own, for demo, development and tests: the real server, unpacked from Maven Central's
 * binaries, with its data under one folder and nothing given up that production relies on (fsync, checksums, a
 * password). Plain Java; imports only {@code outcome}. Start at
 * {@link health.webqx.imaging.store.postgres.EmbeddedPostgres}.
 *
 * <p>What the folder holds:
 *
 * <pre>
 *  lock        held while a service runs on the folder; two never share one
 *  password    of the only database user, readable by the server's account alone
 *  data/       PostgreSQL's data directory; data.part is one whose creation was interrupted
 *  log/        start.log of the last start, postgres-Mon.log … of the last seven days
 *  binaries/   the server, one folder per build of it; part-* are interrupted unpackings
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.store.postgres;
