package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.postgres.EmbeddedPostgres;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The connection to PostgreSQL: an external server, or the embedded one, which lives as long as this bean. It is up and
 * its schema current before anything else starts.
 */
@ApplicationScoped
public class Database {
    /** In characters; the client's own limit would have the writing statements, the longest ones, parsed at each call. */
    private static final int LONGEST_CACHED_STATEMENT = 16_384;

    /** One answers some 40,000 lookups a second; more of them wake up for fewer at once. */
    private static final int LOOKUP_CONNECTIONS = 2;

    /** On one connection; then another has its turn. */
    private static final int MOST_IN_FLIGHT = 8;

    private final Vertx vertx;
    private final DatabaseConfig config;
    private Optional<CompletableFuture<EmbeddedPostgres>> embedded = Optional.empty();
    private @Nullable Connections connections;

    /**
     * @param pool each for one work at a time
     * @param lookups shared by all who look something up
     * @param notes the journal's alone
     * @param notesLoop the event loop of that one
     */
    private record Connections(Pool pool, SqlClient lookups, SqlClient notes, Context notesLoop) {
        /** One that cannot be closed keeps neither the others open nor the embedded server. */
        void close() {
            for (SqlClient each : List.of(lookups, notes, pool)) {
                each.close().onFailure().recoverWithNull().await().indefinitely();
            }
        }
    }

    Database(Vertx vertx, DatabaseConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** The first time it takes seconds, in which others prepare what needs no database. */
    void begin(@Observes @Priority(80) StartupEvent event) {
        if (config.url().isEmpty() && config.embedded()) {
            embedded = Optional.of(CompletableFuture.supplyAsync(
                    () -> EmbeddedPostgres.start(config.folder()), work -> new Thread(work, "database-start").start()));
        }
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        PgConnectOptions server = config.url().map(this::external).orElseGet(this::embedded);
        migrate(server);
        connections = new Connections(
                pool(server),
                shared(server, LOOKUP_CONNECTIONS),
                shared(plannedOnce(server), 1),
                vertx.getDelegate().getOrCreateContext());
    }

    private Pool pool(PgConnectOptions server) {
        return PgBuilder.pool()
                .connectingTo(server)
                .with(upTo(config.maxConnections()))
                .using(vertx)
                .build();
    }

    /**
     * Over these, questions are sent before the ones in front of them are answered (pipelining). While the server is away
     * they fail at once, notes and lookups alike: with so few connections to try again, those behind would wait for each one's
     * attempts.
     */
    private SqlClient shared(PgConnectOptions server, int size) {
        PgConnectOptions options = new PgConnectOptions(server).setPipeliningLimit(MOST_IN_FLIGHT);
        options.setReconnectAttempts(0);
        return PgBuilder.client()
                .connectingTo(options)
                .with(upTo(size))
                .using(vertx)
                .build();
    }

    /**
     * For statements that find few rows by their keys, whatever the keys are. Lists of keys the server would plan anew at each
     * call, which takes longer than finding the rows. A plan made once is made while it may know nothing of the tables yet; so it
     * is told to go by the index.
     */
    private static PgConnectOptions plannedOnce(PgConnectOptions server) {
        return new PgConnectOptions(server)
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off");
    }

    private PoolOptions upTo(int size) {
        return new PoolOptions()
                .setMaxSize(size)
                .setConnectionTimeout((int) config.connectionTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** Last of all: whatever else stops may still have something to write. */
    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        close();
    }

    /** Also where a start failed: of that no shutdown is told, and a folder left locked would fail the next one, too. */
    @PreDestroy
    void close() {
        if (connections != null) {
            connections.close();
            connections = null;
        }
        embedded.ifPresent(begun -> begun.thenAccept(EmbeddedPostgres::close)
                .exceptionally(notStarted -> null)
                .join());
        embedded = Optional.empty();
    }

    /** The connections; for this package and its sub-packages only. */
    Pool pool() {
        return connected().pool();
    }

    /**
     * For what is found by its key and asked for often: its questions need no connection of their own and reach the server
     * several at once. Whatever takes long would hold up those behind it.
     */
    SqlClient lookups() {
        return connected().lookups();
    }

    /** The journal's connection: whoever notes an access waits for none that work, long or many, has taken. */
    SqlClient notes() {
        return connected().notes();
    }

    /** Where the journal's connection is used: away from what requests do on their event loops meanwhile. */
    Context notesLoop() {
        return connected().notesLoop();
    }

    private Connections connected() {
        if (connections == null) {
            throw Failure.of(FailureKind.UNAVAILABLE, "the database is not connected yet");
        }
        return connections;
    }

    private PgConnectOptions external(String url) {
        PgConnectOptions options = PgConnectOptions.fromUri(url);
        config.username().ifPresent(options::setUser);
        config.password().ifPresent(options::setPassword);
        return tuned(options);
    }

    private PgConnectOptions embedded() {
        EmbeddedPostgres server = started(embedded.orElseThrow(
                () -> new IllegalStateException("webqx.database.url is not set and there is no embedded database")));
        return tuned(new PgConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setDatabase(server.database())
                .setUser(server.username())
                .setPassword(server.password()));
    }

    private static EmbeddedPostgres started(CompletableFuture<EmbeddedPostgres> begun) {
        try {
            return begun.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    private PgConnectOptions tuned(PgConnectOptions options) {
        options.setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(512);
        options.setPreparedStatementCacheSqlLimit(LONGEST_CACHED_STATEMENT);
        // Requests are many and short: starting helpers for one of them costs more than they save.
        options.addProperty("max_parallel_workers_per_gather", "0");
        // What nobody can wait for would keep its connection from everybody else.
        options.addProperty(
                "statement_timeout", Long.toString(config.statementTimeout().toMillis()));
        options.setReconnectAttempts(2).setReconnectInterval(200);
        return options;
    }

    private static void migrate(PgConnectOptions server) {
        String url = "jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/" + server.getDatabase();
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(url, server.getUser(), server.getPassword())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
