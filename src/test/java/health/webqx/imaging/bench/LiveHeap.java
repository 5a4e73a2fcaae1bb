package health.webqx.imaging.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * What of a server's Java heap is reachable, as {@code jcmd} counts it.
 *
 * @param pid the server's process
 */
record LiveHeap(long pid) {
    long mib() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process histogram = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String told = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return told.lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.strip().replaceFirst(".* ", "")) >> 20)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the heap cannot be measured: " + told));
        } catch (IOException e) {
            throw new IllegalStateException("the heap cannot be measured", e);
        }
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
