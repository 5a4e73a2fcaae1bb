package health.webqx.imaging.pacs.dicoogle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Dicoogle's index: one row for each file, by keyword. Only UIDs go out in a query, which Lucene has no meaning of its own
 * for; the index may find more than was asked for, and holds numbers as it likes to.
 */
final class DicoogleIndex {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 1000;
    private static final int LONGEST = 64 << 20;
    private static final List<String> FIELDS = List.of(
            "SOPInstanceUID",
            "SOPClassUID",
            "StudyInstanceUID",
            "SeriesInstanceUID",
            "PatientID",
            "PatientName",
            "PatientBirthDate",
            "PatientSex",
            "StudyDate",
            "StudyTime",
            "StudyID",
            "StudyDescription",
            "AccessionNumber",
            "ReferringPhysicianName",
            "Modality",
            "SeriesNumber",
            "SeriesDescription",
            "SeriesDate",
            "SeriesTime",
            "BodyPartExamined",
            "InstanceNumber",
            "NumberOfFrames");

    private final Upstream upstream;

    DicoogleIndex(Upstream upstream) {
        this.upstream = upstream;
    }

    /** Everything the index has with these UIDs by keyword, once for each SOPInstanceUID, page by page. */
    Multi<DataSet> find(Map<String, Uid> uids) {
        return Multi.createFrom().deferred(() -> {
            Pages pages = new Pages(query(uids));
            return Multi.createBy()
                    .repeating()
                    .uni(() -> page(pages))
                    .whilst(rows -> !rows.isEmpty())
                    .onItem()
                    .transformToIterable(rows -> rows);
        });
    }

    /** Whether it answers. */
    Uni<Void> ping() {
        return ask("*:*", 1, 0).replaceWithVoid();
    }

    private static String query(Map<String, Uid> uids) {
        return uids.isEmpty()
                ? "*:*"
                : uids.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue().value())
                        .sorted()
                        .collect(Collectors.joining("%20AND%20"));
    }

    /** How far the rows were read, and which instances they were of. */
    private static final class Pages {
        private final String query;
        private final Set<Uid> seen = new HashSet<>();
        private int received;

        Pages(String query) {
            this.query = query;
        }
    }

    /** New rows only: an index that ignores where a page begins gives the first one again, and is at its end then. */
    private Uni<List<DataSet>> page(Pages pages) {
        return ask(pages.query, PAGE, pages.received).map(results -> {
            List<DataSet> rows = new ArrayList<>();
            for (JsonNode result : results) {
                DataSet row = row(result.path("fields"));
                if (row.uid(Tag.SOPInstanceUID).filter(pages.seen::add).isPresent()) {
                    rows.add(row);
                }
            }
            pages.received += results.size();
            return rows;
        });
    }

    private Uni<JsonNode> ask(String query, int size, int offset) {
        String fields = FIELDS.stream().map(field -> "&field=" + field).collect(Collectors.joining());
        String path = "/search?query=" + query + "&provider=lucene&psize=" + size + "&offset=" + offset + fields;
        return upstream.get(path, "application/json", LONGEST).map(DicoogleIndex::results);
    }

    private static JsonNode results(Buffer answer) {
        try {
            JsonNode results = JSON.readTree(answer.getBytes()).path("results");
            if (results.isArray()) {
                return results;
            }
        } catch (IOException malformed) {
            // told below like an answer without results
        }
        throw Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is not understood");
    }

    private static DataSet row(JsonNode fields) {
        DataSetBuilder row = DataSet.builder().put(Tag.SpecificCharacterSet, "ISO_IR 192");
        for (String field : FIELDS) {
            String value = fields.path(field).asText().strip();
            int tag = Dictionary.tagOf(field).orElseThrow();
            if (!value.isEmpty()) {
                row.put(tag, text(Dictionary.vrOf(tag), value));
            }
        }
        return row.build();
    }

    /** Whole numbers come as decimals from Lucene. */
    private static String text(Vr vr, String value) {
        return vr == Vr.IS ? value.replaceFirst("\\.0+$", "") : value;
    }
}
