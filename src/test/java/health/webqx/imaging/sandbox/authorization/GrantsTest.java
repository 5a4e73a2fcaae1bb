package health.webqx.imaging.sandbox.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of people's decisions outlives a restart. */
class GrantsTest {
    @TempDir
    Path folder;

    private Grants restarted() {
        return new Grants(new GrantFile(folder));
    }

    private static Grant grant(String id) {
        Launch launch = new Launch(
                "Patient/anna", Optional.of("anna"), List.of("ImagingStudy/1"), Optional.of("reading"), true);
        return new Grant(id, "app", List.of("patient/*.rs", "offline_access"), launch, Optional.empty());
    }

    @Test
    void keepsARefreshTokenThroughARestart() {
        Grants grants = restarted();
        grants.open(grant("one"));
        String token = grants.firstRefreshToken("one").orElseThrow();

        assertThat(restarted().ofRefreshToken(token, "app")).contains(grant("one"));
    }

    @Test
    void knowsAUsedTokenAfterARestartAndEndsItsGrant() {
        Grants grants = restarted();
        grants.open(grant("one"));
        String used = grants.firstRefreshToken("one").orElseThrow();
        String next = grants.rotate(used, "app").orElseThrow();

        assertThat(restarted().rotate(used, "app")).isEmpty();
        assertThat(restarted().ofRefreshToken(next, "app")).isEmpty();
    }

    @Test
    void keepsWhatWasTakenBackAsLongAsItWouldHaveBeenGood() {
        Grants grants = restarted();
        grants.open(grant("one"));
        assertThat(grants.note("one", "token", Instant.now().plusSeconds(60))).isTrue();
        grants.end("one");

        assertThat(restarted().isRevoked("token")).isTrue();
        assertThat(restarted().note("one", "late", Instant.now().plusSeconds(60)))
                .isFalse();
    }

    @Test
    void writesNoTokenAndForNobodyElseToRead() throws IOException {
        Grants grants = restarted();
        grants.open(grant("one"));
        String token = grants.firstRefreshToken("one").orElseThrow();

        Path file = folder.resolve("grants.json");
        assertThat(Files.readString(file)).doesNotContain(token, token.substring(token.indexOf('.') + 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void opensNothingByTextsThatAreNoTokens() {
        Grants grants = restarted();
        grants.open(grant("one"));

        for (String text : List.of("", ".", "one", "one.", ".one", "one.one")) {
            assertThat(grants.ofRefreshToken(text, "app")).isEmpty();
            assertThat(grants.endOf(text)).isEmpty();
        }
    }
}
