package health.webqx.imaging.pacs.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.RowMatch;
import health.webqx.imaging.pacs.upstream.JsonDataSets;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * QIDO-RS (PS3.18 8.3.4). Only UIDs go out, as they are: archives ignore keys they do not know and do not all decode what is
 * encoded. Everything else is matched here, row by row. An archive that ignores pages gives the same rows again, one that has
 * none left may say so by 204 or 404.
 */
final class QidoSearch {
    static final String JSON = "application/dicom+json";

    private static final int LONGEST = 256 << 20;
    private static final int PAGE = 500;

    private final Upstream upstream;

    QidoSearch(Upstream upstream) {
        this.upstream = upstream;
    }

    Uni<List<DataSet>> search(PacsQuery query) {
        Found found = new Found(query);
        return Multi.createBy()
                .repeating()
                .uni(() -> page(found))
                .whilst(more -> more)
                .collect()
                .last()
                .map(done -> found.rows());
    }

    private Uni<Boolean> page(Found found) {
        return upstream.get(address(found.query) + "&limit=" + PAGE + "&offset=" + found.received, JSON, LONGEST)
                .onFailure(DicomWebArchive::isAbsent)
                .recoverWithItem(Buffer.buffer())
                .flatMap(JsonDataSets::of)
                .map(found::take);
    }

    /** What has come so far, each row once. */
    private static final class Found {
        private final PacsQuery query;
        private final RowMatch match;
        private final Map<Uid, Optional<DataSet>> byUid = new HashMap<>();
        private int received;

        Found(PacsQuery query) {
            this.query = query;
            this.match = new RowMatch(query);
        }

        /** Whether there may be more: the page had a row that was not there before. */
        boolean take(List<DataSet> page) {
            int before = byUid.size();
            for (DataSet row : page) {
                DataSet whole = within(row);
                whole.uid(query.level().uidTag())
                        .ifPresent(
                                uid -> byUid.putIfAbsent(uid, Optional.of(whole).filter(match)));
            }
            received += page.size();
            return byUid.size() > before;
        }

        /** With the UIDs of what was asked within, which an archive may leave out because we know them. */
        private DataSet within(DataSet row) {
            DataSet whole = row;
            if (query.study().isPresent() && !row.contains(Tag.StudyInstanceUID)) {
                whole = whole.with(Tag.StudyInstanceUID, query.study().get().value());
            }
            if (query.series().isPresent() && !row.contains(Tag.SeriesInstanceUID)) {
                whole = whole.with(Tag.SeriesInstanceUID, query.series().get().value());
            }
            return whole;
        }

        List<DataSet> rows() {
            return byUid.values().stream()
                    .flatMap(Optional::stream)
                    .sorted(RowMatch.byUid())
                    .toList();
        }
    }

    private static String address(PacsQuery query) {
        String within = query.study().map(study -> "/studies/" + study.value()).orElse("");
        String series = query.series().map(uid -> "/series/" + uid.value()).orElse("");
        return switch (query.level()) {
            case STUDY -> "/studies?includefield=00201206&includefield=00201208" + studyKey(query);
            case SERIES -> within + "/series?includefield=00201209";
            case INSTANCE -> within + series + "/instances?includefield=00280008";
        };
    }

    private static String studyKey(PacsQuery query) {
        List<String> wanted = query.matches().getOrDefault(Tag.StudyInstanceUID, List.of());
        Optional<Uid> study = query.study().or(() -> wanted.size() == 1 ? Uid.find(wanted.get(0)) : Optional.empty());
        return study.map(uid -> "&StudyInstanceUID=" + uid.value()).orElse("");
    }
}
