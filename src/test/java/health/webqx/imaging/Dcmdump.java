package health.webqx.imaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Files as DCMTK reads them. */
final class Dcmdump {
    private Dcmdump() {}

    /** The text value of an element, written as {@code gggg,eeee}; fails when DCMTK cannot read the whole file. */
    static String value(Path file, String tag) throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(Peer.require("dcmdump").toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dump.waitFor() != 0) {
            throw new IOException(text);
        }
        return text.replaceFirst("(?s).*\\n\\(" + tag + "\\) \\w\\w \\[([^\\]]*)\\].*", "$1");
    }
}
