package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What composite parameters find, and quantities in whatever units. */
@QuarkusTest
class FhirCompositeSearchTest {
    private static final String UCUM = "'system':'http://unitsofmeasure.org','code':";
    private final Searches mine = new Searches();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    component-code-value-quantity=sys$gt140             ; high
                    component-code-value-quantity=dia$gt140             ;
                    component-code-value-quantity=sys$gt100             ; high low
                    component-code-value-quantity=sys$lt100             ;
                    component-code-value-quantity=dia$lt100             ; high low
                    component-code-value-quantity=sys$gt140,dia$lt70    ; high low
                    component-code-value-quantity=dia$gt140,sys$lt100   ;
                    component-code-value-quantity=urn:c|sys$150||mm[Hg] ; high
                    component-code-value-quantity=urn:x|sys$150||mm[Hg] ;
                    component-code-value-quantity:missing=true          ; one text
                    component-code-value-quantity:missing=false         ; high low
                    combo-code-value-quantity=one$7                     ; one
                    combo-code-value-quantity=sys$gt140                 ; high
                    combo-code-value-quantity=bp$gt1                    ;
                    combo-code-value-quantity:missing=true              ; text
                    code-value-quantity=one$7.0                         ; one
                    code-value-quantity=one$8                           ;
                    code-value-quantity=bp$150                          ;
                    code-value-string=text$hel                          ; text
                    code-value-string=text$he\\,llo                     ;
                    """)
    void findsWhatIsTogetherInOneElementOnly(String query, @Nullable String names) {
        observation("high", "bp", components(150, 90));
        observation("low", "bp", components(120, 60));
        observation("one", "one", "'valueQuantity':{'value':7.0}");
        observation("text", "text", "'valueString':'Hello'");

        assertThat(mine.found("Observation", query + "&_count=1")).containsExactlyInAnyOrder(split(names));
        assertThat(mine.found("Observation", query + "&_sort=date")).containsExactlyInAnyOrder(split(names));
    }

    @Test
    void findsCharacteristicsRelationsAndCoordinates() {
        mine.put(
                "Group",
                "group",
                "'type':'person','actual':false,'characteristic':["
                        + "{'code':{'coding':[{'code':'sex'}]},'valueCodeableConcept':{'coding':[{'code':'f'}]}},"
                        + "{'code':{'coding':[{'code':'smoker'}]},'valueBoolean':true}]");
        mine.put("DocumentReference", "old", "'status':'superseded','content':[{'attachment':{}}]");
        mine.put(
                "DocumentReference",
                "new",
                "'status':'current','content':[{'attachment':{}}],'relatesTo':[{'code':'replaces','target':{"
                        + "'reference':'DocumentReference/" + mine.id("old") + "'}}]");
        mine.put(
                "MolecularSequence",
                "sequence",
                "'coordinateSystem':0,'referenceSeq':{'chromosome':{'coding':[{'code':'7'}]},'windowStart':5,"
                        + "'windowEnd':9},'variant':[{'start':1,'end':2},{'start':30,'end':40}]");
        mine.put(
                "ValueSet",
                "vs",
                "'status':'draft','useContext':[{'code':{'code':'age'},'valueRange':{'low':{'value':18}}},"
                        + "{'code':{'code':'focus'},'valueCodeableConcept':{'coding':[{'code':'x'}]}}]");

        assertThat(mine.found("Group", "characteristic-value=sex$f")).containsExactly("group");
        assertThat(mine.found("Group", "characteristic-value=smoker$true")).containsExactly("group");
        assertThat(mine.found("Group", "characteristic-value=sex$true")).isEmpty();
        String old = "relationship=DocumentReference/" + mine.id("old");
        assertThat(mine.found("DocumentReference", old + "$replaces")).containsExactly("new");
        assertThat(mine.found("DocumentReference", old + "$signs")).isEmpty();
        String sequence = "MolecularSequence";
        assertThat(mine.found(sequence, "chromosome-window-coordinate=7$ge5$le9"))
                .containsExactly("sequence");
        assertThat(mine.found(sequence, "chromosome-variant-coordinate=7$30$40"))
                .containsExactly("sequence");
        assertThat(mine.found(sequence, "chromosome-variant-coordinate=7$30$2")).isEmpty();
        assertThat(mine.found(sequence, "chromosome-variant-coordinate=8$30$40"))
                .isEmpty();
        assertThat(mine.found("ValueSet", "context-type-quantity=age$gt20")).containsExactly("vs");
        assertThat(mine.found("ValueSet", "context-type-value=focus$x")).containsExactly("vs");
        assertThat(mine.found("ValueSet", "context-type-value=age$x")).isEmpty();
    }

    @Test
    void findsThroughChainsAndWithinWhatTheCallerMaySee() {
        mine.put("Patient", "anna", "'active':true");
        mine.put("Patient", "ben", "'active':true");
        observation("a", "bp", components(150, 90) + ",'subject':{'reference':'Patient/" + mine.id("anna") + "'}");
        observation("b", "bp", components(150, 90) + ",'subject':{'reference':'Patient/" + mine.id("ben") + "'}");
        observation("c", "bp", components(120, 150) + ",'subject':{'reference':'Patient/" + mine.id("ben") + "'}");

        String high = "component-code-value-quantity=sys$gt140";
        assertThat(mine.found(() -> Sandbox.patient(mine.id("anna")), "Observation", high))
                .containsExactly("a");
        assertThat(mine.found("Patient", "_has:Observation:patient:" + high)).containsExactlyInAnyOrder("anna", "ben");
        assertThat(mine.found("Observation", high + "&patient.active=true")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void followsAnUpdate() {
        observation("o", "bp", components(150, 90));
        observation("o", "bp", components(100, 60));
        assertThat(mine.found("Observation", "component-code-value-quantity=sys$gt140"))
                .isEmpty();
        assertThat(mine.found("Observation", "component-code-value-quantity=sys$100"))
                .containsExactly("o");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a$", "a$1$2", "$", "a$x", "a$1|mg", "$$$", "a\\$1"})
    void refusesWhatIsNoPair(String value) {
        Searches.get(Sandbox.backend(), "/fhir/Observation?code-value-quantity=" + value)
                .then()
                .statusCode(400)
                .body("issue[0].expression[0]", equalTo("code-value-quantity"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    value-quantity=5.4|http://unitsofmeasure.org|mg            ; gram milli
                    value-quantity=0.0054|http://unitsofmeasure.org|g          ; gram milli
                    value-quantity=gt5|http://unitsofmeasure.org|mg            ; gram kilo milli
                    value-quantity=gt1|http://unitsofmeasure.org|g             ; kilo
                    value-quantity=ap5500|http://unitsofmeasure.org|ug         ; gram milli
                    value-quantity=ne5.4|http://unitsofmeasure.org|mg          ; kilo
                    value-quantity=37|http://unitsofmeasure.org|Cel            ; fever
                    value-quantity=gt98|http://unitsofmeasure.org|[degF]       ; fever
                    value-quantity=5.4||mg                                     ; milli
                    value-quantity=5.4|http://unitsofmeasure.org|nonsense      ;
                    combo-code-value-quantity=m$5.4|http://unitsofmeasure.org|mg ; gram milli
                    """)
    void findsQuantitiesInWhateverUnitOfTheirKind(String query, @Nullable String names) {
        observation("milli", "m", "'valueQuantity':{'value':5.4,'unit':'mg'," + UCUM + "'mg'}");
        observation("gram", "m", "'valueQuantity':{'value':0.0054,'unit':'g'," + UCUM + "'g'}");
        observation("kilo", "m", "'valueQuantity':{'value':1,'comparator':'>','unit':'kg'," + UCUM + "'kg'}");
        observation("fever", "m", "'valueQuantity':{'value':98.6,'unit':'F'," + UCUM + "'[degF]'}");
        observation("strange", "m", "'valueQuantity':{'value':5.4,'unit':'puffs'," + UCUM + "'puffs'}");

        assertThat(mine.found("Observation", query)).containsExactlyInAnyOrder(split(names));
    }

    private void observation(String name, String code, String members) {
        mine.put(
                "Observation",
                name,
                "'status':'final','code':{'coding':[{'system':'urn:c','code':'" + code + "'}]}," + members);
    }

    private static String components(int systolic, int diastolic) {
        return "'component':[" + component("sys", systolic) + "," + component("dia", diastolic) + "]";
    }

    private static String component(String code, int value) {
        return "{'code':{'coding':[{'system':'urn:c','code':'" + code + "'}]},'valueQuantity':{'value':" + value
                + ",'unit':'mm[Hg]'}}";
    }

    private static String[] split(@Nullable String names) {
        return names == null ? new String[0] : names.split(" ");
    }
}
