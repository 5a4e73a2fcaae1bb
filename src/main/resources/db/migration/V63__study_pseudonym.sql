-- By which pseudonym a study is known to those who see it de-identified (decision record 016): to find it by that again.
CREATE TABLE study_pseudonym (
    sid       bigint PRIMARY KEY, -- of the ImagingStudy
    version   int    NOT NULL,    -- of the ImagingStudy, when this was computed
    keys      text   NOT NULL,    -- tells the keys it was computed with from others
    pseudonym text   NOT NULL     -- StudyInstanceUID; empty for a study that is not shown so
);
CREATE INDEX study_by_pseudonym ON study_pseudonym (pseudonym) WHERE pseudonym <> '';
