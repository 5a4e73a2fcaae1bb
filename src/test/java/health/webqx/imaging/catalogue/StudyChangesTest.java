package health.webqx.imaging.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.StudyEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When what was made of a study is not good any more. */
class StudyChangesTest {
    private static final Uid STUDY = Uid.of("1.2.3");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final StudyChanges changes = new StudyChanges(Duration.ofMinutes(15));

    @Test
    void givesAnotherStampAfterEachChangeOfTheStudy() {
        String before = changes.stamp(STUDY, NOW);
        assertThat(changes.stamp(STUDY, NOW)).isEqualTo(before);

        changes.note(new StudyEvent.Changed(Uid.of("1.2.4")));
        assertThat(changes.stamp(STUDY, NOW)).isEqualTo(before);
        changes.note(new StudyEvent.Changed(STUDY));
        String changed = changes.stamp(STUDY, NOW);
        changes.note(new StudyEvent.Removed(STUDY));
        String removed = changes.stamp(STUDY, NOW);
        changes.note(new StudyEvent.Unknown());

        assertThat(changes.stamp(STUDY, NOW)).isNotIn(before, changed, removed);
        assertThat(changed).isNotIn(before, removed);
    }

    @Test
    void endsEachStampInTimeForWhatNobodyTold() {
        String before = changes.stamp(STUDY, NOW);
        assertThat(changes.stamp(STUDY, NOW.plus(Duration.ofMinutes(15)))).isNotEqualTo(before);
    }

    @Test
    void differsFromAnotherProcess() {
        assertThat(new StudyChanges(Duration.ofMinutes(15)).stamp(STUDY, NOW)).isNotEqualTo(changes.stamp(STUDY, NOW));
    }
}
