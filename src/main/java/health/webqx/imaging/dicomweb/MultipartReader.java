package health.webqx.imaging.dicomweb;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.upstream.BytePattern;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes a multipart body apart as it comes (RFC 2046 5.1.1), however it is cut into pieces. No more of it is kept than may be
 * a boundary or a part's headers. What is no multipart body fails {@code MALFORMED}.
 */
final class MultipartReader {
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final BytePattern END_OF_HEADERS = new BytePattern("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    /** Something of the body, in its order. */
    sealed interface Piece {
        /**
         * A part begins.
         *
         * @param headers by name in lower case
         */
        record Begin(Map<String, String> headers) implements Piece {}

        /** Some of its content. */
        record Content(Buffer bytes) implements Piece {}

        /** It was whole. */
        record End() implements Piece {}
    }

    private enum State {
        PREAMBLE,
        BOUNDARY,
        HEADERS,
        CONTENT,
        EPILOGUE
    }

    private final BytePattern delimiter;
    /** The line end that belongs to the first boundary may be missing. */
    private byte[] held = {'\r', '\n'};

    private State state = State.PREAMBLE;

    MultipartReader(String boundary) {
        delimiter = new BytePattern(("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What the next bytes of the body bring to light. */
    List<Piece> read(Buffer bytes) {
        if (state == State.EPILOGUE) {
            return List.of();
        }
        held = joined(held, bytes.getBytes());
        List<Piece> pieces = new ArrayList<>();
        boolean further = true;
        while (further) {
            further = switch (state) {
                case PREAMBLE, CONTENT -> content(pieces);
                case BOUNDARY -> boundary();
                case HEADERS -> headers(pieces);
                case EPILOGUE -> false;
            };
        }
        return pieces;
    }

    /** Whether the last boundary has been seen. */
    boolean isComplete() {
        return state == State.EPILOGUE;
    }

    private boolean content(List<Piece> pieces) {
        int at = delimiter.indexIn(held);
        boolean inPart = state == State.CONTENT;
        int known = at >= 0 ? at : Math.max(0, held.length - delimiter.length() + 1);
        if (inPart && known > 0) {
            pieces.add(new Piece.Content(Buffer.buffer(known).appendBytes(held, 0, known)));
        }
        drop(at >= 0 ? at + delimiter.length() : known);
        if (at < 0) {
            return false;
        }
        if (inPart) {
            pieces.add(new Piece.End());
        }
        state = State.BOUNDARY;
        return true;
    }

    /** What follows a boundary: two hyphens after the last, else blanks and the end of the line. */
    private boolean boundary() {
        if (held.length >= 2 && held[0] == '-' && held[1] == '-') {
            held = new byte[0];
            state = State.EPILOGUE;
            return false;
        }
        int at = 0;
        while (at < held.length && (held[at] == ' ' || held[at] == '\t')) {
            at++;
        }
        if (at + 1 < held.length && held[at] == '\r' && held[at + 1] == '\n') {
            drop(at);
            state = State.HEADERS;
            return true;
        }
        boolean open =
                at == held.length || (at + 1 == held.length && (held[at] == '\r' || (at == 0 && held[at] == '-')));
        if (!open || held.length > LONGEST_HEADERS) {
            throw malformed("a boundary is not followed by the end of its line");
        }
        return false;
    }

    private boolean headers(List<Piece> pieces) {
        int end = END_OF_HEADERS.indexIn(held);
        if (end > LONGEST_HEADERS || (end < 0 && held.length > LONGEST_HEADERS)) {
            throw malformed("a part's headers are too long");
        }
        if (end < 0) {
            return false;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : new String(held, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (!line.isBlank() && colon <= 0) {
                throw malformed("a part's header has no name");
            } else if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        pieces.add(new Piece.Begin(headers));
        drop(end + END_OF_HEADERS.length());
        state = State.CONTENT;
        return true;
    }

    private void drop(int count) {
        byte[] rest = new byte[held.length - count];
        System.arraycopy(held, count, rest, 0, rest.length);
        held = rest;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Failure malformed(String why) {
        return Failure.at(FailureKind.MALFORMED, "body", why);
    }
}
