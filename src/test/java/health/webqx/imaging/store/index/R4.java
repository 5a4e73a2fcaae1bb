package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The definitions of R4, read once for all tests of this package, and extraction from JSON written in a test. */
final class R4 {
    static final String BASE = "https://imaging.example/fhir";
    static final FhirContext CONTEXT = FhirContext.forR4Cached();
    static final SearchParameters PARAMETERS = SearchParameters.r4(CONTEXT);
    static final IndexExtractor EXTRACTOR = new IndexExtractor(CONTEXT, PARAMETERS, BASE::equals);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private R4() {}

    static ObjectNode resource(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The entries of a resource in JSON, with single quotes for double ones. */
    static IndexEntries entries(String json) {
        ObjectNode resource = resource(json);
        return EXTRACTOR.extract(resource.path("resourceType").asText(), resource);
    }
}
