package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * What lies on disk for one server: PostgreSQL's data directory (a "cluster" in its words), the password, the logs.
 *
 * @param folder that holds all of it
 */
record Cluster(Path folder) {
    /** The only database user. */
    static final String USER = "webqx";

    private static final Duration CREATION = Duration.ofMinutes(2);
    private static final int PASSWORD_BYTES = 24;

    Path data() {
        return folder.resolve("data");
    }

    Path logs() {
        return folder.resolve("log");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /** Creates what is missing and sees that the account owns it all. */
    void prepare(PostgresBinaries binaries, ServerAccount account) throws IOException, InterruptedException {
        Files.createDirectories(logs());
        FileTree.permit(logs(), "rwx------");
        account.own(logs());
        if (Files.exists(data())) {
            requireSameMajor(account);
            account.own(data());
            account.own(passwordFile());
        } else {
            create(binaries, account);
        }
    }

    /** A data directory appears under its name at once or not at all; initdb itself brings it to disk before it ends. */
    private void create(PostgresBinaries binaries, ServerAccount account) throws IOException, InterruptedException {
        Path part = folder.resolve("data.part");
        FileTree.delete(part);
        Files.createDirectory(part);
        FileTree.permit(part, "rwx------");
        account.own(part);
        writePassword();
        account.own(passwordFile());
        Program.Outcome initdb = Program.run(account.command(initdb(binaries, part)), folder, CREATION);
        if (!initdb.succeeded()) {
            FileTree.delete(part);
            throw Failure.of(
                    FailureKind.UNAVAILABLE,
                    "A database cannot be created in " + folder + ": "
                            + ServerLog.reason(initdb.output().lines().toList()));
        }
        Files.move(part, data(), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    /** The locale is PostgreSQL's own C.UTF-8, which sorts and folds alike on every machine the folder is moved to. */
    private List<String> initdb(PostgresBinaries binaries, Path data) {
        return List.of(
                binaries.program("initdb"),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
    }

    private void requireSameMajor(ServerAccount account) throws IOException {
        String ofData = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!account.version().contains(" " + ofData + ".")) {
            throw Failure.of(
                    FailureKind.UNAVAILABLE,
                    "The database in " + folder + " was made by PostgreSQL " + ofData + " and this is "
                            + account.version() + ". Move its content with pg_dump, or delete the folder.");
        }
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(passwordFile());
        FileTree.permit(passwordFile(), "rw-------");
        Files.writeString(
                passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        force(passwordFile());
    }

    private static void force(Path path) throws IOException {
        if (FileTree.isPosix(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
