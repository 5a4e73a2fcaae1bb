package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.Uid;

/** Something happened to studies in an archive. */
public sealed interface StudyEvent {
    /** The study is new, or gained, lost or changed instances. */
    record Changed(Uid study) implements StudyEvent {}

    /** The archive no longer holds the study. */
    record Removed(Uid study) implements StudyEvent {}

    /**
     * The archive cannot tell what happened: it lost or restarted its list of changes, or dropped something without
     * saying what. Everything may have changed; compare anew.
     */
    record Unknown() implements StudyEvent {}
}
