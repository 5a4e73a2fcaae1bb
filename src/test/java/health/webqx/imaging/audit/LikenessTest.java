package health.webqx.imaging.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.audit.AccessRecord.Agent;
import health.webqx.imaging.audit.AccessRecord.Outcome;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.index.IndexExtractor;
import health.webqx.imaging.store.index.SearchParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Alike events are found by the same shared entries, and nothing an event is found by gets lost between shared and own. */
class LikenessTest {
    private static final IndexExtractor EXTRACTOR =
            new IndexExtractor(R4.context(), SearchParameters.r4(R4.context()), base -> false);

    @Test
    void likeEventsShareTheirEntries() {
        Map<Likeness, IndexEntries> shared = new HashMap<>();
        for (AccessRecord access : records()) {
            for (Optional<String> patient : List.of(Optional.of("p1"), Optional.of("p2"), Optional.<String>empty())) {
                IndexEntries entries = EXTRACTOR.extractShared("AuditEvent", event(access, patient));
                IndexEntries before = shared.putIfAbsent(Likeness.of(access, patient), entries);
                if (before != null) {
                    assertThat(entries).isEqualTo(before);
                }
            }
        }
        assertThat(shared).hasSizeGreaterThan(20);
    }

    @Test
    void everythingAnEventIsFoundByIsSharedOrItsOwn() {
        for (AccessRecord access : records()) {
            ObjectNode event = event(access, Optional.of("p1"));
            IndexEntries all = EXTRACTOR.extract("AuditEvent", event);
            IndexEntries own = EXTRACTOR.extractOwn("AuditEvent", event);
            IndexEntries shared = EXTRACTOR.extractShared("AuditEvent", event);

            assertThat(own.patients()).isEqualTo(all.patients());
            assertThat(together(own, shared)).isEqualTo(together(all, all));
        }
    }

    private static Set<Object> together(IndexEntries one, IndexEntries other) {
        Set<Object> entries = new HashSet<>();
        for (IndexEntries each : List.of(one, other)) {
            entries.addAll(each.tokens());
            entries.addAll(each.references());
            entries.addAll(each.dates());
            entries.addAll(each.strings());
            entries.addAll(each.uris());
        }
        return entries;
    }

    private static ObjectNode event(AccessRecord access, Optional<String> patient) {
        ObjectNode event = BalpEvent.of(access, patient, "https://imaging.example.org");
        event.put("id", "e");
        return event;
    }

    private static List<AccessRecord> records() {
        List<AccessRecord> records = new ArrayList<>();
        int number = 0;
        for (RestInteraction interaction : RestInteraction.values()) {
            for (Outcome outcome :
                    List.of(Outcome.SUCCESS, Outcome.refused("FORBIDDEN"), Outcome.refused("NOT_FOUND"))) {
                for (String user : List.of("Practitioner/lena", "sub", "")) {
                    for (String token : List.of("", "t1", "t2")) {
                        number++;
                        records.add(record(interaction, outcome, user, token, number));
                    }
                }
            }
        }
        return records;
    }

    private static AccessRecord record(
            RestInteraction interaction, Outcome outcome, String user, String token, int number) {
        return new AccessRecord(
                Instant.ofEpochSecond(number),
                interaction,
                outcome,
                new Agent(user, "app", token, "10.0.0.1", number % 2 == 0 ? "curl" : ""),
                Set.of(),
                number % 3 == 0 ? "" : number % 3 == 1 ? "Patient" : "Patient/" + number,
                number % 5 == 0 ? Optional.of("1.2." + number) : Optional.empty(),
                number % 4 == 0 ? Optional.of("name=" + number) : Optional.empty(),
                "request-" + number,
                ImageUse.values()[number % 4],
                number % 2 == 0 ? Set.of() : Set.of("TREAT"),
                number % 7 == 0 ? Optional.of("reason " + number) : Optional.empty(),
                number % 8 == 0);
    }
}
