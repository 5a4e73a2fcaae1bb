package health.webqx.imaging.catalogue;

import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import health.webqx.imaging.store.search.DatePrefix;
import health.webqx.imaging.store.search.Match;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a search in DICOM's terms can say to the index of ImagingStudies, so that not every study has to be looked at. Each
 * list has values of which one must be there; an empty one says nothing.
 *
 * @param dates one StudyDate, {@code YYYYMMDD} or a range of such
 */
public record StudyFilter(
        List<String> patientIds,
        List<String> accessionNumbers,
        List<String> modalities,
        List<String> series,
        List<String> instances,
        List<String> dates) {
    /** Leaves nothing out. */
    public static final StudyFilter NONE =
            new StudyFilter(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    List<Criterion> criteria() {
        List<Criterion> criteria = new ArrayList<>();
        add(
                criteria,
                "subject",
                IndexKind.REFERENCE,
                patientIds,
                id -> new Match.ReferenceIdentifier(Optional.empty(), id));
        add(criteria, "identifier", IndexKind.TOKEN, accessionNumbers, StudyFilter::token);
        add(criteria, "modality", IndexKind.TOKEN, modalities, StudyFilter::token);
        add(criteria, "series", IndexKind.TOKEN, series, StudyFilter::token);
        add(criteria, "instance", IndexKind.TOKEN, instances, StudyFilter::token);
        if (dates.size() == 1) {
            dates(criteria, dates.get(0));
        }
        return criteria;
    }

    private static void add(
            List<Criterion> criteria,
            String parameter,
            IndexKind kind,
            List<String> values,
            Function<String, Match> match) {
        if (!values.isEmpty()) {
            criteria.add(new Criterion.Indexed(
                    "ImagingStudy", parameter, kind, values.stream().map(match).toList()));
        }
    }

    private static Match token(String code) {
        return new Match.Token(Optional.empty(), Optional.of(code));
    }

    /** A day more on either side: the index has moments, and a date is one somewhere. */
    private static void dates(List<Criterion> criteria, String range) {
        int dash = range.indexOf('-');
        String from = dash < 0 ? range : range.substring(0, dash);
        String to = dash < 0 ? range : range.substring(dash + 1);
        if (!from.isEmpty()) {
            started(criteria, DatePrefix.GE, day(from).minusDays(1));
        }
        if (!to.isEmpty()) {
            started(criteria, DatePrefix.LE, day(to).plusDays(1));
        }
    }

    private static void started(List<Criterion> criteria, DatePrefix prefix, LocalDate day) {
        long low = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long high = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() - 1;
        criteria.add(new Criterion.Indexed(
                "ImagingStudy", "started", IndexKind.DATE, List.of(new Match.Date(prefix, low, high))));
    }

    private static LocalDate day(String digits) {
        return LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE);
    }
}
