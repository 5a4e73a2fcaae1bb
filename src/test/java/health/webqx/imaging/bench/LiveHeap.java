package health.webqx.imaging.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * What of a server's Java heap is in use when the garbage is gone.
 *
 * @param pid the server's process, of whose garbage {@code jcmd} has it rid itself
 * @param metrics where it tells what it uses
 */
record LiveHeap(long pid, String metrics) {
    long mib() {
        try {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            pid + "",
                            "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the heap cannot be measured", e);
        }
        return Math.round(Ask.text(metrics)
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / (1 << 20));
    }

    /** The most there was while that was done. */
    long most(Runnable work) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(work);
        long most = 0;
        while (!done.isDone()) {
            most = Math.max(most, mib());
        }
        done.join();
        return most;
    }
}
