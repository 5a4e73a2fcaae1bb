-- Exports that were asked for. What they hold is read when a file is fetched; a job only says what was asked, by whom, when.
CREATE TABLE export_job (
    id      text   PRIMARY KEY,
    owner   text   NOT NULL, -- who asked; nobody else learns that the job exists
    created bigint NOT NULL,
    request bytea  NOT NULL
);
CREATE INDEX export_job_by_age ON export_job (created);
