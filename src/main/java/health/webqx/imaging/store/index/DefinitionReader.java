package health.webqx.imaging.store.index;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the standard's Bundle of SearchParameters entry by entry, so that the whole of it is never in memory. */
final class DefinitionReader {
    private static final String BUNDLE = "/org/hl7/fhir/r4/model/sp/search-parameters.json";

    private DefinitionReader() {}

    /** Hands on every parameter with each of its bases, which may be abstract: Resource, DomainResource. */
    static void read(BiConsumer<String, SearchParameter> sink) {
        try (InputStream bytes = DefinitionReader.class.getResourceAsStream(BUNDLE)) {
            if (bytes == null) {
                throw new IllegalStateException("hapi-fhir-validation-resources-r4 is not on the class path");
            }
            read(bytes, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(InputStream bytes, BiConsumer<String, SearchParameter> sink) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (JsonParser parser = mapper.createParser(bytes)) {
            while (parser.nextToken() != null) {
                boolean resource =
                        "resource".equals(parser.currentName()) && parser.currentToken() == JsonToken.START_OBJECT;
                if (resource) {
                    JsonNode definition = mapper.readTree(parser);
                    texts(definition, "base").forEach(base -> sink.accept(base, parameter(base, definition)));
                }
            }
        }
    }

    private static SearchParameter parameter(String base, JsonNode definition) {
        String code = definition.path("code").asText();
        return new SearchParameter(
                base,
                code,
                definition.path("url").asText(),
                SearchParameterType.of(definition.path("type").asText()),
                definition.path("expression").asText(),
                new LinkedHashSet<>(texts(definition, "target").toList()),
                components(definition),
                PatientCompartment.parametersOf(base).contains(code));
    }

    private static List<SearchParameter.Component> components(JsonNode definition) {
        return stream(definition.path("component"))
                .map(c -> new SearchParameter.Component(
                        c.path("definition").asText(), c.path("expression").asText()))
                .toList();
    }

    private static Stream<String> texts(JsonNode node, String element) {
        return stream(node.path(element)).map(JsonNode::asText);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Bases whose parameters every resource type of their kind has. */
    static Set<String> basesOf(String resourceType) {
        return switch (resourceType) {
            case "Bundle", "Binary", "Parameters" -> Set.of("Resource");
            default -> Set.of("Resource", "DomainResource");
        };
    }
}
