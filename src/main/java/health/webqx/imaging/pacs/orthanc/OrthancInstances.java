package health.webqx.imaging.pacs.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which instances Orthanc holds of a target, from its index alone: no file is touched. */
final class OrthancInstances {
    private final OrthancRest rest;

    OrthancInstances(OrthancRest rest) {
        this.rest = rest;
    }

    /**
     * One instance.
     *
     * @param id Orthanc's own identifier
     * @param number InstanceNumber, 0 where there is none
     * @param size of its file, in bytes
     */
    record Held(String id, Uid series, Uid instance, int number, long size) {
        String path() {
            return "/instances/" + id;
        }
    }

    private static final Comparator<Held> IN_ORDER = Comparator.comparing(
                    (Held each) -> each.series().value())
            .thenComparing(Held::number)
            .thenComparing(each -> each.instance().value())
            .thenComparing(Held::id);

    /** All of them by SeriesInstanceUID, InstanceNumber and SOPInstanceUID; {@code NOT_FOUND} when there is none. */
    Uni<List<Held>> list(DicomTarget target) {
        return series(target)
                .flatMap(series ->
                        rest.post("/tools/find", question("Instance", target)).map(found -> held(found, series)))
                .invoke(held -> {
                    if (held.isEmpty()) {
                        throw absent();
                    }
                });
    }

    /** By Orthanc's identifier of a series; only of a study it is to be asked for, with all the instances' identifiers. */
    private Uni<Function<String, Optional<Uid>>> series(DicomTarget target) {
        return target.series()
                .map(uid -> Uni.createFrom().<Function<String, Optional<Uid>>>item(id -> Optional.of(uid)))
                .orElseGet(() -> rest.post("/tools/find", question("Series", target))
                        .map(OrthancInstances::seriesUids)
                        .map(uids -> id -> Optional.ofNullable(uids.get(id))));
    }

    /** The one; where two patients share its UIDs always the same, and the caller checks whose it is. */
    Uni<Held> get(DicomTarget instance) {
        return list(instance).map(held -> held.get(0));
    }

    static Failure absent() {
        return Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this");
    }

    private static ObjectNode question(String level, DicomTarget target) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("Level", level).put("Expand", true);
        ObjectNode query = question.putObject("Query");
        query.put("StudyInstanceUID", target.study().value());
        target.series().ifPresent(uid -> query.put("SeriesInstanceUID", uid.value()));
        if (level.equals("Instance")) {
            target.instance().ifPresent(uid -> query.put("SOPInstanceUID", uid.value()));
        }
        return question;
    }

    private static Map<String, Uid> seriesUids(JsonNode found) {
        Map<String, Uid> uids = new HashMap<>();
        for (JsonNode series : found) {
            Uid.find(series.path("MainDicomTags").path("SeriesInstanceUID").asText())
                    .ifPresent(uid -> uids.put(OrthancRest.id(series.path("ID")), uid));
        }
        return uids;
    }

    private static List<Held> held(JsonNode found, Function<String, Optional<Uid>> series) {
        List<Held> held = new ArrayList<>();
        for (JsonNode each : found) {
            JsonNode tags = each.path("MainDicomTags");
            Uid instance = Uid.find(tags.path("SOPInstanceUID").asText()).orElseThrow(OrthancRest::notUnderstood);
            int number = number(tags.path("InstanceNumber").asText());
            long size = each.path("FileSize").asLong();
            // a series that came between the two questions is there the next time
            series.apply(each.path("ParentSeries").asText())
                    .ifPresent(parent ->
                            held.add(new Held(OrthancRest.id(each.path("ID")), parent, instance, number, size)));
        }
        held.sort(IN_ORDER);
        return held;
    }

    private static int number(String text) {
        return text.strip().matches("[+-]?\\d{1,9}") ? Integer.parseInt(text.strip()) : 0;
    }
}
