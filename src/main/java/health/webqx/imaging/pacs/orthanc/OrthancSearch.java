package health.webqx.imaging.pacs.orthanc;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.RowMatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * QIDO-RS of Orthanc's plugin (PS3.18 8.3.4). Orthanc ignores keys it does not know and does not decode what is encoded, so
 * only UIDs go out; everything else is matched here, row by row.
 */
final class OrthancSearch {
    private static final int PAGE = 500;

    private final OrthancDicomWeb dicomWeb;

    OrthancSearch(OrthancDicomWeb dicomWeb) {
        this.dicomWeb = dicomWeb;
    }

    Uni<List<DataSet>> search(PacsQuery query) {
        return pages(address(query))
                .collect()
                .in(LinkedHashMap<Uid, DataSet>::new, (rows, page) -> keep(query, rows, page))
                .map(rows -> rows.values().stream().sorted(RowMatch.byUid()).toList());
    }

    /** An archive may give fewer rows than asked for, so only an empty page is the last. */
    private Multi<List<DataSet>> pages(String address) {
        return Multi.createBy()
                .repeating()
                .uni(AtomicInteger::new, offset -> dicomWeb.rows(address + "&limit=" + PAGE + "&offset=" + offset.get())
                        .invoke(page -> offset.addAndGet(page.size())))
                .whilst(page -> !page.isEmpty());
    }

    private static void keep(PacsQuery query, Map<Uid, DataSet> rows, List<DataSet> page) {
        RowMatch match = new RowMatch(query);
        for (DataSet row : page) {
            if (match.test(row)) {
                row.uid(query.level().uidTag()).ifPresent(uid -> rows.putIfAbsent(uid, row));
            }
        }
    }

    private static String address(PacsQuery query) {
        StringBuilder address = new StringBuilder();
        switch (query.level()) {
            case STUDY -> address.append("/studies?includefield=00201206&includefield=00201208");
            case SERIES -> address.append("/series?includefield=00201209");
            case INSTANCE -> address.append("/instances?includefield=00280008");
        }
        asked(query).forEach(tag -> address.append("&includefield=").append(Tag.hex(tag)));
        uid(query, Tag.StudyInstanceUID, query.study()).ifPresent(uid -> key(address, Tag.StudyInstanceUID, uid));
        if (query.level() != PacsQuery.Level.STUDY) {
            uid(query, Tag.SeriesInstanceUID, query.series())
                    .ifPresent(uid -> key(address, Tag.SeriesInstanceUID, uid));
        }
        if (query.level() == PacsQuery.Level.INSTANCE) {
            uid(query, Tag.SOPInstanceUID, Optional.empty()).ifPresent(uid -> key(address, Tag.SOPInstanceUID, uid));
        }
        return address.toString();
    }

    /** What is asked for and what is matched here, and whose it is: rows of lower levels do not say so unasked. */
    private static Set<Integer> asked(PacsQuery query) {
        Set<Integer> asked = new TreeSet<>(query.attributes());
        asked.addAll(query.matches().keySet());
        asked.add(Tag.PatientID);
        return asked;
    }

    private static Optional<Uid> uid(PacsQuery query, int tag, Optional<Uid> within) {
        List<String> wanted = query.matches().getOrDefault(tag, List.of());
        return within.isPresent() || wanted.size() != 1 ? within : Uid.find(wanted.get(0));
    }

    private static void key(StringBuilder address, int tag, Uid uid) {
        address.append('&').append(Tag.hex(tag)).append('=').append(uid.value());
    }
}
