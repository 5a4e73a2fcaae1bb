package health.webqx.imaging.sandbox.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which scopes may be granted, and what people are told of them. */
class ScopesTest {
    private static Client registered(String... scopes) {
        return new Client("app", "App", new Client.Nothing(), Set.of(), Optional.empty(), List.of(scopes), false);
    }

    private static List<String> granted(Client client, String asked) {
        return Scopes.grantable(Scopes.split(asked), client, false);
    }

    /** smart-app-launch_2.2.0: 127, 129. */
    @Test
    void areThoseOfTheRegistrationAndNoMore() {
        Client narrow = registered("openid", "launch/patient", "patient/ImagingStudy.rs", "user/*.r");

        assertThat(granted(narrow, "openid fhirUser launch/patient patient/ImagingStudy.rs patient/Patient.r"))
                .containsExactly("openid", "launch/patient", "patient/ImagingStudy.rs");
        assertThat(granted(narrow, "patient/ImagingStudy.r patient/ImagingStudy.read patient/ImagingStudy.write"))
                .containsExactly("patient/ImagingStudy.r", "patient/ImagingStudy.read");
        assertThat(granted(narrow, "patient/*.rs user/Patient.r user/Patient.rs user/*.r system/*.r"))
                .containsExactly("user/Patient.r", "user/*.r");
        assertThat(granted(narrow, "patient/ImagingStudy.rs?modality=CT patient/ImagingStudy.rs?modality"))
                .containsExactly("patient/ImagingStudy.rs?modality=CT");
    }

    @Test
    void areNotGrantedWhereTheyAreNotOfTheGrammar() {
        Client wide = registered("patient/*.cruds", "launch/imagingstudy");

        assertThat(granted(
                        wide,
                        "patient/Patient. patient/Patient.sr patient/Patient.x patient/patient.r patient/Patient.r?"
                                + " patient/*.* /*.r patient/*.rs launch/imagingstudy?role=x launch/other PATIENT/*.r"
                                + " patient/Patient.r?a=b&c patient/*.rs"))
                .containsExactly("patient/*.*", "patient/*.rs", "launch/imagingstudy?role=x");
        assertThat(Scopes.split("  ")).isEmpty();
        assertThat(granted(wide, "patient/*.rs patient/Patient.r?name=" + "x".repeat(4000)))
                .isEmpty();
    }

    /** What a token without it could do is more. */
    @Test
    void areLimitedToImagesWithoutWhoseTheyAreForWhoeverAsks() {
        Client app = registered("user/*.rs");

        assertThat(granted(app, "user/*.rs webqx/deidentified")).containsExactly("user/*.rs", "webqx/deidentified");
        assertThat(Scopes.grantable(List.of("system/*.rs", "webqx/deidentified"), registered("system/*.rs"), true))
                .containsExactly("system/*.rs", "webqx/deidentified");
        assertThat(Scopes.less(List.of("user/*.rs", "openid", "webqx/deidentified"), List.of("user/*.rs")))
                .containsExactly("user/*.rs", "webqx/deidentified");
    }

    @Test
    void areToldInWords() {
        assertThat(Words.of("patient/ImagingStudy.rs?modality=http%3A%2F%2Fx%7CCT"))
                .isEqualTo("Read, search: ImagingStudy in the patient’s record, only where modality=http://x|CT");
        assertThat(Words.of("user/*.cud")).isEqualTo("Create, change, delete: everything that you may see yourself");
        assertThat(Words.of("launch/imagingstudy?role=x")).isEqualTo("Know which imaging study is in context");
        assertThat(Words.of("patient/Patient.r?a=%zz")).contains("a=%zz");
    }

    /** smart-app-launch_2.2.0: 341, 342. */
    @Test
    void keysOfClientsAreKeptNoLongerThanTheySay() {
        assertThat(PublishedKeys.lifetime("").isZero()).isTrue();
        assertThat(PublishedKeys.lifetime("no-store, max-age=60").isZero()).isTrue();
        assertThat(PublishedKeys.lifetime("max-age=60").toSeconds()).isEqualTo(60);
        assertThat(PublishedKeys.lifetime("public, max-age=86400").toSeconds()).isEqualTo(300);
        assertThat(PublishedKeys.lifetime("max-age=-1").isZero()).isTrue();
    }
}
