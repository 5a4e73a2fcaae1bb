package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchParametersTest {
    /** R4 gives them no FHIRPath: full text, and named queries. */
    private static final Set<String> WITHOUT_EXPRESSION = Set.of("_text", "_content", "_query");

    @Test
    void everyResourceTypeOfR4IsKnownAndNothingElse() {
        assertThat(R4.PARAMETERS.resourceTypes()).hasSize(146).contains("Patient", "ImagingStudy", "Bundle", "Binary");
        assertThat(R4.PARAMETERS.knows("ImagingStudy")).isTrue();
        assertThat(R4.PARAMETERS.knows("DomainResource")).isFalse();
        assertThat(R4.PARAMETERS.of("Study")).isEmpty();
    }

    @Test
    void aParameterOfSeveralTypesIsFoundOnEachAndAParameterOfAllTypesToo() {
        SearchParameter patient = R4.PARAMETERS.find("Observation", "patient").orElseThrow();
        assertThat(patient.url()).isEqualTo("http://hl7.org/fhir/SearchParameter/clinical-patient");
        assertThat(patient.type()).isEqualTo(SearchParameterType.REFERENCE);
        assertThat(patient.targets()).contains("Patient");
        assertThat(R4.PARAMETERS.find("Endpoint", "_tag").orElseThrow().resourceType())
                .isEqualTo("Endpoint");
        assertThat(R4.PARAMETERS.find("Endpoint", "patient")).isEmpty();
    }

    @Test
    void aBinaryHasTheParametersOfResourcesAndNotThoseOfDomainResources() {
        assertThat(R4.PARAMETERS.find("Binary", "_profile")).isPresent();
        assertThat(R4.PARAMETERS.find("Binary", "_text")).isEmpty();
    }

    @Test
    void everyParameterOfEveryTypeSelectsSomethingTheIndexCanHold() {
        assertThat(all().filter(p -> !WITHOUT_EXPRESSION.contains(p.code()))
                        .filter(p -> p.type() != SearchParameterType.COMPOSITE)
                        .filter(p -> R4.EXTRACTOR.compile(p) == Walk.NOWHERE)
                        .map(p -> p.resourceType() + "." + p.code()))
                .as("parameters that no resource can ever have an entry for")
                .isEmpty();
    }

    @Test
    void everyCompositeCompilesWithItsComponents() {
        ReferenceReader references = new ReferenceReader(R4.PARAMETERS.resourceTypes(), R4.BASE::equals);
        Walk held = (node, into) -> true;
        List<SearchParameter> composites =
                all().filter(p -> p.type() == SearchParameterType.COMPOSITE).toList();
        assertThat(composites).hasSize(72).allSatisfy(composite -> {
            ExpressionCompiler compiler =
                    new ExpressionCompiler(R4.CONTEXT, composite.resourceType(), references, Set.of());
            assertThat(composite.components()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(component -> {
                Expression part = ExpressionParser.parse(component.expression());
                Walk walk = compiler.compile(
                        ExpressionParser.parse(composite.expression()),
                        type -> compiler.compile(part, type, found -> held));
                assertThat(walk).isNotEqualTo(Walk.NOWHERE);
            });
        });
    }

    @Test
    void theStandardsBundleAndTheModelsAnnotationsNameTheSameParameters() {
        for (String type : R4.PARAMETERS.resourceTypes()) {
            Set<String> annotated = new TreeSet<>();
            for (RuntimeSearchParam p : R4.CONTEXT.getResourceDefinition(type).getSearchParams()) {
                annotated.add(p.getName() + " " + p.getParamType().getCode());
            }
            assertThat(R4.PARAMETERS.of(type).stream()
                            .filter(p -> !p.code().startsWith("_"))
                            .map(p -> p.code() + " " + p.type().code()))
                    .as(type)
                    .isSubsetOf(annotated);
            annotated.removeIf(p -> p.startsWith("_"));
            assertThat(R4.PARAMETERS.of(type).stream()
                            .map(p -> p.code() + " " + p.type().code()))
                    .as(type)
                    .containsAll(annotated);
        }
    }

    private static Stream<SearchParameter> all() {
        return R4.PARAMETERS.resourceTypes().stream().flatMap(type -> R4.PARAMETERS.of(type).stream());
    }
}
