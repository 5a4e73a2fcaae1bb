package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientCompartmentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'resourceType':'ImagingStudy','subject':{'reference':'Patient/anna'}} | anna",
                "{'resourceType':'ImagingStudy','subject':{'reference':'Device/anna'}} | ''",
                "{'resourceType':'DiagnosticReport','subject':{'reference':'Patient/anna'},"
                        + "'performer':[{'reference':'Patient/ben'}]} | anna",
                "{'resourceType':'Observation','subject':{'reference':'Patient/anna'},"
                        + "'performer':[{'reference':'Patient/ben'}]} | anna,ben",
                "{'resourceType':'ServiceRequest','subject':{'reference':'Patient/anna'},"
                        + "'performer':[{'reference':'Practitioner/lena'}]} | anna",
                "{'resourceType':'Consent','patient':{'reference':'Patient/anna'}} | anna",
                "{'resourceType':'AuditEvent','agent':[{'who':{'reference':'Patient/anna'}}],"
                        + "'entity':[{'what':{'reference':'Patient/ben'}},{'what':{'reference':'Group/carla'}}]}"
                        + " | anna,ben",
                "{'resourceType':'Provenance','target':[{'reference':'Patient/anna/_history/3'}]} | anna",
                "{'resourceType':'DocumentReference','subject':{'reference':'Patient/anna'},"
                        + "'author':[{'reference':'Patient/ben'}]} | anna,ben",
                "{'resourceType':'Appointment','participant':[{'actor':{'reference':'Patient/anna'}},"
                        + "{'actor':{'reference':'Practitioner/lena'}}]} | anna",
                "{'resourceType':'Specimen','subject':{'reference':'Patient/anna'}} | anna",
                "{'resourceType':'Media','subject':{'reference':'Patient/anna'}} | anna",
                "{'resourceType':'Task','for':{'reference':'Patient/anna'},'owner':{'reference':'Patient/ben'}} | anna",
                "{'resourceType':'Group','member':[{'entity':{'reference':'Patient/anna'}},"
                        + "{'entity':{'reference':'Patient/ben'}}]} | anna,ben",
                "{'resourceType':'Patient','id':'anna','link':[{'other':{'reference':'Patient/ben'}}]} | anna",
                "{'resourceType':'Endpoint','id':'anna'} | ''",
                "{'resourceType':'Device','patient':{'reference':'Patient/anna'}} | ''",
            })
    void aResourceBelongsToThePatientsTheStandardNames(String json, String patients) {
        assertThat(String.join(",", R4.entries(json).patients())).isEqualTo(patients);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://imaging.example/fhir/Patient/anna | anna",
                "https://elsewhere.example/fhir/Patient/anna | ''",
                "https://imaging.example/fhir/x/Patient/anna | ''",
                "urn:uuid:0b6b4f4e-57d6-4a0c-8d8c-0b1f1d5c2a11 | ''",
                "#anna | ''",
                "Patient?identifier=anna | ''",
                "Patient/an na | ''",
            })
    void onlyAReferenceToThisServersPatientCounts(String reference, String patients) {
        String study = "{'resourceType':'ImagingStudy','subject':{'reference':'%s','type':'Patient'},"
                + "'contained':[{'resourceType':'Patient','id':'anna'}]}";
        assertThat(String.join(",", R4.entries(study.formatted(reference)).patients()))
                .isEqualTo(patients);
    }

    @Test
    void theParametersAreThoseOfTheStandardButForPatientLinkAndTask() throws Exception {
        TreeMap<String, Set<String>> expected = standard();
        assertThat(expected).hasSize(66);
        assertThat(expected.remove("Patient")).containsExactly("link");
        expected.put("Task", Set.of("patient"));
        for (String type : R4.PARAMETERS.resourceTypes()) {
            assertThat(PatientCompartment.parametersOf(type))
                    .as(type)
                    .containsExactlyInAnyOrderElementsOf(expected.getOrDefault(type, Set.of()));
            assertThat(PatientCompartment.parametersOf(type)).allSatisfy(code -> assertThat(
                            R4.PARAMETERS.find(type, code).orElseThrow().patientCompartment())
                    .isTrue());
        }
    }

    /** R4's own CompartmentDefinition, as HL7 publishes it. */
    private static TreeMap<String, Set<String>> standard() throws Exception {
        try (InputStream xml =
                PatientCompartment.class.getResourceAsStream("/org/hl7/fhir/r4/model/profile/profiles-resources.xml")) {
            return parameters(XMLInputFactory.newFactory().createXMLStreamReader(xml));
        }
    }

    private static TreeMap<String, Set<String>> parameters(XMLStreamReader xml) throws XMLStreamException {
        TreeMap<String, Set<String>> found = new TreeMap<>();
        boolean definition = false;
        boolean inResource = false;
        boolean patient = false;
        String resource = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("CompartmentDefinition")) {
                definition = false;
                inResource = false;
                patient = false;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String name = xml.getLocalName();
            String value = xml.getAttributeValue(null, "value");
            if (name.equals("CompartmentDefinition")) {
                definition = true;
            } else if (definition && name.equals("resource")) {
                inResource = true;
            } else if (definition && name.equals("code")) {
                patient |= !inResource && "Patient".equals(value);
                resource = value;
            } else if (patient && name.equals("param")) {
                found.computeIfAbsent(resource, r -> new TreeSet<>()).add(value);
            }
        }
        return found;
    }
}
