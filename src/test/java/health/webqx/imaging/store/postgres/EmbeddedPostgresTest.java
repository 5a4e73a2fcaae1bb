package health.webqx.imaging.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir(factory = UnderTarget.class)
    Path folder;

    @Test
    void givesNothingUpThatProductionReliesOn() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            for (String parameter : List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
                assertThat(ask(postgres, "SHOW " + parameter)).as(parameter).isEqualTo("on");
            }
            assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "SELECT lower('ÄÖÉ') || ('Z' < 'a') || ('z' < 'ä')"))
                    .isEqualTo("äöétruetrue");
        }
    }

    @Test
    void letsNobodyInFromOutsideOrWithoutItsPassword() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "SHOW unix_socket_directories")).isEmpty();
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void keepsItsDataAndPasswordOverARestart() throws Exception {
        String password;
        try (EmbeddedPostgres first = start()) {
            password = first.password();
            execute(first, "CREATE TABLE kept AS SELECT 'Anna' AS name");
        }
        try (EmbeddedPostgres second = start()) {
            assertThat(ask(second, "SELECT name FROM kept")).isEqualTo("Anna");
            assertThat(second.password()).isEqualTo(password);
        }
    }

    @Test
    void hidesDataPasswordAndLogFromOtherAccounts() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.port()).isPositive();
        }
        assertThat(permissions("password")).isEqualTo("rw-------");
        assertThat(permissions("data")).isEqualTo("rwx------");
        assertThat(permissions("log")).isEqualTo("rwx------");
    }

    @Test
    void writesNoValueOfAFailedStatementToItsLog() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "CREATE TABLE people (name text PRIMARY KEY)");
            execute(postgres, "INSERT INTO people VALUES ('Keller')");
            assertThatThrownBy(() -> execute(postgres, "INSERT INTO people VALUES ('Keller')"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> execute(postgres, "SELECT 'Keller'::int")).isInstanceOf(SQLException.class);
        }
        try (var logs = Files.list(folder.resolve("log"))) {
            assertThat(logs)
                    .isNotEmpty()
                    .allSatisfy(log -> assertThat(log).content().doesNotContain("Keller"));
        }
    }

    @Test
    void endsInOrderWhenClosedAndNothingHappensOnASecondClose() throws Exception {
        EmbeddedPostgres postgres = start();
        try (Connection open = connect(postgres)) {
            postgres.close();
            postgres.close();
            assertThat(open.isValid(1)).isFalse();
        }
        assertThat(ProcessHandle.of(postgres.pid())).isEmpty();
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesASecondServiceOnItsFolder() throws Exception {
        try (EmbeddedPostgres first = start()) {
            assertThatUnavailable(this::start, "in use by another running service", folder.toString());
            assertThat(ask(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAFolderThatIsInUseByAnotherProcess() throws Exception {
        try (ServiceProcess other = ServiceProcess.on(folder).havingWritten(1)) {
            assertThatUnavailable(this::start, "in use by another running service", folder.toString());
            other.havingWritten(other.lastAcknowledged() + 1).kill();
        } finally {
            start().close();
        }
    }

    @Test
    void takesNoUnfinishedUnpackingForTheServer() throws Exception {
        Path programs = folder.resolve("programs");
        Files.createDirectories(programs.resolve("part-1/bin"));
        Files.writeString(programs.resolve("part-1/bin/postgres"), "half a program");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("database"), programs)) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void takesNoUnfinishedDatabaseForAWholeOne() throws Exception {
        Files.createDirectories(folder.resolve("data.part/base"));
        Files.writeString(folder.resolve("data.part/PG_VERSION"), "17\n");
        Files.writeString(folder.resolve("password"), "of the unfinished one\n");
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(folder.resolve("data.part")).doesNotExist();
    }

    @Test
    void saysThatTheFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatUnavailable(() -> EmbeddedPostgres.start(file, UnderTarget.PROGRAMS), file.toString());
    }

    @Test
    void saysThatTheDatabaseIsOfAnotherMajorVersion() throws IOException {
        start().close();
        Files.writeString(folder.resolve("data/PG_VERSION"), "16\n");
        assertThatUnavailable(this::start, "was made by PostgreSQL 16", "17.", folder.toString());
    }

    @Test
    void tellsTheServersReasonWhenItDoesNotStart() throws IOException {
        start().close();
        Files.delete(folder.resolve("data/global/pg_control"));
        assertThatUnavailable(this::start, "does not start", folder.toString(), "pg_control");
    }

    @Test
    void startsAgainAfterAStartThatFailed() throws Exception {
        start().close();
        Path control = folder.resolve("data/global/pg_control");
        Path aside = folder.resolve("aside");
        Files.move(control, aside);
        assertThatUnavailable(this::start, "does not start");
        Files.move(aside, control);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(folder, UnderTarget.PROGRAMS);
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    static void assertThatUnavailable(ThrowingCallable start, String... words) {
        assertThatThrownBy(start).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.diagnostics()).contains(words);
        });
    }

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    static void execute(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }

    static String ask(EmbeddedPostgres postgres, String question) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
