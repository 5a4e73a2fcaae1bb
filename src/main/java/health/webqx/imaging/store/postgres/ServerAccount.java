package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The account the server runs as. PostgreSQL refuses to run as root, so as root it gets another one:
 *
 * <ul>
 *   <li>{@code setpriv} to an unprivileged user, where that user can enter the folders: it really has no rights of root;
 *   <li>else {@code unshare -U}, a user namespace in which root looks like another user and keeps its access to its own
 *       files, so that a folder below {@code /root} works, and a container without the right to change users.
 * </ul>
 *
 * Which one works is tried, not guessed: containers forbid the one or the other.
 *
 * @param prefix what goes before a command to run it as this account
 * @param owner user and group id that the server's files must have; empty where files have no such owner
 * @param version what the server says of its version, as this account
 */
record ServerAccount(List<String> prefix, Optional<Owner> owner, String version) {
    private static final Duration TRIAL = Duration.ofSeconds(20);
    private static final int ROOT = 0;

    /** {@code nobody}, which the password file of nearly every system knows; initdb wants a user that has a name. */
    private static final Owner NOBODY = new Owner(65534, 65534);

    /** A user id and a group id. */
    record Owner(int uid, int gid) {
        static Owner of(Path file) throws IOException {
            return new Owner((Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS), (Integer)
                    Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** The account for a data folder: its owner's if there is one already. Fails when no account can run the server. */
    static ServerAccount forServer(Path folder, Path data, PostgresBinaries binaries)
            throws IOException, InterruptedException {
        StringBuilder faults = new StringBuilder();
        for (ServerAccount candidate : candidates(folder, data)) {
            Program.Outcome trial = candidate.tryOut(folder, binaries);
            if (trial.succeeded()) {
                return new ServerAccount(
                        candidate.prefix, candidate.owner, trial.output().strip());
            }
            faults.append(' ').append(trial.output().strip());
        }
        throw Failure.of(
                FailureKind.UNAVAILABLE,
                "PostgreSQL cannot be run here for the folder " + folder + ", neither by setpriv nor by unshare:"
                        + faults);
    }

    /** A command to be run as this account. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Makes this account the owner of a file, or of a folder with everything in it, unless it is already. */
    void own(Path path) throws IOException {
        if (owner.isPresent() && !Owner.of(path).equals(owner.get())) {
            FileTree.give(path, owner.get().uid(), owner.get().gid());
        }
    }

    private static List<ServerAccount> candidates(Path folder, Path data) throws IOException {
        if (!FileTree.isPosix(folder)) {
            return List.of(new ServerAccount(List.of(), Optional.empty(), ""));
        }
        Owner self = ourselves(folder);
        Optional<Owner> before = Files.exists(data) ? Optional.of(Owner.of(data)) : Optional.empty();
        if (self.uid() != ROOT) {
            refuseForeign(self, before, folder);
            return List.of(new ServerAccount(List.of(), Optional.empty(), ""));
        }
        Set<Owner> owners = new LinkedHashSet<>();
        before.ifPresent(owners::add);
        owners.add(NOBODY);
        owners.add(self);
        return owners.stream().map(ServerAccount::asRoot).toList();
    }

    private static ServerAccount asRoot(Owner owner) {
        List<String> prefix = owner.uid() == ROOT
                ? List.of("unshare", "-U")
                : List.of(
                        "setpriv",
                        "--reuid=" + owner.uid(),
                        "--regid=" + owner.gid(),
                        "--clear-groups",
                        "--no-new-privs");
        return new ServerAccount(prefix, Optional.of(owner), "");
    }

    private static void refuseForeign(Owner self, Optional<Owner> before, Path folder) {
        if (before.isPresent() && before.get().uid() != self.uid()) {
            throw Failure.of(
                    FailureKind.UNAVAILABLE,
                    "The database folder " + folder + " belongs to another user (id "
                            + before.get().uid() + "); this service runs as user id " + self.uid()
                            + ". Run it as that user, or give it a folder of its own (webqx.data-dir).");
        }
    }

    /** Runs the server's program for its version from inside the folder: all the ways that must be open are tried. */
    private Program.Outcome tryOut(Path folder, PostgresBinaries binaries) throws InterruptedException {
        List<String> versionOnly = List.of(binaries.program("postgres"), "--version");
        if (owner.isEmpty()) {
            return Program.run(versionOnly, folder, TRIAL);
        }
        List<String> fromInside = List.of(
                "sh", "-c", "cd -- \"$1\" && exec \"$2\" --version", "sh", folder.toString(), versionOnly.get(0));
        return Program.run(command(fromInside), folder, TRIAL);
    }

    /** Who we are is who a new file of ours belongs to, whatever the operating system calls it. */
    private static Owner ourselves(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".owner", null);
        try {
            return Owner.of(file);
        } finally {
            Files.delete(file);
        }
    }
}
