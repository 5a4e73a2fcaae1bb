package health.webqx.imaging.bench;

import health.webqx.imaging.PackagedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * nginx as a proxy before servers, each below a path of its own: tuned for them, which is to keep its connections to them, and
 * as it comes, when all that is written down is where they are.
 */
record NginxProcess(Process process, String url) implements AutoCloseable {
    private static final String AS_IT_COMES = "/as-it-comes";

    /**
     * Starts one.
     *
     * @param program where it is
     * @param upstreams by name, which is the path: {@code http://host:port}
     */
    static NginxProcess start(String program, Path folder, Map<String, String> upstreams) throws IOException {
        Files.createDirectories(folder.resolve("temp"));
        int port = PackagedServer.freePort();
        StringBuilder servers = new StringBuilder();
        StringBuilder paths = new StringBuilder();
        upstreams.forEach((name, to) -> {
            String address = to.replaceFirst("https?://", "").replace("localhost", "127.0.0.1");
            servers.append("upstream ")
                    .append(name)
                    .append(" { server ")
                    .append(address)
                    .append("; keepalive 32; }\n");
            paths.append("location /")
                    .append(name)
                    .append("/ { proxy_pass http://")
                    .append(name)
                    .append("/; proxy_http_version 1.1; proxy_set_header Connection \"\"; }\n");
            paths.append("location ")
                    .append(AS_IT_COMES)
                    .append('/')
                    .append(name)
                    .append("/ { proxy_pass http://")
                    .append(address)
                    .append("/; }\n");
        });
        Path settings = Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log %1$s/error.log;
                events { worker_connections 512; }
                http {
                  access_log off; client_body_temp_path %1$s/temp; proxy_temp_path %1$s/temp;
                  fastcgi_temp_path %1$s/temp; uwsgi_temp_path %1$s/temp; scgi_temp_path %1$s/temp;
                  proxy_max_temp_file_size 0; keepalive_requests 100000000;
                  %2$s
                  server { listen 127.0.0.1:%3$d; %4$s }
                }
                """
                        .formatted(folder, servers, port, paths));
        Process process = new ProcessBuilder(
                        program, "-p", folder.toString(), "-c", settings.toString(), "-e", folder + "/error.log")
                .inheritIO()
                .start();
        return new NginxProcess(process, "http://127.0.0.1:" + port);
    }

    /** Where an upstream is found by way of the tuned one. */
    String tuned(String name) {
        return url + "/" + name;
    }

    /** Where an upstream is found by way of the other. */
    String asItComes(String name) {
        return url + AS_IT_COMES + "/" + name;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
