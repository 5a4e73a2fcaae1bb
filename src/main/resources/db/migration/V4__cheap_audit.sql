-- Events of one caller doing one kind of thing differ in little of what search finds them by. What they share lies in the
-- index tables once, under a number of its own, the shape; store.search.SharedParameters tells which parameters those are.

ALTER TABLE resource ADD COLUMN shape bigint; -- of AuditEvents only; their own sid where nothing is shared
UPDATE resource SET shape = sid WHERE type = 'AuditEvent';
CREATE INDEX resource_by_shape ON resource (shape, sid) WHERE shape IS NOT NULL;

CREATE TABLE index_shape (
    digest bytea  PRIMARY KEY, -- of the shared entries
    sid    bigint NOT NULL
);

-- The same order as resource_of_type_newest, read backwards.
DROP INDEX resource_by_time;

-- Bodies up to this size are kept as they are: packing and unpacking costs more than the disk.
ALTER TABLE resource SET (toast_tuple_target = 4080);

-- What is written down at once, to be made into resources later (store.Journal).
CREATE TABLE journal (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry  bytea  NOT NULL
);
