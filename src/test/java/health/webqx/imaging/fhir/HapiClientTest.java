package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.gclient.DateClientParam;
import ca.uhn.fhir.rest.gclient.StringClientParam;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import health.webqx.imaging.Sandbox;
import health.webqx.imaging.resource.R4;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HAPI's generic client as it comes, in both its forms. */
@QuarkusTest
class HapiClientTest {
    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private IGenericClient client;
    private final String mark = UUID.randomUUID().toString();

    @BeforeEach
    void connect() {
        // the validator takes its time when it is first used, and more so on a busy machine
        R4.context().getRestfulClientFactory().setSocketTimeout(60_000);
        client = R4.context().newRestfulGenericClient("http://localhost:" + port + "/fhir");
        client.registerInterceptor(new BearerTokenAuthInterceptor(Sandbox.token("system/*.cruds", Map.of())));
    }

    @Test
    void createsReadsUpdatesPatchesAndDeletes() {
        MethodOutcome created = client.create()
                .resource(patient("Keller"))
                .prefer(PreferReturnEnum.REPRESENTATION)
                .execute();
        IdType id = (IdType) created.getId().toUnqualifiedVersionless();
        assertThat(created.getCreated()).isTrue();

        Patient read = client.read().resource(Patient.class).withId(id).execute();
        read.getNameFirstRep().addGiven("Anna");
        MethodOutcome updated = client.update().resource(read).execute();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");

        client.patch()
                .withBody("[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"female\"}]")
                .withId(id)
                .execute();
        assertThat(client.read()
                        .resource(Patient.class)
                        .withIdAndVersion(id.getIdPart(), "3")
                        .execute()
                        .getGender())
                .isNotNull();
        assertThatThrownBy(() -> client.update().resource(read).execute())
                .isInstanceOfAny(ResourceVersionConflictException.class, PreconditionFailedException.class);

        Bundle history =
                client.history().onInstance(id).returnBundle(Bundle.class).execute();
        assertThat(history.getEntry()).hasSize(3);
        client.delete().resourceById(id).execute();
        assertThatThrownBy(
                        () -> client.read().resource(Patient.class).withId(id).execute())
                .isInstanceOf(ResourceGoneException.class);
    }

    @Test
    void searchesAndPagesThrough() {
        for (int i = 0; i < 7; i++) {
            client.create().resource(patient("Paged" + i)).execute();
        }
        Bundle page = client.search()
                .forResource(Patient.class)
                .where(new TokenClientParam("identifier").exactly().systemAndCode("urn:mark", mark))
                .and(new StringClientParam("family").matches().value("paged"))
                .and(new DateClientParam("_lastUpdated").after().day("2020-01-01"))
                .sort()
                .ascending("family")
                .count(3)
                .returnBundle(Bundle.class)
                .execute();
        Set<String> seen = new HashSet<>();
        int pages = 1;
        page.getEntry().forEach(entry -> seen.add(entry.getResource().getId()));
        while (page.getLink(Bundle.LINK_NEXT) != null) {
            page = client.loadPage().next(page).execute();
            page.getEntry().forEach(entry -> seen.add(entry.getResource().getId()));
            pages++;
        }
        assertThat(seen).hasSize(7);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void patchesByFhirPathAndPagesThroughTheHistory() {
        IdType id = (IdType)
                client.create().resource(patient("First")).execute().getId().toUnqualifiedVersionless();
        for (String family : new String[] {"Second", "Third", "Fourth"}) {
            Parameters patch = new Parameters();
            Parameters.ParametersParameterComponent operation =
                    patch.addParameter().setName("operation");
            operation.addPart().setName("type").setValue(new CodeType("replace"));
            operation.addPart().setName("path").setValue(new StringType("Patient.name[0].family"));
            operation.addPart().setName("value").setValue(new StringType(family));
            MethodOutcome patched =
                    client.patch().withFhirPatch(patch).withId(id).execute();
            assertThat(patched.getId().getIdPart()).isEqualTo(id.getIdPart());
        }
        Bundle page = client.history()
                .onInstance(id)
                .returnBundle(Bundle.class)
                .count(3)
                .execute();
        Bundle rest = client.loadPage().next(page).execute();
        assertThat(page.getEntry()).hasSize(3);
        assertThat(rest.getEntry()).hasSize(1);
        assertThat(((Patient) page.getEntryFirstRep().getResource())
                        .getNameFirstRep()
                        .getFamily())
                .isEqualTo("Fourth");
    }

    @Test
    void createsUpdatesPatchesAndDeletesByCondition() {
        String where = "Patient?identifier=urn:mark|" + mark;
        MethodOutcome first =
                client.create().resource(patient("One")).conditionalByUrl(where).execute();
        MethodOutcome second =
                client.create().resource(patient("Two")).conditionalByUrl(where).execute();
        assertThat(second.getId().toUnqualifiedVersionless())
                .isEqualTo(first.getId().toUnqualifiedVersionless());
        MethodOutcome updated = client.update()
                .resource(patient("Three"))
                .conditionalByUrl(where)
                .execute();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
        MethodOutcome patched = client.patch()
                .withBody("[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"female\"}]")
                .conditionalByUrl(where)
                .execute();
        assertThat(patched.getId().getVersionIdPart()).isEqualTo("3");
        client.delete().resourceConditionalByUrl(where).execute();
        assertThat(client.search()
                        .byUrl(where)
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry())
                .isEmpty();
    }

    @Test
    void carriesOutTransactions() {
        Bundle transaction = new Bundle();
        transaction.setType(Bundle.BundleType.TRANSACTION);
        transaction
                .addEntry()
                .setFullUrl("urn:uuid:5f3e7a1e-1f5f-4a8e-9c57-0a5d9f6d3c11")
                .setResource(patient("Bundled"))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Patient")
                .setIfNoneExist("identifier=urn:mark|" + mark);
        Observation observation = new Observation();
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().setText("weight");
        observation.setSubject(new Reference("urn:uuid:5f3e7a1e-1f5f-4a8e-9c57-0a5d9f6d3c11"));
        transaction
                .addEntry()
                .setResource(observation)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Observation");

        Bundle first = client.transaction().withBundle(transaction).execute();
        Bundle second = client.transaction().withBundle(transaction).execute();

        String patient = new IdType(first.getEntryFirstRep().getResponse().getLocation()).getIdPart();
        assertThat(first.getEntryFirstRep().getResponse().getStatus()).startsWith("201");
        assertThat(second.getEntryFirstRep().getResponse().getStatus()).startsWith("200");
        Bundle found = client.search()
                .byUrl("Observation?subject=Patient/" + patient + "&_include=Observation:subject")
                .returnBundle(Bundle.class)
                .execute();
        assertThat(found.getEntry()).hasSize(3);
    }

    @Test
    void speaksXmlValidatesAndTellsItsCapabilities() {
        client.setEncoding(EncodingEnum.XML);
        MethodOutcome created = client.create().resource(patient("Xml")).execute();
        Patient read = client.read()
                .resource(Patient.class)
                .withId(created.getId().toUnqualifiedVersionless().getIdPart())
                .execute();
        assertThat(read.getNameFirstRep().getFamily()).isEqualTo("Xml");

        MethodOutcome valid = client.validate().resource(read).execute();
        assertThat(((OperationOutcome) valid.getOperationOutcome()).getIssue())
                .noneMatch(issue -> issue.getSeverity() == OperationOutcome.IssueSeverity.ERROR);
        CapabilityStatement capabilities =
                client.capabilities().ofType(CapabilityStatement.class).execute();
        assertThat(capabilities.getFhirVersion().toCode()).isEqualTo("4.0.1");
        Parameters meta = client.operation()
                .onInstance(created.getId().toUnqualifiedVersionless())
                .named("$meta")
                .withNoParameters(Parameters.class)
                .useHttpGet()
                .execute();
        assertThat(meta.getParameterFirstRep().getName()).isEqualTo("return");
    }

    private Patient patient(String family) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:mark").setValue(mark);
        patient.addName().setFamily(family);
        return patient;
    }
}
