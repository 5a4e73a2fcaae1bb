package health.webqx.imaging.bench;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a class's benchmarks in a JVM of their own. */
final class Jmh {
    private Jmh() {}

    /**
     * Milliseconds of each benchmark, by its method's name and its parameter {@code of}, if it has one.
     *
     * @param folder with the files that they are about
     */
    static Map<String, Double> millis(Class<?> benchmarks, Path folder) throws RunnerException {
        tellForksTheClassPath();
        var options = new OptionsBuilder()
                .include(benchmarks.getName())
                .param("folder", folder.toString())
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Map<String, Double> millis = new TreeMap<>();
        for (RunResult result : new Runner(options).run()) {
            String method = result.getPrimaryResult().getLabel();
            String of = result.getParams().getParam("of");
            millis.put(
                    of == null ? method : method + " " + of,
                    result.getPrimaryResult().getScore());
        }
        return millis;
    }

    /** Maven runs this in its own JVM, whose class path is Maven's. */
    private static void tellForksTheClassPath() {
        if (Jmh.class.getClassLoader() instanceof URLClassLoader loader) {
            String path =
                    Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
            System.setProperty("java.class.path", path);
        }
    }
}
