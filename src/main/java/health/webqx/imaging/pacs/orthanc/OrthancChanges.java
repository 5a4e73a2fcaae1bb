package health.webqx.imaging.pacs.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.StudyEvent;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows Orthanc's list of changes from where it stood at the first look. Deletions are not in that list: they show in the
 * number of instances, which is compared now and then with what it should be. Looks are made one after the other.
 */
final class OrthancChanges {
    private static final int PAGE = 1000;
    private static final int LOOKS_BETWEEN_COUNTS = 10;

    private final OrthancRest rest;
    private long position = -1;
    private long expected;
    private int looks;

    OrthancChanges(OrthancRest rest) {
        this.rest = rest;
    }

    /**
     * What one look found.
     *
     * @param more whether there is more to see at once
     */
    record Look(List<StudyEvent> events, boolean more) {}

    /** What has happened since the last look; the first tells that everything is to be compared. */
    Uni<Look> look() {
        return Uni.createFrom().deferred(() -> {
            if (position < 0) {
                return begin();
            }
            return looks++ % LOOKS_BETWEEN_COUNTS == 0 ? recount() : follow();
        });
    }

    private Uni<Look> begin() {
        return rest.get("/changes?last").flatMap(last -> count().map(count -> {
            position = last.path("Last").asLong();
            expected = count;
            return new Look(List.of(new StudyEvent.Unknown()), true);
        }));
    }

    /** Counted after the list was read: what arrives in between makes the number larger, never smaller. */
    private Uni<Look> recount() {
        return rest.get("/changes?last").flatMap(last -> {
            if (last.path("Last").asLong() < position) {
                position = -1; // another storage, or one set back
                return begin();
            }
            return follow().flatMap(look -> look.more() ? Uni.createFrom().item(look) : counted(look));
        });
    }

    private Uni<Look> counted(Look look) {
        return count().map(count -> {
            boolean fewer = count < expected;
            expected = Math.min(count, expected);
            return fewer ? new Look(List.of(new StudyEvent.Unknown()), false) : look;
        });
    }

    private Uni<Long> count() {
        return rest.get("/statistics")
                .map(statistics -> statistics.path("CountInstances").asLong());
    }

    private Uni<Look> follow() {
        return rest.get("/changes?since=" + position + "&limit=" + PAGE).flatMap(page -> {
            Set<String> instances = new LinkedHashSet<>();
            Set<String> studies = new LinkedHashSet<>();
            for (JsonNode change : page.path("Changes")) {
                switch (change.path("ChangeType").asText()) {
                    case "NewInstance" -> instances.add(OrthancRest.id(change.path("ID")));
                    case "StableStudy" -> studies.add(OrthancRest.id(change.path("ID")));
                    default -> {}
                }
            }
            int arrived = instances.size();
            return studiesOf(instances, studies).flatMap(this::changed).map(events -> {
                position = page.path("Last").asLong();
                expected += arrived;
                return new Look(events, !page.path("Done").asBoolean(true));
            });
        });
    }

    /** Asks for one instance's series and takes all others of that series with it. */
    private Uni<Set<String>> studiesOf(Set<String> instances, Set<String> studies) {
        if (instances.isEmpty()) {
            return Uni.createFrom().item(studies);
        }
        String instance = instances.iterator().next();
        instances.remove(instance);
        return present("/instances/" + instance)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(found)
                        : present("/series/" + OrthancRest.id(found.get().path("ParentSeries"))))
                .flatMap(series -> {
                    series.ifPresent(parent -> {
                        parent.path("Instances").forEach(each -> instances.remove(each.asText()));
                        studies.add(OrthancRest.id(parent.path("ParentStudy")));
                    });
                    return studiesOf(instances, studies);
                });
    }

    private Uni<List<StudyEvent>> changed(Set<String> studies) {
        Uni<List<StudyEvent>> events = Uni.createFrom().item(new ArrayList<>());
        for (String study : studies) {
            events = events.flatMap(list -> present("/studies/" + study).map(found -> {
                found.flatMap(OrthancChanges::studyUid)
                        .map(StudyEvent.Changed::new)
                        .ifPresent(list::add);
                return list;
            }));
        }
        return events;
    }

    private static Optional<Uid> studyUid(JsonNode study) {
        return Uid.find(study.path("MainDicomTags").path("StudyInstanceUID").asText());
    }

    /** Empty for what has been deleted in the meantime. */
    private Uni<Optional<JsonNode>> present(String path) {
        return rest.get(path)
                .map(Optional::of)
                .onFailure(thrown -> thrown instanceof Failure failure && failure.kind() == FailureKind.NOT_FOUND)
                .recoverWithItem(Optional.empty());
    }
}
