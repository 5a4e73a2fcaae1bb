package health.webqx.imaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A multipart body taken apart (RFC 2046 5.1), as a client does that trusts nothing but the boundary. */
final class MultipartFiles {
    private MultipartFiles() {}

    /**
     * One file for each part.
     *
     * @throws IOException also when the last boundary is missing
     */
    static List<Path> write(byte[] body, String contentType, Path folder) throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String boundary = "--" + contentType.replaceFirst("(?s).*boundary=\"?([^\";]+).*", "$1");
        List<Path> files = new ArrayList<>();
        int at = text.indexOf(boundary);
        while (!text.startsWith("--", at + boundary.length())) {
            int start = text.indexOf("\r\n\r\n", at) + 4;
            int end = text.indexOf("\r\n" + boundary, start);
            if (end < 0) {
                throw new IOException("the last boundary is missing");
            }
            Path file = folder.resolve(files.size() + ".dcm");
            Files.writeString(file, text.substring(start, end), StandardCharsets.ISO_8859_1);
            files.add(file);
            at = end + 2;
        }
        return files;
    }
}
