package health.webqx.imaging.access.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsentRulesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void opensNothingWithoutAConsentWhenOneIsRequired() {
        assertThat(opens(List.of(), true, "s1")).isFalse();
        assertThat(opens(List.of(), false, "s1")).isTrue();
    }

    @Test
    void opensEverythingByAPlainPermit() {
        assertThat(opens(List.of(consent("active", "{'type':'permit'}")), true, "s1"))
                .isTrue();
    }

    @Test
    void opensOnlyTheStudiesThatAreNamed() {
        ObjectNode consent = consent(
                "active",
                "{'type':'permit','data':[{'meaning':'instance','reference':{'reference':'ImagingStudy/s1'}}]}");

        assertThat(opens(List.of(consent), true, "s1")).isTrue();
        assertThat(opens(List.of(consent), true, "s2")).isFalse();
    }

    @Test
    void countsThePeriodToTheSecond() {
        assertThat(opensDuring("'end':'2026-06-01T11:59:58Z'")).isFalse();
        assertThat(opensDuring("'end':'2026-06-01T12:00:00Z'")).isTrue();
        assertThat(opensDuring("'start':'2026-06-01T12:00:01Z'")).isFalse();
        assertThat(opensDuring("'end':'2026-06-01'")).isTrue();
        assertThat(opensDuring("'end':'2026-05'")).isFalse();
        assertThat(opensDuring("'end':'some day'")).isFalse();
    }

    @Test
    void opensNothingByAConsentThatIsNotActiveOrNotAboutPrivacy() {
        ObjectNode research = consent("active", "{'type':'permit'}");
        research.set("scope", json("{'coding':[{'code':'research'}]}"));

        assertThat(opens(List.of(consent("inactive", "{'type':'permit'}")), true, "s1"))
                .isFalse();
        assertThat(opens(List.of(research), true, "s1")).isFalse();
    }

    @Test
    void opensNothingByAConditionItCannotJudge() {
        assertThat(opens(List.of(consent("active", "{'type':'permit','purpose':[{'code':'HRESCH'}]}")), true, "s1"))
                .isFalse();
        assertThat(opens(List.of(consent("active", "{'type':'permit','class':[{'code':'Observation'}]}")), true, "s1"))
                .isFalse();
    }

    @Test
    void opensNothingForSomebodyElse() {
        String other = "{'type':'permit','actor':[{'role':{'text':'x'},'reference':{'reference':'Practitioner/p'}}]}";
        String self = "{'type':'permit','actor':[{'role':{'text':'x'},'reference':{'reference':'Patient/anna'}}]}";

        assertThat(opens(List.of(consent("active", other)), true, "s1")).isFalse();
        assertThat(opens(List.of(consent("active", self)), true, "s1")).isTrue();
    }

    @Test
    void letsADenyBeatAPermit() {
        ObjectNode permit = consent("active", "{'type':'permit'}");
        ObjectNode deny = consent(
                "active",
                "{'type':'deny','data':[{'meaning':'instance','reference':{'reference':'ImagingStudy/s1'}}]}");

        assertThat(opens(List.of(permit, deny), true, "s1")).isFalse();
        assertThat(opens(List.of(permit, deny), true, "s2")).isTrue();
        assertThat(opens(List.of(permit, consent("active", "{'type':'deny','purpose':[{'code':'X'}]}")), true, "s2"))
                .isFalse();
    }

    @Test
    void readsANestedProvisionAsAnException() {
        ObjectNode consent = consent(
                "active",
                "{'type':'permit','provision':[{'type':'deny','data':[{'meaning':'instance',"
                        + "'reference':{'reference':'ImagingStudy/s1'}}]}]}");

        assertThat(opens(List.of(consent), true, "s1")).isFalse();
        assertThat(opens(List.of(consent), true, "s2")).isTrue();
    }

    @Test
    void tellsLookingFromHaving() {
        String view = "'action':[{'coding':[{'code':'view'}]}]";
        ObjectNode lookOnly = consent("active", "{'type':'permit'," + view + "}");
        ObjectNode notToHave = consent(
                "active",
                "{'type':'permit','provision':[{'type':'deny','action':[{'coding':[{'code':'download'}]}]}]}");
        ObjectNode neither = consent("active", "{'type':'permit','provision':[{'type':'deny'," + view + "}]}");

        for (ObjectNode consent : List.of(lookOnly, notToHave)) {
            assertThat(opens(List.of(consent), "s1", ImageAccess.METADATA)).isTrue();
            assertThat(opens(List.of(consent), "s1", ImageAccess.RENDERED)).isTrue();
            assertThat(opens(List.of(consent), "s1", ImageAccess.DICOM)).isFalse();
        }
        assertThat(opens(List.of(neither), "s1", ImageAccess.RENDERED)).isFalse();
        assertThat(opens(
                        List.of(consent("active", "{'type':'permit','action':[{'coding':[{'code':'collect'}]}]}")),
                        "s1",
                        ImageAccess.METADATA))
                .isFalse();
    }

    @Test
    void letsAnExceptionFromOnePermitHoldBesideAnother() {
        ObjectNode all = consent("active", "{'type':'permit'}");
        ObjectNode except = consent(
                "active",
                "{'type':'permit','provision':[{'type':'deny','data':[{'meaning':'instance',"
                        + "'reference':{'reference':'ImagingStudy/s1'}}]}]}");

        assertThat(opens(List.of(all, except), true, "s1")).isFalse();
        assertThat(opens(List.of(all, except), true, "s2")).isTrue();
    }

    @Test
    void judgesByThePurposeItWasAskedFor() {
        String research = "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'HRESCH'}]";
        ObjectNode permit = consent("active", "{'type':'permit'}");

        assertThat(opens(List.of(permit, consent("active", "{'type':'deny'," + research + "}")), true, "s1"))
                .isTrue();
        assertThat(opens(
                        List.of(
                                permit,
                                consent("active", "{'type':'deny'," + research.replace("HRESCH", "PATRQT") + "}")),
                        true,
                        "s1"))
                .isFalse();
    }

    private static boolean opensDuring(String period) {
        return opens(List.of(consent("active", "{'type':'permit','period':{" + period + "}}")), true, "s1");
    }

    private static boolean opens(List<ObjectNode> consents, boolean required, String study) {
        return opens(consents, required, study, ImageAccess.DICOM);
    }

    private static boolean opens(List<ObjectNode> consents, String study, ImageAccess access) {
        return opens(consents, true, study, access);
    }

    private static boolean opens(List<ObjectNode> consents, boolean required, String study, ImageAccess access) {
        Grantee patient = new Grantee(Set.of("Patient/anna"), Grantee.Kind.PATIENT, Set.of("PATRQT"), access);
        ConsentRules rules = new ConsentRules(consents, patient, NOW);
        return (!required || holds(rules.permitted(), study)) && !holds(rules.denied("ImagingStudy"), study);
    }

    /** What the database would say of an ImagingStudy of that id, of Anna's. */
    private static boolean holds(Visibility visibility, String study) {
        if (visibility instanceof Reach.AllOf all) {
            return all.conditions().stream().allMatch(each -> holds(each, study));
        } else if (visibility instanceof Reach.AnyOf any) {
            return any.conditions().stream().anyMatch(each -> holds(each, study));
        } else if (visibility instanceof Reach.Not not) {
            return !holds(not.condition(), study);
        } else if (visibility instanceof Reach.InCompartment in) {
            return in.patient().equals("anna");
        }
        return ((Reach.WithId) visibility).ids().contains(study);
    }

    private static ObjectNode consent(String status, String provision) {
        return json("{'status':'" + status
                + "','patient':{'reference':'Patient/anna'},'scope':{'coding':[{'code':'patient-privacy'}]},'provision':"
                + provision + "}");
    }

    private static ObjectNode json(String text) {
        return ResourceJson.read(Buffer.buffer(text.replace('\'', '"')));
    }
}
