package health.webqx.imaging.bench;

import java.util.Optional;

/**
 * What is measured, and how hard; each is a system property {@code bench.*}.
 *
 * @param base a FHIR server's base; absent: the packaged server of this project is started
 * @param token sent as bearer token to that server
 * @param pid the process whose CPU and memory are told, with its children's
 * @param javaOptions of the server that is started
 * @param pauseSeconds how long a server has to have been idle before a case, for what it put off during the last one; that long is
 *     waited where its process is not known
 * @param only names of cases begin with this
 */
record Settings(
        Optional<String> base,
        Optional<String> token,
        Optional<Long> pid,
        String javaOptions,
        Population population,
        boolean load,
        int connections,
        int seconds,
        int warmUpSeconds,
        int pauseSeconds,
        int deepPage,
        String only) {
    /** But for the memory, which the image takes of what its container has. */
    private static final String AS_IN_THE_IMAGE = "-Xmx256m -XX:NewRatio=1 -XX:+UseParallelGC"
            + " --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED -Dio.netty.tryReflectionSetAccessible=true";

    static Settings ofSystemProperties() {
        return new Settings(
                text("base"),
                text("token"),
                text("pid").map(Long::valueOf),
                text("java-options").orElse(AS_IN_THE_IMAGE),
                new Population(number("patients", 2000), number("studies", 5)),
                !text("load").equals(Optional.of("false")),
                number("connections", 8),
                number("seconds", 10),
                number("warm-up", 20),
                number("pause", 10),
                number("deep-page", 1000),
                text("only").orElse(""));
    }

    private static Optional<String> text(String name) {
        return Optional.ofNullable(System.getProperty("bench." + name)).filter(text -> !text.isBlank());
    }

    private static int number(String name, int unless) {
        return text(name).map(Integer::valueOf).orElse(unless);
    }
}
