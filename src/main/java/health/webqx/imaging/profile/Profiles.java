package health.webqx.imaging.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import ca.uhn.fhir.validation.ValidationResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Validation of resources against R4 and the profiles of this project (R4 resource validation). The validator is made when
 * it is first needed, which takes seconds and some hundred megabytes; validating takes milliseconds to seconds. Never call
 * it on an event loop. Thread-safe.
 */
public final class Profiles {
    private static final List<ObjectNode> GUIDE = Guide.resources();
    private static final List<ObjectNode> DEFINITIONS = GUIDE.stream()
            .filter(resource -> resource.path("resourceType").asText().equals("StructureDefinition"))
            .toList();
    private static final Set<String> CANONICALS = DEFINITIONS.stream()
            .map(definition -> definition.path("url").asText())
            .collect(Collectors.toUnmodifiableSet());

    private Profiles() {}

    /** The validator, made once for the whole process. */
    private static final class Shared {
        private static final FhirValidator VALIDATOR = validator();
    }

    /** A resource of this project's guide, such as a ValueSet, by its canonical URL; not to be changed. */
    public static Optional<ObjectNode> find(String type, String url) {
        return GUIDE.stream()
                .filter(resource -> resource.path("resourceType").asText().equals(type)
                        && resource.path("url").asText().equals(url))
                .findFirst();
    }

    /** The canonical URLs of this project's profiles on a type, in their order in the guide. */
    public static List<String> of(String type) {
        return DEFINITIONS.stream()
                .filter(definition -> definition.path("type").asText().equals(type))
                .map(definition -> definition.path("url").asText())
                .toList();
    }

    /**
     * Lets a resource pass that claims none of this project's profiles, or meets those it claims.
     *
     * @throws Failure {@code UNPROCESSABLE}, with the first of what is wrong and its place
     */
    public static void requireMet(ObjectNode resource, Buffer json) {
        for (JsonNode claimed : resource.path("meta").path("profile")) {
            String canonical = claimed.asText().replaceFirst("\\|.*", "");
            if (CANONICALS.contains(canonical)) {
                requireMet(json, canonical);
            }
        }
    }

    private static void requireMet(Buffer json, String profile) {
        result(json, Optional.of(profile)).getMessages().stream()
                .filter(Profiles::isError)
                .findFirst()
                .ifPresent(message -> {
                    throw Failure.at(FailureKind.UNPROCESSABLE, message.getLocationString(), message.getMessage());
                });
    }

    /**
     * What is wrong with a resource, or that nothing is, as an OperationOutcome.
     *
     * @param profile canonical URL of a profile to hold it against beside those it claims; {@code NOT_FOUND} for one that
     *     is neither R4's nor this project's
     */
    public static ObjectNode validate(Buffer json, Optional<String> profile) {
        profile.filter(canonical -> !isKnown(canonical)).ifPresent(unknown -> {
            throw Failure.at(FailureKind.NOT_FOUND, "profile", "this profile is not known here");
        });
        ObjectNode outcome = ResourceJson.object();
        outcome.put("resourceType", "OperationOutcome");
        ArrayNode issues = outcome.putArray("issue");
        result(json, profile).getMessages().forEach(message -> issue(issues.addObject(), message));
        if (issues.isEmpty()) {
            issues.addObject()
                    .put("severity", "information")
                    .put("code", "informational")
                    .put("diagnostics", "no issues detected");
        }
        return outcome;
    }

    private static void issue(ObjectNode issue, SingleValidationMessage message) {
        issue.put("severity", message.getSeverity().getCode());
        issue.put("code", isError(message) ? "invalid" : "informational");
        issue.put("diagnostics", message.getMessage());
        if (message.getLocationString() != null) {
            issue.putArray("expression").add(message.getLocationString());
        }
    }

    private static boolean isError(SingleValidationMessage message) {
        return switch (message.getSeverity()) {
            case ERROR, FATAL -> true;
            case WARNING, INFORMATION -> false;
        };
    }

    private static ValidationResult result(Buffer json, Optional<String> profile) {
        ValidationOptions options = new ValidationOptions();
        profile.ifPresent(options::addProfile);
        return Shared.VALIDATOR.validateWithResult(json.toString(StandardCharsets.UTF_8), options);
    }

    private static boolean isKnown(String canonical) {
        return CANONICALS.contains(canonical)
                || new DefaultProfileValidationSupport(R4.context()).fetchStructureDefinition(canonical) != null;
    }

    private static FhirValidator validator() {
        FhirContext r4 = R4.context();
        PrePopulatedValidationSupport guide = new PrePopulatedValidationSupport(r4);
        for (ObjectNode resource : Guide.resources()) {
            IBaseResource parsed = r4.newJsonParser()
                    .parseResource(ResourceJson.write(resource).toString());
            guide.addResource(parsed);
        }
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(r4),
                guide,
                new CommonCodeSystemsTerminologyService(r4),
                new InMemoryTerminologyServerValidationSupport(r4),
                new SnapshotGeneratingValidationSupport(r4)));
        instances.setErrorForUnknownProfiles(false);
        return r4.newValidator().registerValidatorModule(instances);
    }
}
