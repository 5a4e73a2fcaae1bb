package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings up the server of a folder whose lock is held: takes over one that runs already, or starts one.
 *
 * <p>A server outlives a service that was killed, and the next start takes it over, in well under a second and with
 * nothing to recover. Tying its life to the service's by {@code PR_SET_PDEATHSIG} would be wrong from Java: that signal
 * comes when the <em>thread</em> ends that started the process. A server nobody takes over is idle, and PostgreSQL stops
 * by itself within a minute once its folder is deleted.
 *
 * @param cluster what lies on disk
 * @param binaries the server's programs
 * @param account what they run as
 * @param settings what a new server is given, and what one to be taken over must have been given
 */
record ServerStart(Cluster cluster, PostgresBinaries binaries, ServerAccount account, ServerSettings settings) {
    private static final Logger LOG = Logger.getLogger(ServerStart.class);

    /** Enough for the recovery of the write-ahead log's 512 MB at most. */
    private static final Duration READY = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofMillis(200);

    /**
     * What passes by itself: our port was taken between choosing and using it; sessions of a server that was killed have
     * not ended yet.
     */
    private static final List<String> PASSING =
            List.of("could not create any TCP/IP sockets", "pre-existing shared memory block");

    /** The running server and where it listens. */
    record Ready(Postmaster postmaster, ServerSession session) {}

    /** Blocks until the server takes connections; fails with {@code UNAVAILABLE} and the server's reason. */
    Ready run() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        Optional<Postmaster> orphan = Postmaster.on(cluster.data());
        if (orphan.isPresent()) {
            Optional<Ready> takenOver = takeOver(orphan.get(), deadline);
            if (takenOver.isPresent()) {
                return takenOver.get();
            }
            LOG.infof("Stopping the PostgreSQL server that was left on %s", cluster.folder());
            orphan.get().stop(binaries, account);
        }
        PidFile.disown(cluster.data());
        return start(deadline);
    }

    private Optional<Ready> takeOver(Postmaster orphan, long deadline) throws IOException, InterruptedException {
        Optional<ServerSession> session = awaitReady(orphan, deadline);
        if (session.isEmpty() || !session.get().wasStartedWith(settings, cluster.data())) {
            return Optional.empty();
        }
        session.get().endOthers();
        LOG.infof("Took over the PostgreSQL server that was left on %s", cluster.folder());
        return Optional.of(new Ready(orphan, session.get()));
    }

    private Ready start(long deadline) throws IOException, InterruptedException {
        while (true) {
            ServerLog log = ServerLog.from(cluster.logs());
            Postmaster postmaster = launch(freePort());
            Optional<ServerSession> session = awaitReady(postmaster, deadline);
            if (session.isPresent()) {
                return new Ready(postmaster, session.get());
            }
            boolean gaveUp = !postmaster.isRunning();
            postmaster.stop(binaries, account);
            List<String> words = log.lines();
            if (!gaveUp || !isPassing(words) || System.nanoTime() > deadline) {
                throw Failure.of(
                        FailureKind.UNAVAILABLE,
                        "PostgreSQL does not start on " + cluster.folder() + ": " + ServerLog.reason(words));
            }
            Thread.sleep(RETRY.toMillis());
        }
    }

    private Postmaster launch(int port) throws IOException {
        List<String> command = new ArrayList<>();
        // Its own session, so that Ctrl-C in a terminal reaches the service alone, which then stops the server in
        // order.
        Program.find("setsid").ifPresent(command::add);
        List<String> server = new ArrayList<>(List.of(binaries.program("postgres")));
        server.addAll(settings.arguments(cluster.data(), port));
        command.addAll(account.command(server));
        Process process = Program.builder(command, cluster.folder())
                .redirectOutput(ServerLog.firstWords(cluster.logs()).toFile())
                .start();
        process.getOutputStream().close();
        return new Postmaster(process.toHandle(), cluster.data());
    }

    /** A session with the server once it says it is ready; empty if it ends or does not get ready. */
    private Optional<ServerSession> awaitReady(Postmaster postmaster, long deadline)
            throws IOException, InterruptedException {
        while (postmaster.isRunning() && System.nanoTime() < deadline) {
            Optional<PidFile> status = postmaster.status().filter(PidFile::ready);
            if (status.isPresent()) {
                return ServerSession.with(status.get().port(), cluster.password());
            }
            Thread.sleep(POLL.toMillis());
        }
        return Optional.empty();
    }

    private static boolean isPassing(List<String> words) {
        return words.stream().anyMatch(line -> PASSING.stream().anyMatch(line::contains));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
