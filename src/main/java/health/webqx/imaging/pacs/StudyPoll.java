package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What happens to the studies of an archive that does not tell: its list is fetched now and then, and compared with the one
 * before by number of instances and PatientID. Looks are made one after the other.
 */
public final class StudyPoll {
    private static final Logger LOG = Logger.getLogger(StudyPoll.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final String archive;
    private final Duration pause;
    private final Supplier<Uni<List<DataSet>>> list;
    private Optional<Map<Uid, Seen>> before = Optional.empty();
    private boolean silent;

    private record Seen(String patientId, int series, int instances) {
        static Seen of(DataSet row) {
            return new Seen(
                    row.string(Tag.PatientID).orElse("").strip(),
                    row.integer(Tag.NumberOfStudyRelatedSeries).orElse(-1),
                    row.integer(Tag.NumberOfStudyRelatedInstances).orElse(-1));
        }
    }

    private StudyPoll(String archive, Duration pause, Supplier<Uni<List<DataSet>>> list) {
        this.archive = archive;
        this.pause = pause;
        this.list = list;
    }

    /**
     * Events as they are asked for; each reader has looks of its own.
     *
     * @param usual pause between looks, where none is configured
     * @param list every study the archive holds
     */
    public static Multi<StudyEvent> events(
            PacsDefinition definition, Duration usual, Supplier<Uni<List<DataSet>>> list) {
        Duration pause = definition.pollInterval().orElse(usual);
        return Multi.createBy()
                .repeating()
                .uni(() -> new StudyPoll(definition.name(), pause, list), StudyPoll::look)
                .indefinitely()
                .onItem()
                .transformToIterable(events -> events);
    }

    private Uni<List<StudyEvent>> look() {
        Uni<Void> turn = before.isEmpty() ? Uni.createFrom().voidItem() : wait(pause);
        return turn.chain(list::get)
                .map(this::compared)
                .onFailure()
                .invoke(this::unheard)
                .onFailure()
                .recoverWithUni(failure -> wait(AFTER_FAILURE.compareTo(pause) < 0 ? AFTER_FAILURE : pause)
                        .replaceWith(List.of()));
    }

    private List<StudyEvent> compared(List<DataSet> rows) {
        Map<Uid, Seen> now = new HashMap<>();
        rows.forEach(row -> row.uid(Tag.StudyInstanceUID).ifPresent(uid -> now.put(uid, Seen.of(row))));
        List<StudyEvent> events = new ArrayList<>();
        if (before.isEmpty()) {
            events.add(new StudyEvent.Unknown());
        } else {
            Map<Uid, Seen> old = before.get();
            Set<Uid> gone = new HashSet<>(old.keySet());
            gone.removeAll(now.keySet());
            gone.forEach(uid -> events.add(new StudyEvent.Removed(uid)));
            now.forEach((uid, seen) -> {
                if (!seen.equals(old.get(uid))) {
                    events.add(new StudyEvent.Changed(uid));
                }
            });
        }
        before = Optional.of(now);
        if (silent) {
            silent = false;
            LOG.infof("archive %s answers again", archive);
        }
        return events;
    }

    private void unheard(Throwable failure) {
        if (!silent) {
            silent = true;
            String why = failure instanceof Failure known ? known.diagnostics() : "an unexpected failure";
            LOG.warnf("archive %s cannot be followed now: %s", archive, why);
        }
    }

    private static Uni<Void> wait(Duration duration) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(duration);
    }
}
