package health.webqx.imaging.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where notifications may go. */
class EndpointsTest {
    private final Endpoints endpoints = endpoints(
            List.of("https://ris.example.org/hooks/", "https://any.example.org:*", "http://10.9.8.7:8080"),
            List.of("10.1.0.0/16", "fd00:1::/32"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ris.example.org/hooks",
                "https://ris.example.org/hooks/a?b=c",
                "https://RIS.example.org:443/hooks/a",
                "https://any.example.org:8443/x",
                "https://any.example.org",
                "http://10.9.8.7:8080/x"
            })
    void allowsWhatIsNamed(String endpoint) {
        assertThat(endpoints.requireAllowed(endpoint)).isEqualTo(URI.create(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ris.example.org/hooks",
                "https://ris.example.org/",
                "https://ris.example.org/hooksy",
                "https://ris.example.org:8443/hooks",
                "https://ris.example.org/hooks/../admin",
                "https://ris.example.org/hooks/%2e%2E/admin",
                "https://ris.example.org/hooks/..%2fadmin",
                "https://ris.example.org/hooks/..;/admin",
                "https://ris.example.org.evil.org/hooks",
                "https://ris.example.org@evil.org/hooks",
                "https://user:secret@ris.example.org/hooks",
                "https://evil.org/#https://ris.example.org/hooks",
                "https://ris.example.org\\@evil.org/hooks",
                "https://ris.example.org/hooks\r\nX: y",
                "//ris.example.org/hooks",
                "file:///etc/passwd",
                "gopher://ris.example.org/hooks",
                "https:/ris.example.org/hooks",
                "https:ris.example.org",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://127.1/",
                "mailto:somebody@example.org",
                ""
            })
    void refusesWhatIsNot(String endpoint) {
        assertThatThrownBy(() -> endpoints.requireAllowed(endpoint)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "198.18.0.1",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "fec0::1"
            })
    void takesNoPrivateAddressForPublic(String address) throws Exception {
        assertThat(Network.isPublic(InetAddress.getByName(address))).isFalse();
        assertThat(endpoints.isAllowed(URI.create("https://any.example.org"), InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "11.0.0.1", "100.128.0.1", "2a00:1450:4001::1", "2606:4700::1"})
    void takesPublicAddressesForWhatTheyAre(String address) throws Exception {
        assertThat(endpoints.isAllowed(URI.create("https://any.example.org"), InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void allowsPrivateAddressesThatAreNamed() throws Exception {
        URI byName = URI.create("https://any.example.org");
        URI byAddress = URI.create("http://10.9.8.7:8080/x");

        assertThat(endpoints.isAllowed(byName, InetAddress.getByName("10.1.2.3")))
                .isTrue();
        assertThat(endpoints.isAllowed(byName, InetAddress.getByName("fd00:1::5")))
                .isTrue();
        assertThat(endpoints.isAllowed(byName, InetAddress.getByName("10.9.8.7")))
                .isFalse();
        assertThat(endpoints.isAllowed(byAddress, InetAddress.getByName("10.9.8.7")))
                .isTrue();
    }

    @Test
    void allowsNothingUntilSomethingIsNamed() {
        Endpoints none = endpoints(List.of(), List.of());

        assertThatThrownBy(() -> none.requireAllowed("https://ris.example.org/hooks"))
                .isInstanceOf(Failure.class);
    }

    @Test
    void refusesSettingsThatAreNone() {
        assertThatThrownBy(() -> endpoints(List.of("*"), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> endpoints(List.of(), List.of("10.0.0.0")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> endpoints(List.of(), List.of("10.0.0.0/64")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Endpoints endpoints(List<String> allowed, List<String> networks) {
        return new Endpoints(
                allowed.stream().map(AllowedEndpoint::of).collect(Collectors.toSet()),
                networks.stream().map(Network::of).collect(Collectors.toSet()));
    }
}
