package health.webqx.imaging.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.index.SearchParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterKeyTest {
    @Test
    void givesEachParameterOfR4AKeyOfItsOwn() {
        SearchParameters parameters = SearchParameters.r4(R4.context());
        Map<Integer, String> owners = new HashMap<>();

        for (String type : parameters.resourceTypes()) {
            parameters.of(type).forEach(parameter -> List.of("", ":text", ":of-type", ":latitude", ":longitude")
                    .forEach(side -> {
                        String name = parameter.code() + side;
                        assertThat(owners.putIfAbsent(ParameterKey.of(type, name), type + "." + name))
                                .as(name)
                                .isNull();
                    }));
        }
        assertThat(owners).hasSizeGreaterThan(1000);
    }
}
