package health.webqx.imaging.store.postgres;

import static health.webqx.imaging.store.postgres.EmbeddedPostgresTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed service leaves behind, and what only looks like it. */
class OrphanedPostgresTest {
    private static final int SOME_WRITES = 200;

    @TempDir(factory = UnderTarget.class)
    Path folder;

    @Test
    void takesOverTheServerOfAKilledServiceWithEveryAcknowledgedWrite() throws Exception {
        ServiceProcess killed =
                ServiceProcess.on(database()).havingWritten(SOME_WRITES).kill();
        long orphan = PidFile.in(database().resolve("data")).orElseThrow().pid();
        assertThat(ProcessHandle.of(orphan)).isPresent();

        EmbeddedPostgres postgres = start();
        try (postgres) {
            assertThat(postgres.pid()).isEqualTo(orphan);
            assertHoldsAllWritesOf(killed, postgres);
        }
        await().atMost(Duration.ofSeconds(1))
                .until(() ->
                        !new Postmaster(ProcessHandle.of(orphan).orElse(ProcessHandle.current()), folder).isRunning()
                                || ProcessHandle.of(orphan).isEmpty());
    }

    @Test
    void endsTheSessionsOfTheKilledService() throws Exception {
        ServiceProcess.on(database()).havingWritten(1).kill();
        try (EmbeddedPostgres postgres = start()) {
            await().atMost(Duration.ofSeconds(5)).until(() -> ask(
                            postgres,
                            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                                    + " AND pid <> pg_backend_pid()")
                    .equals("0"));
        }
    }

    @Test
    void recoversEveryAcknowledgedWriteWhenServiceAndServerWereKilled() throws Exception {
        ServiceProcess killed = ServiceProcess.on(database()).havingWritten(SOME_WRITES);
        ProcessHandle server = ProcessHandle.of(
                        PidFile.in(database().resolve("data")).orElseThrow().pid())
                .orElseThrow();
        killed.kill();
        server.destroyForcibly();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isNotEqualTo(server.pid());
            assertHoldsAllWritesOf(killed, postgres);
        }
    }

    @Test
    void startsAnewWhenTheOrphanRunsWithOtherSettings() throws Exception {
        start().close();
        long orphan = startWithOtherSettings();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isNotEqualTo(orphan);
            assertThat(ask(postgres, "SHOW max_connections")).isEqualTo("60");
        }
        assertThat(ProcessHandle.of(orphan)).isEmpty();
    }

    @Test
    void leavesAStrangerAloneThatHasTheProcessIdOfADeadServer() throws Exception {
        crash();
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            nameInPidFile(stranger.pid());
            try (EmbeddedPostgres postgres = start()) {
                assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void leavesTheServerOfAnotherFolderAloneThatHasTheProcessIdOfADeadServer() throws Exception {
        crash();
        try (EmbeddedPostgres neighbour = EmbeddedPostgres.start(folder.resolve("neighbour"), UnderTarget.PROGRAMS)) {
            nameInPidFile(neighbour.pid());
            try (EmbeddedPostgres postgres = start()) {
                assertThat(postgres.pid()).isNotEqualTo(neighbour.pid());
            }
            assertThat(ask(neighbour, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsWhenACrashLeftAnEmptyPidFile() throws Exception {
        crash();
        Files.writeString(pidFile(), "");
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private Path database() {
        return folder.resolve("database");
    }

    private Path pidFile() {
        return database().resolve("data/postmaster.pid");
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(database(), UnderTarget.PROGRAMS);
    }

    private static void assertHoldsAllWritesOf(ServiceProcess killed, EmbeddedPostgres postgres) throws Exception {
        int last = killed.lastAcknowledged();
        assertThat(ask(postgres, "SELECT count(DISTINCT number) FROM written WHERE number <= " + last))
                .isEqualTo(Integer.toString(last));
    }

    /** A server that ended without a word: its pid file is left and its process is not. */
    private void crash() throws IOException {
        EmbeddedPostgres postgres = start();
        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(postgres.pid()).isEmpty());
        postgres.close();
        assertThat(pidFile()).exists();
    }

    private void nameInPidFile(long pid) throws IOException {
        Files.writeString(pidFile(), Files.readString(pidFile()).replaceFirst("\\d+", Long.toString(pid)));
    }

    private long startWithOtherSettings() throws Exception {
        Cluster cluster = new Cluster(database().toRealPath());
        PostgresBinaries binaries = PostgresBinaries.in(UnderTarget.PROGRAMS.toAbsolutePath());
        ServerAccount account = ServerAccount.forServer(cluster.folder(), cluster.data(), binaries);
        Map<String, String> values = new HashMap<>(
                ServerSettings.of(cluster.logs(), account.version()).values());
        values.put("max_connections", "20");
        values.put(ServerSettings.LAUNCH, "of an earlier version");
        return new ServerStart(cluster, binaries, account, new ServerSettings(values))
                .run()
                .postmaster()
                .process()
                .pid();
    }
}
