package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeTest {
    @Test
    void everyCompositeOfR4PutsTogetherParametersOfItsType() {
        int composites = 0;
        for (String type : R4.PARAMETERS.resourceTypes()) {
            for (SearchParameter parameter : R4.PARAMETERS.of(type)) {
                boolean composite = parameter.type() == SearchParameterType.COMPOSITE;
                composites += composite ? 1 : 0;
                assertThat(Composite.of(parameter, R4.PARAMETERS).isPresent())
                        .as(type + "." + parameter.code())
                        .isEqualTo(composite);
            }
        }
        assertThat(composites).isGreaterThan(50);
    }

    @Test
    void aComponentOfAnObservationIsAPartAndTheObservationItselfIsNone() {
        IndexEntries entries = R4.entries(
                """
                {'resourceType':'Observation','code':{'coding':[{'code':'bp'}]},'component':[
                  {'code':{'coding':[{'code':'sys'}]},'valueQuantity':{'value':120}},
                  {'code':{'coding':[{'code':'dia'}]},'valueQuantity':{'value':80}}]}""");

        assertThat(entries.tokens())
                .containsExactlyInAnyOrder(TokenEntry.of("code", "", "bp"), TokenEntry.of("combo-code", "", "bp"));
        assertThat(entries.parts()).hasSize(2);
        assertThat(entries.parts().get(1).tokens())
                .containsExactlyInAnyOrder(
                        TokenEntry.of("component-code", "", "dia"), TokenEntry.of("combo-code", "", "dia"));
        assertThat(entries.parts().get(1).quantities())
                .extracting(QuantityEntry::param)
                .containsExactlyInAnyOrder("component-value-quantity", "combo-value-quantity");
    }

    @Test
    void whatNoCompositeAsksForHasNoParts() {
        for (String json : List.of(
                "{'resourceType':'Patient','name':[{'family':'a'}]}",
                "{'resourceType':'Observation','code':{'text':'x'},'valueQuantity':{'value':1}}")) {
            assertThat(R4.entries(json).parts()).isEmpty();
        }
    }
}
