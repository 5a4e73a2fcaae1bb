package health.webqx.imaging.store.postgres;

import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * A service that writes numbers into its database, one statement each, until it is killed. What the database acknowledged
 * it notes in a file, a line of one number each. Its arguments: the database folder, the programs, the file.
 */
final class WritingService {
    private WritingService() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                FileOutputStream acknowledged = new FileOutputStream(arguments[2])) {
            statement.execute("CREATE TABLE written (number int)");
            for (int number = 1; true; number++) {
                statement.execute("INSERT INTO written VALUES (" + number + ")");
                acknowledged.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
