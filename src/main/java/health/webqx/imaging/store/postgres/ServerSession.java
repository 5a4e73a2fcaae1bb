package health.webqx.imaging.store.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.jboss.logging.Logger;
import org.postgresql.Driver;

/**
 * What is asked of a server over SQL before anybody else uses it.
 *
 * @param port where it listens
 * @param password of its user
 */
record ServerSession(int port, String password) {
    /** Where everything of the service is kept. */
    static final String DATABASE = "webqx";

    static final String HOST = "127.0.0.1";

    private static final Logger LOG = Logger.getLogger(ServerSession.class);
    private static final String UNKNOWN_DATABASE = "3D000";
    private static final String TIMEOUT_SECONDS = "20";

    /** A session with a server that accepts our password and has our database, which is created if it is missing. */
    static Optional<ServerSession> with(int port, String password) {
        ServerSession session = new ServerSession(port, password);
        try {
            session.ensureDatabase();
            return Optional.of(session);
        } catch (SQLException e) {
            LOG.warnf("PostgreSQL on port %d runs and does not let us in: %s", port, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the server serves this directory and runs as we would start it today. */
    boolean wasStartedWith(ServerSettings settings, Path data) {
        String question =
                "SELECT current_setting('data_directory'), current_setting('" + ServerSettings.LAUNCH + "', true)";
        try (Connection connection = connect(DATABASE);
                PreparedStatement statement = connection.prepareStatement(question);
                ResultSet answer = statement.executeQuery()) {
            return answer.next()
                    && data.toString().equals(answer.getString(1))
                    && settings.launch().equals(answer.getString(2));
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends the sessions of the service that was killed, whose locks would outlive it while a statement of theirs runs. */
    void endOthers() {
        String request = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        try (Connection connection = connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(request);
        } catch (SQLException e) {
            LOG.warnf("Sessions of an earlier service may go on for some seconds: %s", e.getMessage());
        }
    }

    private void ensureDatabase() throws SQLException {
        try {
            connect(DATABASE).close();
        } catch (SQLException e) {
            if (!UNKNOWN_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            try (Connection connection = connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    /** Not by way of DriverManager, which does not see drivers of every class loader. */
    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Cluster.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        Connection connection =
                new Driver().connect("jdbc:postgresql://" + HOST + ":" + port + "/" + database, properties);
        if (connection == null) {
            throw new SQLException("the address is not one of PostgreSQL's");
        }
        return connection;
    }
}
