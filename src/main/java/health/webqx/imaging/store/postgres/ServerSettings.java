package health.webqx.imaging.store.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the server is set. Everything is given on its command line, so that a new version of this service brings its
 * settings to an old folder. Compression stays PostgreSQL's own (pglz): the binaries are built without lz4.
 *
 * @param values parameter to value
 */
record ServerSettings(Map<String, String> values) {
    /** A parameter of our own, by which a running server tells what it was started with. */
    static final String LAUNCH = "webqx.launch";

    /** The settings of a server of the given version; equal settings have an equal {@link #LAUNCH}. */
    static ServerSettings of(Path logs, String version) {
        Map<String, String> values = new LinkedHashMap<>();
        durable(values);
        modest(values);
        closed(values);
        logged(values, logs);
        values.put(LAUNCH, Integer.toHexString((version + values).hashCode()));
        return new ServerSettings(values);
    }

    /** What tells this server from one started otherwise. */
    String launch() {
        return values.getOrDefault(LAUNCH, "");
    }

    /** The arguments for a server on a data directory and port. */
    List<String> arguments(Path data, int port) {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-c", "port=" + port));
        values.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    /** An acknowledged write is on disk, after a crash of ours, of the server or of the machine. */
    private static void durable(Map<String, String> values) {
        values.put("fsync", "on");
        values.put("full_page_writes", "on");
        values.put("synchronous_commit", "on");
    }

    /** A part of a small service on a laptop, not a database machine: no replication, little memory, little disk. */
    private static void modest(Map<String, String> values) {
        values.put("max_connections", "60");
        values.put("shared_buffers", "192MB");
        values.put("random_page_cost", "1.1");
        values.put("huge_pages", "off");
        values.put("jit", "off");
        values.put("wal_level", "minimal");
        values.put("max_wal_senders", "0");
        values.put("min_wal_size", "32MB");
        values.put("max_wal_size", "512MB");
        // Costs each statement a twentieth of what a lookup takes.
        values.put("update_process_title", "off");
        values.put("max_worker_processes", "4");
        values.put("max_logical_replication_workers", "0");
        values.put("autovacuum_max_workers", "2");
        // After a first load searches are planned without knowing the tables: up to twenty times slower, until this.
        values.put("autovacuum_naptime", "10s");
    }

    /** Nobody but this machine reaches it, and a session whose service was killed ends soon. */
    private static void closed(Map<String, String> values) {
        values.put("listen_addresses", "127.0.0.1");
        values.put("unix_socket_directories", "");
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            values.put("client_connection_check_interval", "5s");
        }
    }

    /**
     * Starts, stops and deaths, in seven files by weekday. Errors of single statements go to the client that sent them and
     * not to the log: they quote values, which may be a patient's.
     */
    private static void logged(Map<String, String> values, Path logs) {
        values.put("logging_collector", "on");
        values.put("log_directory", logs.toString());
        values.put("log_filename", "postgres-%a.log");
        values.put("log_truncate_on_rotation", "on");
        values.put("log_rotation_age", "1d");
        values.put("log_rotation_size", "0");
        values.put("log_min_messages", "log");
        values.put("log_min_error_statement", "panic");
        values.put("log_error_verbosity", "terse");
        values.put("log_checkpoints", "off");
        values.put("log_timezone", "UTC");
        values.put("timezone", "UTC");
        values.put("lc_messages", "C");
    }
}
