package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.Uid;

/** Something happened to a study in an archive. */
public sealed interface StudyEvent {
    /** The study it happened to. */
    Uid study();

    /** The study is new, or gained, lost or changed instances. */
    record Changed(Uid study) implements StudyEvent {}

    /** The archive no longer holds the study. */
    record Removed(Uid study) implements StudyEvent {}
}
