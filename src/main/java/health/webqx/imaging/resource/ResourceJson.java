package health.webqx.imaging.resource;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource's JSON (R4 2.6.2), read and written without losing anything: decimals keep their digits, members their
 * order. Reading is bounded in depth and strict in syntax. Thread-safe.
 */
public final class ResourceJson {
    /** Deeper than any real resource nests, and far from a stack's end. */
    private static final int MAX_DEPTH = 120;

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneOffset.UTC);

    private static final JsonMapper MAPPER = mapper();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private ResourceJson() {}

    /** Decimals are written out in full, so none may be longer than is ever read again. */
    private static final class BoundedNumbers extends JsonNodeFactory {
        private static final long serialVersionUID = 1;
        private static final int MOST_DIGITS = 500;

        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (number.precision() + Math.abs((long) number.scale()) > MOST_DIGITS) {
                throw Failure.of(FailureKind.INVALID, "a number has more than " + MOST_DIGITS + " digits");
            }
            return super.numberNode(number);
        }
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .nodeFactory(new BoundedNumbers())
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        return mapper;
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The object of members given in order: a short way to write JSON by hand. */
    public static ObjectNode object(Map<String, ?> members) {
        return MAPPER.valueToTree(members);
    }

    /**
     * The resource in a request's body.
     *
     * @throws Failure {@code MALFORMED} where it is not one JSON object in UTF-8, naming line and column
     */
    public static ObjectNode read(Buffer body) {
        if (tree(body) instanceof ObjectNode object) {
            return object;
        }
        throw Failure.at(FailureKind.MALFORMED, "body", "the body is not a JSON object");
    }

    /**
     * The JSON in a request's body, of whatever kind.
     *
     * @throws Failure {@code MALFORMED} where it is not JSON in UTF-8, or nested too deeply, naming line and column
     */
    public static JsonNode tree(Buffer body) {
        byte[] bytes = body.getBytes();
        requireUtf8(bytes);
        try (JsonParser parser = MAPPER.createParser(new ByteArrayInputStream(bytes))) {
            return tree(parser);
        } catch (JsonProcessingException e) {
            throw malformed(e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing may follow, and a number that is refused is told by its place, too. */
    private static JsonNode tree(JsonParser parser) throws IOException {
        try {
            JsonNode tree = READER.readTree(parser);
            if (tree == null || parser.nextToken() != null) {
                throw malformed(parser.currentLocation());
            }
            return tree;
        } catch (Failure failure) {
            throw Failure.at(
                    failure.kind(), failure.location().orElse(place(parser.currentLocation())), failure.diagnostics());
        }
    }

    /** The tree of JSON that this server wrote itself: a failure to read it is ours. */
    public static ObjectNode readStored(Buffer json) {
        try {
            return (ObjectNode) READER.readTree(new ByteArrayInputStream(json.getBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON text of a tree, without white space between its parts. */
    public static Buffer write(JsonNode node) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same JSON with line breaks and indentation. */
    public static byte[] pretty(byte[] json) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(READER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A copy that says which version it is: {@code resourceType}, {@code id} and {@code meta} come first, then the rest
     * in its order. What a client wrote into {@code meta.versionId} and {@code meta.lastUpdated} is replaced (R4 3.1.0.2).
     */
    public static ObjectNode versioned(ObjectNode resource, ResourceKey key, int version, Instant lastUpdated) {
        ObjectNode copy = MAPPER.createObjectNode();
        copy.put("resourceType", key.type());
        copy.put("id", key.id());
        ObjectNode meta = copy.putObject("meta");
        meta.put("versionId", Integer.toString(version));
        meta.put("lastUpdated", INSTANT.format(lastUpdated));
        if (resource.get("meta") instanceof ObjectNode given) {
            for (Map.Entry<String, JsonNode> member : given.properties()) {
                meta.putIfAbsent(member.getKey(), member.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> member : resource.properties()) {
            copy.putIfAbsent(member.getKey(), member.getValue());
        }
        return copy;
    }

    /** An R4 {@code instant} in UTC with milliseconds. */
    public static String instant(Instant instant) {
        return INSTANT.format(instant);
    }

    private static void requireUtf8(byte[] bytes) {
        ByteBuffer read = ByteBuffer.wrap(bytes);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(read);
        } catch (CharacterCodingException e) {
            throw Failure.at(FailureKind.MALFORMED, "byte " + read.position(), "the body is not valid UTF-8");
        }
    }

    private static Failure malformed(@Nullable JsonLocation at) {
        return Failure.at(FailureKind.MALFORMED, place(at), "the body is not valid JSON at " + place(at));
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "body" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
