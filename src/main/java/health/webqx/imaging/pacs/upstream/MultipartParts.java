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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A multipart body (RFC 2046 5.1) taken apart as it comes, in constant memory. A body without its final boundary has been
 * cut off, whatever the transport says, and fails. Who has left a content may still be at work on another thread when the next
 * part is asked for: what it took of the source stays, and it takes nothing more.
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
    private boolean over;

    /** Counts the parts asked for: only who reads the present one may take something. */
    private final AtomicInteger turn = new AtomicInteger();

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
                    .invoke(parts::giveUp)
                    .onCancellation()
                    .invoke(parts::readerLeaves);
        });
    }

    private Uni<Optional<Part>> next() {
        turn.incrementAndGet();
        return skipped()
                .chain(() -> filled(() -> held.length() >= 2, 2))
                .flatMap(ready -> isLast()
                        ? ended()
                        : filled(() -> HEADERS_END.indexIn(held) >= 0, LONGEST_HEADERS)
                                .map(head -> Optional.of(part())));
    }

    private synchronized boolean isLast() {
        return held.getByte(0) == '-' && held.getByte(1) == '-';
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
                .invoke(this::open);
    }

    private synchronized void open() {
        opened = true;
        if (opening.begins(held)) {
            inContent = false;
            drop(opening.length());
        }
    }

    private synchronized Uni<Void> passedOver() {
        int now = turn.get();
        return inContent
                ? Multi.createBy()
                        .repeating()
                        .uni(() -> piece(now))
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
        int now = turn.get();
        return Multi.createBy()
                .repeating()
                .uni(() -> more(now))
                .until(any -> is(() -> exhausted || held.length() > LONGEST_PREAMBLE))
                .collect()
                .last()
                .onFailure()
                .recoverWithNull()
                .invoke(this::giveUp)
                .replaceWith(Optional.empty());
    }

    private synchronized Part part() {
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
        int now = turn.get();
        boolean[] first = {true};
        Multi<Buffer> content = Multi.createBy()
                .repeating()
                .uni(() -> first[0] ? contentBegin(first, now) : piece(now))
                .whilst(Optional::isPresent)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .filter(piece -> piece.length() > 0)
                .onTermination()
                .invoke(this::contentEnds);
        return new Part(headers, content);
    }

    /** The line end behind the headers is the delimiter's where nothing stands between. */
    private Uni<Optional<Buffer>> contentBegin(boolean[] first, int now) {
        return filled(() -> held.length() >= delimiter.length() || exhausted, delimiter.length(), now)
                .onFailure()
                .recoverWithNull()
                .flatMap(any -> {
                    first[0] = false;
                    return firstPiece(now);
                });
    }

    private synchronized Uni<Optional<Buffer>> firstPiece(int now) {
        if (now == turn.get() && !delimiter.begins(held) && held.length() >= 2) {
            drop(2);
        }
        return piece(now);
    }

    /** The next piece of a content; none when its delimiter was reached, which is behind us then, or when another's turn began. */
    private synchronized Uni<Optional<Buffer>> piece(int now) {
        if (!inContent || now != turn.get()) {
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
        return more(now).replaceWith(() -> Optional.of(Buffer.buffer()));
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
        return filled(enough, longest, turn.get());
    }

    private Uni<Void> filled(BooleanSupplier enough, int longest, int now) {
        if (is(enough)) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createBy()
                .repeating()
                .uni(() -> more(now).invoke(() -> requireRoom(enough, longest)))
                .until(any -> is(enough))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private synchronized boolean is(BooleanSupplier so) {
        return so.getAsBoolean();
    }

    private synchronized void requireRoom(BooleanSupplier enough, int longest) {
        if (!enough.getAsBoolean()) {
            if (exhausted) {
                throw brokeOff();
            } else if (held.length() > longest) {
                throw notUnderstood();
            }
        }
    }

    /** What comes is held whether or not who asked for it still waits: it may belong to the next part. */
    private Uni<Boolean> more(int now) {
        return source.next(this::hold, () -> now == turn.get()).invoke(this::came);
    }

    private synchronized void hold(Buffer bytes) {
        if (over) {
            Passing.letGo(bytes);
        } else {
            held = held.length() == 0 ? bytes : Passing.onHeap(held, bytes);
        }
    }

    private synchronized void came(boolean piece) {
        exhausted |= !piece;
    }

    private synchronized void readerLeaves() {
        readerLeft = true;
        if (!contentOpen) {
            giveUp();
        }
    }

    private synchronized void contentEnds() {
        contentOpen = false;
        if (readerLeft) {
            giveUp();
        }
    }

    /** Nothing more is read. */
    private synchronized void giveUp() {
        over = true;
        turn.incrementAndGet();
        source.cancel();
        drop(held.length());
    }

    private static Failure brokeOff() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive broke off");
    }

    private static Failure notUnderstood() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is not understood");
    }
}
