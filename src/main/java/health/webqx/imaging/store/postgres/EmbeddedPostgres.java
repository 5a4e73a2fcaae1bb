package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL server of our own, on a private port of the loopback interface, with its data in one folder. It is as
 * durable as any: what was acknowledged survives the end of this service, of the server and of the machine. It runs as
 * root and as an ordinary user, and serves at most one service at a time. An instance may be used from any thread; every
 * call of {@code start} and {@code close} blocks.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    private final FolderLock lock;
    private final PostgresBinaries binaries;
    private final ServerAccount account;
    private final ServerStart.Ready server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(FolderLock lock, ServerStart start, ServerStart.Ready server) {
        this.lock = lock;
        this.binaries = start.binaries();
        this.account = start.account();
        this.server = server;
    }

    /**
     * Starts the server of a folder, with its programs unpacked below the same folder.
     *
     * @param folder where everything is kept; created if it is absent
     * @throws Failure of kind {@code UNAVAILABLE}, in words for who runs the service: the folder is in use or cannot be
     *     written, or the server cannot be unpacked, created or started
     */
    public static EmbeddedPostgres start(Path folder) {
        return start(folder, folder.resolve("binaries"));
    }

    /**
     * Starts the server of a folder: creates it the first time, takes it over when it still runs after its service was
     * killed, and recovers it when it was killed itself. Takes a few seconds the first time and under one later; at most
     * about a minute when there is much to recover.
     *
     * @param folder where data, password and logs are kept; created if it is absent
     * @param programs where the server is unpacked; several folders and services may share it
     * @throws Failure as above
     */
    public static EmbeddedPostgres start(Path folder, Path programs) {
        Path real = created(folder);
        FolderLock lock = FolderLock.on(real);
        try {
            EmbeddedPostgres started = startLocked(real, programs, lock);
            LOG.infof("PostgreSQL serves %s on port %d", real, started.port());
            return started;
        } catch (IOException e) {
            lock.close();
            throw Failure.causedBy(FailureKind.UNAVAILABLE, "PostgreSQL cannot use the folder " + real + ": " + e, e);
        } catch (InterruptedException e) {
            lock.close();
            Thread.currentThread().interrupt();
            throw Failure.causedBy(FailureKind.UNAVAILABLE, "The start of PostgreSQL was interrupted", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres startLocked(Path folder, Path programs, FolderLock lock)
            throws IOException, InterruptedException {
        PostgresBinaries binaries = PostgresBinaries.in(programs.toAbsolutePath());
        Cluster cluster = new Cluster(folder);
        ServerAccount account = ServerAccount.forServer(folder, cluster.data(), binaries);
        cluster.prepare(binaries, account);
        ServerSettings settings = ServerSettings.of(cluster.logs(), account.version());
        ServerStart start = new ServerStart(cluster, binaries, account, settings);
        return new EmbeddedPostgres(lock, start, start.run());
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder.toAbsolutePath()).toRealPath();
        } catch (IOException e) {
            throw Failure.causedBy(
                    FailureKind.UNAVAILABLE, "The database folder " + folder + " cannot be created: " + e, e);
        }
    }

    /** The address to connect to: of the loopback interface. */
    public String host() {
        return ServerSession.HOST;
    }

    /** The port to connect to; another one after each start. */
    public int port() {
        return server.session().port();
    }

    /** The database, UTF-8 with the sort order of code points. */
    public String database() {
        return ServerSession.DATABASE;
    }

    /** The user that owns the database and administers the server. */
    public String username() {
        return Cluster.USER;
    }

    /** The user's password: random, the same as long as the folder lives. Never to be logged. */
    public String password() {
        return server.session().password();
    }

    /** The address for JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database();
    }

    /** The id of the server's main process. */
    public long pid() {
        return server.postmaster().process().pid();
    }

    /**
     * Stops the server in order and gives the folder free. Open connections are cut. Blocks until the server has ended, at
     * most about 45 s; a second call does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.postmaster().stop(binaries, account);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The stop of PostgreSQL was interrupted; it goes on by itself");
        } finally {
            lock.close();
        }
    }
}
