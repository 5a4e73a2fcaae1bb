package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexExtractorTest {
    private static final String GENDER = "http://hl7.org/fhir/administrative-gender";

    @Test
    void anIdentifierIsFoundBySystemValueAndType() {
        assertThat(
                        tokens(
                                "identifier",
                                """
                {'resourceType':'Patient','identifier':[
                  {'system':'urn:oid:1.2.3','value':' MRN-7 ','type':{'text':'Medical Record',
                    'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v2-0203','code':'MR'}]}},
                  {'value':'bare'}, {'system':'urn:only'}, {'use':'usual'}]}"""))
                .containsExactly(
                        new TokenEntry(
                                "identifier",
                                "urn:oid:1.2.3",
                                "MRN-7",
                                "medical record",
                                "http://terminology.hl7.org/CodeSystem/v2-0203",
                                "MR"),
                        TokenEntry.of("identifier", "", "bare"),
                        TokenEntry.of("identifier", "urn:only", ""));
    }

    @Test
    void aCodeHasTheSystemOfItsRequiredBinding() {
        assertThat(tokens("gender", "{'resourceType':'Patient','gender':'female'}"))
                .containsExactly(TokenEntry.of("gender", GENDER, "female"));
        assertThat(tokens("status", "{'resourceType':'ImagingStudy','status':'available'}"))
                .containsExactly(TokenEntry.of("status", "http://hl7.org/fhir/imagingstudy-status", "available"));
        assertThat(tokens("gender", "{'resourceType':'Patient','gender':'F'}"))
                .containsExactly(TokenEntry.of("gender", "", "F"));
    }

    @Test
    void aConceptIsFoundByEachCodingAndByItsText() {
        assertThat(
                        tokens(
                                "code",
                                """
                {'resourceType':'Observation','code':{'text':'Körpergröße','coding':[
                  {'system':'http://loinc.org','code':'8302-2','display':'Body Height'},{'code':'HT'}]}}"""))
                .containsExactly(
                        new TokenEntry("code", "http://loinc.org", "8302-2", "body height", "", ""),
                        TokenEntry.of("code", "", "HT"),
                        new TokenEntry("code", "", "", "korpergroße", "", ""));
    }

    @Test
    void booleansAndContactPointsAreTokensWithoutSystem() {
        String patient =
                """
                {'resourceType':'Patient','active':true,'telecom':[
                  {'system':'phone','value':'555-1'},{'system':'email','value':'anna@example.org'}]}""";
        assertThat(tokens("active", patient)).containsExactly(TokenEntry.of("active", "", "true"));
        assertThat(tokens("telecom", patient))
                .extracting(TokenEntry::code)
                .containsExactly("555-1", "anna@example.org");
        assertThat(tokens("phone", patient)).extracting(TokenEntry::code).containsExactly("555-1");
        assertThat(tokens("email", patient)).extracting(TokenEntry::code).containsExactly("anna@example.org");
    }

    @Test
    void aPatientIsDeadByFlagOrByDateAndAliveOtherwise() {
        assertThat(deceased("'deceasedBoolean':true")).isEqualTo("true");
        assertThat(deceased("'deceasedDateTime':'2020'")).isEqualTo("true");
        assertThat(deceased("'deceasedBoolean':false")).isEqualTo("false");
        assertThat(deceased("'active':true")).isEqualTo("false");
    }

    @Test
    void metaIsIndexedExceptForWhatTheStoreHasAsColumns() {
        IndexEntries entries = R4.entries(
                """
                {'resourceType':'Binary','id':'1','meta':{'lastUpdated':'2024-01-01T00:00:00Z',
                  'source':'urn:pacs:1','profile':['http://example.org/p'],
                  'tag':[{'system':'urn:t','code':'demo'}],'security':[{'code':'R'}]}}""");
        assertThat(entries.tokens())
                .containsExactlyInAnyOrder(TokenEntry.of("_tag", "urn:t", "demo"), TokenEntry.of("_security", "", "R"));
        assertThat(entries.uris())
                .containsExactlyInAnyOrder(
                        new UriEntry("_source", "urn:pacs:1"), new UriEntry("_profile", "http://example.org/p"));
        assertThat(entries.dates()).isEmpty();
    }

    @Test
    void aNameIsFoundByEachPartAndByThePartsTogether() {
        IndexEntries entries = R4.entries(
                """
                {'resourceType':'Patient','name':[{'family':'Müller','given':['Anna','Maria'],
                  'text':'Dr. Anna Müller'}]}""");
        assertThat(entries.strings().stream().filter(s -> s.param().equals("name")))
                .extracting(StringEntry::normalized)
                .containsExactly("anna", "maria", "muller", "anna maria muller", "dr. anna muller");
        assertThat(entries.strings()).contains(new StringEntry("family", "muller", "Müller"));
    }

    @Test
    void anAddressIsFoundByEachPartAndByThePartsTogether() {
        IndexEntries entries = R4.entries(
                """
                {'resourceType':'Patient','address':[{'line':['1 Main St'],'city':'Basel','postalCode':'4051'}]}""");
        assertThat(entries.strings().stream().filter(s -> s.param().equals("address")))
                .extracting(StringEntry::exact)
                .containsExactly("1 Main St", "Basel", "4051", "1 Main St Basel 4051");
        assertThat(entries.strings()).contains(new StringEntry("address-city", "basel", "Basel"));
    }

    @Test
    void referencesLeadHereElsewhereOrToAnIdentifier() {
        assertThat(subject("'reference':'Patient/anna/_history/2'"))
                .containsExactly(ReferenceEntry.local("subject", "Patient", "anna"));
        assertThat(subject("'reference':'" + R4.BASE + "/Patient/anna'"))
                .containsExactly(ReferenceEntry.local("subject", "Patient", "anna"));
        assertThat(subject("'reference':'https://other.example/Patient/anna'"))
                .containsExactly(
                        new ReferenceEntry("subject", "Patient", "", "https://other.example/Patient/anna", "", "", ""));
        assertThat(subject("'reference':'urn:uuid:c757873d-ec9a-4326-a141-556f43239520','type':'Patient'"))
                .containsExactly(new ReferenceEntry(
                        "subject", "Patient", "", "urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "", "", ""));
        assertThat(subject("'identifier':{'system':'urn:mrn','value':'7'},'type':'Patient'"))
                .containsExactly(new ReferenceEntry("subject", "Patient", "", "", "", "urn:mrn", "7"));
        assertThat(subject("'reference':'#p'")).isEmpty();
        assertThat(subject("'display':'Anna'")).isEmpty();
        assertThat(subject("'reference':''")).isEmpty();
    }

    @Test
    void theParameterPatientTakesOnlyReferencesToAPatient() {
        String study = "{'resourceType':'ImagingStudy','subject':{%s}}";
        assertThat(references("patient", study.formatted("'reference':'Patient/anna'")))
                .containsExactly(ReferenceEntry.local("patient", "Patient", "anna"));
        assertThat(references("patient", study.formatted("'reference':'Group/anna','type':'Patient'")))
                .isEmpty();
        assertThat(references("patient", study.formatted("'identifier':{'value':'7'},'type':'Patient'")))
                .hasSize(1);
        assertThat(references("patient", study.formatted("'identifier':{'value':'7'}")))
                .isEmpty();
    }

    @Test
    void aCanonicalIsFoundWithoutItsVersion() {
        assertThat(
                        references(
                                "questionnaire",
                                """
                {'resourceType':'QuestionnaireResponse','questionnaire':'http://example.org/Questionnaire/q|1.2'}"""))
                .containsExactly(new ReferenceEntry(
                        "questionnaire", "", "", "http://example.org/Questionnaire/q", "1.2", "", ""));
    }

    @Test
    void aResourceInsideABundleIsNotMistakenForOneOfThisServer() {
        assertThat(
                        references(
                                "composition",
                                """
                {'resourceType':'Bundle','type':'document','entry':[
                  {'resource':{'resourceType':'Composition','id':'c'}},
                  {'resource':{'resourceType':'Patient','id':'anna'}}]}"""))
                .containsExactly(new ReferenceEntry("composition", "Composition", "", "", "", "", ""));
    }

    @Test
    void periodsMayBeOpenAndSchedulesCountByTheirOuterLimits() {
        assertThat(dates("date", "{'resourceType':'Encounter','period':{'start':'2024-05-01'}}"))
                .containsExactly(new DateEntry("date", Instant.parse("2024-05-01T00:00:00Z"), DateEntry.END));
        assertThat(dates("date", "{'resourceType':'Encounter','period':{'end':'2024'}}"))
                .containsExactly(new DateEntry("date", DateEntry.BEGINNING, Instant.parse("2025-01-01T00:00:00Z")));
        assertThat(
                        dates(
                                "occurrence",
                                """
                {'resourceType':'ServiceRequest','occurrenceTiming':{'event':['2024-03-05','2024-01-02','bad'],
                  'repeat':{'boundsPeriod':{'start':'2024-02','end':'2024-04'}}}}"""))
                .containsExactly(new DateEntry(
                        "occurrence", Instant.parse("2024-01-02T00:00:00Z"), Instant.parse("2024-05-01T00:00:00Z")));
    }

    @Test
    void aPeriodThatEndsBeforeItStartsOrCannotBeReadGivesNothing() {
        assertThat(dates("date", "{'resourceType':'Encounter','period':{'start':'2024','end':'2023'}}"))
                .isEmpty();
        assertThat(dates("date", "{'resourceType':'Encounter','period':{'start':'2024','end':'soon'}}"))
                .isEmpty();
        assertThat(dates("date", "{'resourceType':'Encounter','period':{}}")).isEmpty();
    }

    @Test
    void quantitiesKeepThePrecisionTheyWereWrittenWith() {
        QuantityEntry entry = R4.entries(
                        """
                {'resourceType':'Observation','valueQuantity':{'value':5.40,'unit':'mg',
                  'system':'http://unitsofmeasure.org','code':'mg','comparator':'<'}}""")
                .quantities()
                .get(0);
        assertThat(entry)
                .isEqualTo(new QuantityEntry(
                        entry.param(),
                        "http://unitsofmeasure.org",
                        "mg",
                        "mg",
                        new BigDecimal("5.40"),
                        NumberSpan.LEAST,
                        new BigDecimal("5.405")));
    }

    @Test
    void everyInstanceOfAStudyIsIndexedAndRepeatsAreNot() {
        IndexEntries entries = R4.entries(
                """
                {'resourceType':'ImagingStudy','series':[
                  {'uid':'1.2','modality':{'code':'CT'},'instance':[{'uid':'1.2.1','sopClass':{'code':'urn:oid:9'}},
                    {'uid':'1.2.2','sopClass':{'code':'urn:oid:9'}}]},
                  {'uid':'1.3','modality':{'code':'CT'}}]}""");
        assertThat(entries.tokens())
                .containsExactlyInAnyOrder(
                        TokenEntry.of("series", "", "1.2"),
                        TokenEntry.of("series", "", "1.3"),
                        TokenEntry.of("modality", "", "CT"),
                        TokenEntry.of("instance", "", "1.2.1"),
                        TokenEntry.of("instance", "", "1.2.2"),
                        TokenEntry.of("dicom-class", "", "urn:oid:9"));
    }

    @Test
    void whatIsNotValidFhirGivesNoEntryAndNoFailure() {
        IndexEntries entries = R4.entries(
                """
                {'resourceType':'Patient','id':7,'identifier':'x','name':[7,null,{'given':'Anna'}],'gender':{'a':1},
                 'birthDate':'2024-02-30','active':'yes','address':[[]],'telecom':{'system':'phone','value':5},
                 'generalPractitioner':{'reference':['Patient/1']},'deceasedBoolean':null,
                 'managingOrganization':'Organization/1','link':[[{'other':{'reference':'a/b/c'}}]]}""");
        assertThat(entries.strings()).extracting(StringEntry::exact).containsOnly("Anna");
        assertThat(entries.dates()).isEmpty();
        assertThat(entries.references()).isEmpty();
    }

    @Test
    void aDateThatDoesNotRepeatIsKnownToBeSingle() {
        IndexExtractor extractor = new IndexExtractor(R4.CONTEXT, R4.PARAMETERS, base -> false);
        SearchParameter started = R4.PARAMETERS.find("ImagingStudy", "started").orElseThrow();
        assertThat(extractor.isSingleDate(started)).isFalse();
        for (String type : List.of("ImagingStudy", "Patient", "Observation", "Encounter")) {
            extractor.prepare(type);
        }
        assertThat(extractor.isSingleDate(started)).isTrue();
        assertThat(single(extractor, "Patient", "birthdate")).isTrue();
        assertThat(single(extractor, "Encounter", "date")).isTrue();
        assertThat(single(extractor, "Encounter", "location-period")).isFalse();
        // one of several types, of which a file that is not valid may have two
        assertThat(single(extractor, "Observation", "date")).isFalse();
        assertThat(single(extractor, "Patient", "gender")).isFalse();
    }

    private static boolean single(IndexExtractor extractor, String type, String code) {
        return extractor.isSingleDate(R4.PARAMETERS.find(type, code).orElseThrow());
    }

    @Test
    void aTypeThatR4DoesNotHaveIsRefused() {
        assertThatThrownBy(() -> R4.entries("{'resourceType':'Study'}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Study");
    }

    private static String deceased(String element) {
        return tokens("deceased", "{'resourceType':'Patient'," + element + "}")
                .get(0)
                .code();
    }

    private static List<ReferenceEntry> subject(String reference) {
        return references("subject", "{'resourceType':'Observation','subject':{" + reference + "}}");
    }

    private static List<TokenEntry> tokens(String param, String json) {
        return R4.entries(json).tokens().stream()
                .filter(t -> t.param().equals(param))
                .toList();
    }

    private static List<ReferenceEntry> references(String param, String json) {
        return R4.entries(json).references().stream()
                .filter(r -> r.param().equals(param))
                .toList();
    }

    private static List<DateEntry> dates(String param, String json) {
        return R4.entries(json).dates().stream()
                .filter(d -> d.param().equals(param))
                .toList();
    }
}
