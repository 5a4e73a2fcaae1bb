package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A multipart body (RFC 2046 5.1) taken apart as it comes, in constant memory. A body without its final boundary has been
 * cut off, whatever the transport says, and fails.
 */
public final class MultipartParts {
    private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\",]{1,200}))");
    private static final BytePattern HEADERS_END = new BytePattern(new byte[] {'\r', '\n', '\r', '\n'});
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_PREAMBLE = 64 * 1024;

    private final PulledStream source;
    private final BytePattern delimiter;
    /** A delimiter that nothing comes before: there is no line whose end belongs to it. */
    private final BytePattern opening;

    /** Not yet handed on. */
    private Buffer held = Buffer.buffer();

    private boolean exhausted;
    private boolean opened;
    private boolean inContent = true;
    private boolean readerLeft;
    private boolean contentOpen;

    private MultipartParts(PulledStream source, String boundary) {
        this.source = source;
        this.delimiter = new BytePattern(("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
        this.opening = new BytePattern(("--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * One part.
     *
     * @param headers by lower-case name
     * @param content to be consumed, or cancelled, before the next part is asked for
     */
    public record Part(Map<String, String> headers, Multi<Buffer> content) {
        /** The value of a header; no text when there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** The parts of an answer; {@code BAD_GATEWAY} where it has none or breaks off. */
    public static Multi<Part> of(Incoming answer) {
        return Multi.createFrom().deferred(() -> {
            Matcher boundary = BOUNDARY.matcher(answer.contentType());
            if (!isMultipart(answer) || !boundary.find()) {
                answer.drop();
                throw notUnderstood();
            }
            String text = Optional.ofNullable(boundary.group(1)).orElseGet(() -> boundary.group(2));
            MultipartParts parts = new MultipartParts(PulledStream.of(answer.content()), text);
            return Multi.createBy()
                    .repeating()
                    .uni(parts::next)
                    .whilst(Optional::isPresent)
                    .filter(Optional::isPresent)
                    .map(Optional::get)
                    .onFailure()
                    .invoke(parts.source::cancel)
                    .onCancellation()
                    .invoke(parts::readerLeaves);
        });
    }

    private Uni<Optional<Part>> next() {
        return skipped().chain(() -> filled(() -> held.length() >= 2, 2)).flatMap(ready -> {
            if (held.getByte(0) == '-' && held.getByte(1) == '-') {
                return ended();
            }
            return filled(() -> HEADERS_END.indexIn(held) >= 0, LONGEST_HEADERS).map(head -> Optional.of(part()));
        });
    }

    /** Whether an answer is one of parts. */
    public static boolean isMultipart(Incoming answer) {
        return answer.contentType().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** To behind the next delimiter. */
    private Uni<Void> skipped() {
        return opened ? passedOver() : begun().chain(this::passedOver);
    }

    /** Past the delimiter that a body begins with; where it has a preamble, that is passed over like a content. */
    private Uni<Void> begun() {
        return filled(() -> held.length() >= opening.length() || exhausted, opening.length())
                .invoke(() -> {
                    opened = true;
                    if (opening.begins(held)) {
                        inContent = false;
                        drop(opening.length());
                    }
                });
    }

    private Uni<Void> passedOver() {
        return inContent
                ? Multi.createBy()
                        .repeating()
                        .uni(this::piece)
                        .whilst(Optional::isPresent)
                        .onItem()
                        .invoke(unread -> unread.ifPresent(Passing::letGo))
                        .collect()
                        .last()
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** What comes after the last delimiter says nothing, but while it comes the connection cannot be used again. */
    private Uni<Optional<Part>> ended() {
        return Multi.createBy()
                .repeating()
                .uni(this::more)
                .until(any -> exhausted || held.length() > LONGEST_PREAMBLE)
                .collect()
                .last()
                .invoke(any -> source.cancel())
                .onFailure()
                .recoverWithNull()
                .invoke(() -> drop(held.length()))
                .replaceWith(Optional.empty());
    }

    private Part part() {
        int end = HEADERS_END.indexIn(held);
        Map<String, String> headers = new HashMap<>();
        // the delimiter's own line may end in blanks (RFC 2046 5.1.1)
        for (String line : held.getString(0, end, "ISO-8859-1").split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.put(name, line.substring(colon + 1).strip());
            }
        }
        // a part without content has its delimiter's line end here
        drop(end + 2);
        inContent = true;
        contentOpen = true;
        boolean[] first = {true};
        Multi<Buffer> content = Multi.createBy()
                .repeating()
                .uni(() -> first[0] ? contentBegin(first) : piece())
                .whilst(Optional::isPresent)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .filter(piece -> piece.length() > 0)
                .onTermination()
                .invoke(this::contentEnds);
        return new Part(headers, content);
    }

    /** The line end behind the headers is the delimiter's where nothing stands between. */
    private Uni<Optional<Buffer>> contentBegin(boolean[] first) {
        return filled(() -> held.length() >= delimiter.length() || exhausted, delimiter.length())
                .onFailure()
                .recoverWithNull()
                .flatMap(any -> {
                    first[0] = false;
                    if (!delimiter.begins(held) && held.length() >= 2) {
                        drop(2);
                    }
                    return piece();
                });
    }

    /** The next piece of a content; none when its delimiter was reached, which is behind us then. */
    private Uni<Optional<Buffer>> piece() {
        if (!inContent) {
            return Uni.createFrom().item(Optional.empty());
        }
        int found = delimiter.indexIn(held);
        if (found == 0) {
            inContent = false;
            drop(delimiter.length());
            return Uni.createFrom().item(Optional.empty());
        }
        int sure = found > 0 ? found : held.length() - delimiter.begunIn(held);
        if (sure > 0) {
            return Uni.createFrom().item(Optional.of(taken(sure)));
        } else if (exhausted) {
            return Uni.createFrom().failure(brokeOff());
        }
        return more().replaceWith(() -> Optional.of(Buffer.buffer()));
    }

    /** What is held begins with, held no longer. */
    private Buffer taken(int length) {
        if (length == held.length()) {
            Buffer all = held;
            held = Buffer.buffer();
            return all;
        }
        Buffer begin = held.slice(0, length);
        held = held.slice(length, held.length());
        Passing.hold(begin);
        return begin;
    }

    /** So many bytes are read and go nowhere. */
    private void drop(int length) {
        Passing.letGo(taken(length));
    }

    private Uni<Void> filled(BooleanSupplier enough, int longest) {
        if (enough.getAsBoolean()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createBy()
                .repeating()
                .uni(() -> more().invoke(() -> requireRoom(enough, longest)))
                .until(any -> enough.getAsBoolean())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void requireRoom(BooleanSupplier enough, int longest) {
        if (!enough.getAsBoolean()) {
            if (exhausted) {
                throw brokeOff();
            } else if (held.length() > longest) {
                throw notUnderstood();
            }
        }
    }

    private Uni<Boolean> more() {
        return source.next().map(piece -> {
            exhausted = piece.isEmpty();
            piece.ifPresent(bytes -> held = held.length() == 0 ? bytes : Passing.onHeap(held, bytes));
            return piece.isPresent();
        });
    }

    private synchronized void readerLeaves() {
        readerLeft = true;
        if (!contentOpen) {
            source.cancel();
        }
    }

    private synchronized void contentEnds() {
        contentOpen = false;
        if (readerLeft) {
            source.cancel();
        }
    }

    private static Failure brokeOff() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive broke off");
    }

    private static Failure notUnderstood() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is not understood");
    }
}
