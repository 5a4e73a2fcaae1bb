package health.webqx.imaging.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * FHIRPath Patch. The first table is what HL7's own test cases for R4 say (fhir-test-cases, r4/patch/fhir-path-tests.xml):
 * resource, operations, and the resource afterwards. Its last case contradicts another one (an element is added to a contact
 * that is not there) and is not among them.
 */
class FhirPathPatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'birthDate':'1920-01-01' | | 'birthDate':'1920-01-01'
                    'birthDate':'1920-01-01' | replace path=Patient.birthDate valueDate='1930-01-01' | 'birthDate':'1930-01-01'
                    'birthDate':'1920-01-01' | delete path=Patient.birthDate | -
                    - | add path=Patient name=birthDate valueDate='1930-01-01' | 'birthDate':'1930-01-01'
                    'contact':[{'name':{'text':'a name'},'gender':'male'}] | replace path=Patient.contact[0].gender valueCode='female' | 'contact':[{'name':{'text':'a name'},'gender':'female'}]
                    'contact':[{'name':{'text':'a name'},'gender':'male'}] | replace path=Patient.contact[0].name.text valueString='the name' | 'contact':[{'name':{'text':'the name'},'gender':'male'}]
                    'contact':[{'name':{'text':'a name'},'gender':'male'}] | delete path=Patient.contact[0].gender | 'contact':[{'name':{'text':'a name'}}]
                    'contact':[{'name':{'text':'a name'},'gender':'male'}] | delete path=Patient.contact[0].name.text | 'contact':[{'gender':'male'}]
                    'contact':[{'name':{'text':'a name'}}] | add path=Patient.contact[0] name=gender valueCode='male' | 'contact':[{'name':{'text':'a name'},'gender':'male'}]
                    - | add path=Patient name=maritalStatus valueCodeableConcept={'text':'married'} | 'maritalStatus':{'text':'married'}
                    'maritalStatus':{'id':'1','text':'married'} | replace path=Patient.maritalStatus valueCodeableConcept={'id':'2','text':'not married'} | 'maritalStatus':{'id':'2','text':'not married'}
                    'maritalStatus':{'text':'married'} | delete path=Patient.maritalStatus | -
                    - | add path=Patient name=contact part=[{'name':'name','valueHumanName':{'text':'a name'}}] | 'contact':[{'name':{'text':'a name'}}]
                    'contact':[{'name':{'text':'a name'}}] | delete path=Patient.contact[0] | -
                    'identifier':[{'id':'a','value':'1'},{'id':'b','value':'2'}] | replace path=Patient.identifier[0].value valueString='2'; replace path=Patient.identifier[1].value valueString='1' | 'identifier':[{'id':'a','value':'2'},{'id':'b','value':'1'}]
                    'identifier':[{'value':'1'},{'value':'2'}] | insert path=Patient.identifier index=2 valueIdentifier={'value':'3'} | 'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}]
                    'identifier':[{'value':'1'},{'value':'3'}] | insert path=Patient.identifier index=1 valueIdentifier={'value':'2'} | 'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}]
                    'identifier':[{'value':'2'},{'value':'3'}] | insert path=Patient.identifier index=0 valueIdentifier={'value':'1'} | 'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}] | delete path=Patient.identifier[0] | 'identifier':[{'value':'2'},{'value':'3'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}] | delete path=Patient.identifier[2] | 'identifier':[{'value':'1'},{'value':'2'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}] | move path=Patient.identifier source=3 destination=1 | 'identifier':[{'value':'1'},{'value':'4'},{'value':'2'},{'value':'3'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}] | move path=Patient.identifier source=3 destination=2 | 'identifier':[{'value':'1'},{'value':'2'},{'value':'4'},{'value':'3'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}] | move path=Patient.identifier source=0 destination=3 | 'identifier':[{'value':'2'},{'value':'3'},{'value':'4'},{'value':'1'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}] | move path=Patient.identifier source=1 destination=0; move path=Patient.identifier source=2 destination=1 | 'identifier':[{'value':'2'},{'value':'3'},{'value':'1'},{'value':'4'}]
                    'identifier':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}] | move path=Patient.identifier source=3 destination=0; move path=Patient.identifier source=3 destination=1; move path=Patient.identifier source=3 destination=2 | 'identifier':[{'value':'4'},{'value':'3'},{'value':'2'},{'value':'1'}]
                    - | add path=Patient name=identifier valueIdentifier={'value':'3'} | 'identifier':[{'value':'3'}]
                    'text':{'status':'generated','div':'<div>a</div>'} | replace path=Patient.text.div valueString='<div>b</div>' | 'text':{'status':'generated','div':'<div>b</div>'}
                    """)
    void doesWhatTheStandardsTestCasesSay(String before, String operations, String after) {
        assertThat(patched("Patient", before, operations).toString()).isEqualTo(resource("Patient", after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'status':'final' | add path=Observation name=value valueQuantity={'value':1.50} | 'status':'final','valueQuantity':{'value':1.50}
                    'status':'final' | add path=Observation name=value[x] valueDateTime='2020' | 'status':'final','valueDateTime':'2020'
                    'valueString':'a','status':'final' | replace path=Observation.value valueQuantity={'value':2.0} | 'valueQuantity':{'value':2.0},'status':'final'
                    'valueQuantity':{'value':1,'unit':'m'} | replace path=Observation.value.ofType(Quantity).unit valueString='cm' | 'valueQuantity':{'value':1,'unit':'cm'}
                    'valueQuantity':{'value':1,'unit':'m'} | replace path=(Observation.value~as~Quantity).value valueDecimal=1.10 | 'valueQuantity':{'value':1.10,'unit':'m'}
                    'component':[{'code':{'text':'a'}},{'code':{'text':'b'}}] | add path=Observation.component.where(code.text='b') name=value valueString='x' | 'component':[{'code':{'text':'a'}},{'code':{'text':'b'},'valueString':'x'}]
                    'category':[{'coding':[{'code':'a'},{'code':'b'}]}] | delete path=category.coding.where(code~!=~'a'~and~$this.exists()).first() | 'category':[{'coding':[{'code':'a'}]}]
                    'category':[{'coding':[{'code':'a'}]}] | delete path=Observation.category.coding.where(code='a') | -
                    'extension':[{'url':'u','valueDecimal':1.0}] | replace path=Observation.extension('u').value valueDecimal=3.00 | 'extension':[{'url':'u','valueDecimal':3.00}]
                    'contained':[{'resourceType':'Patient','id':'p'}] | add path=Observation.contained.where(id='p') name=active valueBoolean=true | 'contained':[{'resourceType':'Patient','id':'p','active':true}]
                    - | add path=Observation name=contained resource={'resourceType':'Patient','id':'p'} | 'contained':[{'resourceType':'Patient','id':'p'}]
                    'note':[{'text':'1'},{'text':'2'}] | delete path=Observation.note.skip(1).take(1) | 'note':[{'text':'1'}]
                    'note':[{'text':'1'}] | delete path=Observation.note.where(text.startsWith('x')) | 'note':[{'text':'1'}]
                    - | add path=Observation name=component part=[{'name':'code','valueCodeableConcept':{'text':'c'}},{'name':'value','valueInteger':3},{'name':'referenceRange','part':[{'name':'text','valueString':'r'}]}] | 'component':[{'code':{'text':'c'},'valueInteger':3,'referenceRange':[{'text':'r'}]}]
                    """)
    void findsAndPlacesElementsOfEveryKind(String before, String operations, String after) {
        assertThat(patched("Observation", before, operations).toString()).isEqualTo(resource("Observation", after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'birthDate':'1920-01-01' | add path=Patient.birthDate name=extension part=[{'name':'url','valueUri':'u'},{'name':'value','valueCode':'c'}] | 'birthDate':'1920-01-01','_birthDate':{'extension':[{'url':'u','valueCode':'c'}]}
                    'birthDate':'1920-01-01','_birthDate':{'extension':[{'url':'u','valueCode':'c'}]} | delete path=Patient.birthDate.extension('u') | 'birthDate':'1920-01-01'
                    '_birthDate':{'extension':[{'url':'u','valueCode':'c'}]} | delete path=Patient.birthDate.extension[0] | -
                    'birthDate':'1920-01-01','_birthDate':{'id':'x'} | delete path=Patient.birthDate | -
                    'name':[{'given':['A','B','C'],'_given':[null,{'id':'b'},null]}] | move path=Patient.name.given source=1 destination=0 | 'name':[{'given':['B','A','C'],'_given':[{'id':'b'},null,null]}]
                    'name':[{'given':['A','B'],'_given':[null,{'id':'b'}]}] | delete path=Patient.name.given[1] | 'name':[{'given':['A']}]
                    'name':[{'given':['A']}] | insert path=Patient.name[0].given index=0 valueString='Z' | 'name':[{'given':['Z','A']}]
                    'name':[{'given':['A','B']}] | replace path=Patient.name.given.last() valueString='Z' | 'name':[{'given':['A','Z']}]
                    """)
    void keepsWhatStandsBesidePrimitives(String before, String operations, String after) {
        assertThat(patched("Patient", before, operations).toString()).isEqualTo(resource("Patient", after));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add path=Patient.identifier.where(use='official').period name=end valueDateTime='2021'",
                "add path=Patient name=gender valueCode='male'",
                "add path=Patient name=nonsense valueCode='male'",
                "add path=Patient.name name=family valueString='x'",
                "add path=Patient name=birthDate valueString='1930-01-01'",
                "add path=Patient name=maritalStatus valueString='x'",
                "add path=Patient name=deceased valueString='x'",
                "add path=Patient name=deceased part=[{'name':'value','valueBoolean':true}]",
                "add path=Patient name=contact part=[{'name':'gender','valueCode':'male'},{'name':'gender','valueCode':'male'}]",
                "add path=Patient name=contained valueString='x'",
                "delete path=Patient.name",
                "delete path=Patient",
                "delete path=Patient.name.count()",
                "replace path=Patient valueString='x'",
                "replace path=Patient.birthDate valueDate='1930'",
                "replace path=Patient.gender valueQuantity={'value':1}",
                "insert path=Patient.name index=3 valueHumanName={'text':'x'}",
                "insert path=Patient.gender index=0 valueCode='male'",
                "insert path=Patient.name.where(true) index=0 valueHumanName={'text':'x'}",
                "move path=Patient.name source=0 destination=2",
                "move path=Patient.name source=2 destination=0",
                "delete path=Patient.name.where(given)",
                "delete path=Patient.name.where($this='x')",
                "delete path=Patient.name.single()",
            })
    void refusesWhatDoesNotApply(String operation) {
        String before =
                "'gender':'male','name':[{'family':'A','given':['a','b']},{'family':'B'}],'deceasedBoolean':true";
        assertThatThrownBy(() -> patched("Patient", before, operation))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.UNPROCESSABLE);
                    assertThat(failure.location()).contains("Parameters.parameter[0]");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explode path=Patient",
                "add name=gender valueCode='male'",
                "add path=Patient valueCode='male'",
                "add path=Patient name=gender",
                "insert path=Patient.name valueHumanName={'text':'x'}",
                "insert path=Patient.name index=-1 valueHumanName={'text':'x'}",
                "move path=Patient.name source=1",
                "delete path=Patient..name",
                "delete path=Patient.name[",
                "delete path=Patient.name[x]",
                "delete path=Patient.name[99999999999]",
                "delete path=Patient.name.where('a",
                "delete path=",
                "delete path=Patient.repeat(name)",
                "delete path=Patient.descendants()",
                "delete path=Patient.name.select(given)",
                "delete path=Patient.name.where(family.matches('(a+)+$'))",
                "delete path=Patient.generalPractitioner.resolve()",
                "delete path=%resource.name",
                "delete path=Patient.name.where(%resource.name.exists())",
                "delete path=Patient.name|Patient.name",
                "delete path=Patient.name.where(family='\\u12')",
                "delete path=Patient.name unknown='x'",
            })
    void refusesWhatIsNoPatch(String operation) {
        assertThatThrownBy(() -> patched("Patient", "-", operation)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.location().orElseThrow()).startsWith("Parameters.parameter[0]");
        });
    }

    @Test
    void refusesPathsThatAreTooLongOrTooDeep() {
        for (String path : new String[] {
            "Patient" + ".name".repeat(300), "(".repeat(400) + "Patient" + ")".repeat(400), "Patient.where(".repeat(60)
        }) {
            assertThatThrownBy(() -> PathParser.parse(path)).isInstanceOf(Failure.class);
        }
    }

    @Test
    @Timeout(20)
    void endsWhateverIsAskedOfALargeResource() {
        String names = IntStream.range(0, 20_000)
                .mapToObj(i -> "{'given':['" + i + "']}")
                .collect(Collectors.joining(","));
        String before = "'name':[" + names + "]";
        String costly = "delete path=Patient.name" + ".where(given.exists())".repeat(40);
        assertThatThrownBy(() -> patched("Patient", before, String.join(";", Collections.nCopies(50, costly))))
                .isInstanceOf(Failure.class);
        assertThat(patched("Patient", before, "delete path=Patient.name.where(given='777')")
                        .path("name"))
                .hasSize(19_999);
    }

    private static ObjectNode patched(String type, String before, String operations) {
        FhirPathPatch patch = FhirPathPatch.of(json(parameters(operations)));
        ObjectNode resource = json(resource(type, before));
        ObjectNode patched = patch.apply(resource);
        assertThat(resource.toString()).isEqualTo(resource(type, before));
        return patched;
    }

    private static String resource(String type, String members) {
        return ("{'resourceType':'" + type + "'" + (members.equals("-") ? "" : "," + members) + "}").replace('\'', '"');
    }

    /** {@code type part=value ...; ...}: a path has a tilde where it has a space, a value none. */
    private static String parameters(String operations) {
        if (operations == null) {
            return "{\"resourceType\":\"Parameters\"}";
        }
        return Arrays.stream(operations.split(";"))
                .map(String::strip)
                .map(FhirPathPatchTest::operation)
                .collect(Collectors.joining(",", "{\"resourceType\":\"Parameters\",\"parameter\":[", "]}"));
    }

    private static String operation(String text) {
        String[] words = text.split(" (?=[A-Za-z]+=)");
        StringBuilder parts = new StringBuilder("{\"name\":\"type\",\"valueCode\":\"" + words[0] + "\"}");
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            String value = pair[1].replace('~', ' ');
            parts.append(",").append(part(pair[0], value));
        }
        return "{\"name\":\"operation\",\"part\":[" + parts + "]}";
    }

    private static String part(String name, String value) {
        if (name.startsWith("value") || name.equals("part") || name.equals("resource")) {
            return "{\"name\":\"value\",\"" + name + "\":" + value.replace('\'', '"') + "}";
        } else if (value.matches("-?\\d+")) {
            return "{\"name\":\"" + name + "\",\"valueInteger\":" + value + "}";
        }
        return "{\"name\":\"" + name + "\",\"valueString\":\""
                + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }

    private static ObjectNode json(String text) {
        return ResourceJson.read(Buffer.buffer(text));
    }
}
