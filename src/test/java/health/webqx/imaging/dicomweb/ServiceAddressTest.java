package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceAddressTest {
    @Test
    void tellsValuesFromSteps() {
        assertThat(ServiceAddress.of("/studies/1.2/series/3/instances/4/frames/1%2C2/rendered"))
                .isEqualTo(new ServiceAddress(
                        "/studies/:/series/:/instances/:/frames/:/rendered",
                        Map.of("study", "1.2", "series", "3", "instance", "4", "frames", "1,2")));
        assertThat(ServiceAddress.of("/studies/1.2/series"))
                .isEqualTo(new ServiceAddress("/studies/:/series", Map.of("study", "1.2")));
        assertThat(ServiceAddress.of("/instances").shape()).isEqualTo("/instances");
    }

    @Test
    void takesStepsForValuesWhereOneIsDue() {
        assertThat(ServiceAddress.of("/studies/bulkdata/metadata"))
                .isEqualTo(new ServiceAddress("/studies/:/metadata", Map.of("study", "bulkdata")));
        assertThat(ServiceAddress.of("/studies/studies").values()).containsEntry("study", "studies");
    }

    @Test
    void leavesABulkValuesPathWhole() {
        assertThat(ServiceAddress.of("/studies/1/series/2/instances/3/bulkdata/00400275/0/7FE00010"))
                .isEqualTo(new ServiceAddress(
                        "/studies/:/series/:/instances/:/bulkdata/*",
                        Map.of("study", "1", "series", "2", "instance", "3", "*", "00400275/0/7FE00010")));
    }

    @Test
    void hasNoKnownShapeForWhatHasEmptySteps() {
        assertThat(ServiceAddress.of("/studies//series").shape()).isEqualTo("/studies//series");
        assertThat(ServiceAddress.of("").shape()).isEmpty();
        assertThat(ServiceAddress.of("/studies/").shape()).isEqualTo("/studies");
    }

    @Test
    void refusesWhatIsNotEncodedRight() {
        assertThatThrownBy(() -> ServiceAddress.of("/studies/%zz")).isInstanceOf(IllegalArgumentException.class);
        assertThat(ServiceAddress.of("/studies/1+2").values()).containsEntry("study", "1+2");
    }
}
