package health.webqx.imaging.viewer;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The files of a folder by their names within, found once: what is not among them cannot be named. */
final class ViewerFiles {
    /** Where scripts say that they lie. */
    private static final String ROOT = "__webpack_require__.p = \"/\"";

    private static final String INDEX = "index.html";

    /** Names that change with what is in the file. */
    private static final Pattern LASTING = Pattern.compile("(.*\\.)?[0-9a-f]{16}\\.(js|css|wasm)");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"));

    private final Map<String, Path> files;
    private final Map<String, SoftReference<Buffer>> scripts = new ConcurrentHashMap<>();
    private final String mount;
    private final String index;

    /**
     * What there is in the folder now.
     *
     * @param mount the path it is served at, such as {@code /viewer/}
     * @throws IllegalStateException when the folder cannot be read or holds no {@code index.html}
     */
    ViewerFiles(Path folder, String mount) {
        this.mount = mount;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .collect(Collectors.toUnmodifiableMap(
                            file -> folder.relativize(file).toString().replace('\\', '/'), Path::toAbsolutePath));
            index = mounted(Files.readString(folder.resolve(INDEX)), mount);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("webqx.viewer.folder is not the dist folder of @ohif/app: " + folder, e);
        }
    }

    /** The file of that name. */
    Optional<Path> find(String name) {
        return name.equals(INDEX) ? Optional.empty() : Optional.ofNullable(files.get(name));
    }

    /** The page that everything begins with. */
    String index() {
        return index;
    }

    /** Whether the file of that name is a script or a style, to be sent as {@link #script} has it. */
    static boolean isScript(String name) {
        return name.endsWith(".js") || name.endsWith(".css");
    }

    /** A script or style led to where it is served, compressed: OHIF's largest has 17 MB. Blocks when it is first asked for. */
    Buffer script(String name) throws IOException {
        SoftReference<Buffer> known = scripts.get(name);
        Buffer script = known == null ? null : known.get();
        if (script == null) {
            script = compressed(led(Files.readString(find(name).orElseThrow())));
            scripts.put(name, new SoftReference<>(script));
        }
        return script;
    }

    /** What scripts and styles say of where they lie. */
    private String led(String text) {
        return text.replace(ROOT, "__webpack_require__.p = \"" + mount + "\"").replace("url(/", "url(" + mount);
    }

    private static Buffer compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    static String mediaType(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /** Whether the file of that name will be the same for ever. */
    static boolean isLasting(String name) {
        return LASTING.matcher(name).matches();
    }

    /** OHIF is built for the root of a server: its own addresses, and those it makes later, begin here instead. */
    private static String mounted(String page, String mount) {
        return page.replaceAll("(href|src)=\"/(?!/)", "$1=\"" + mount)
                .replace("window.PUBLIC_URL=\"/\"", "window.PUBLIC_URL=\"" + mount + "\"")
                .replaceFirst("<head>", "<head><base href=\"" + mount + "\">");
    }
}
