-- Resources of every type, each version as the exact bytes of its answer, and what search finds them by.
-- Times are milliseconds since 1970 in UTC; an open end of a period is the smallest or largest bigint.

CREATE SEQUENCE resource_sid;

CREATE TABLE resource (
    sid          bigint  PRIMARY KEY,
    type         text    NOT NULL,
    id           text    NOT NULL,
    version      int     NOT NULL,
    last_updated bigint  NOT NULL,
    deleted      boolean NOT NULL,
    patients     text[]  NOT NULL, -- the patient compartments it is in; a deleted resource keeps its last ones
    body         bytea   NOT NULL,
    UNIQUE (type, id)
);
CREATE INDEX resource_in_order ON resource (type, sid) WHERE NOT deleted;
CREATE INDEX resource_by_time ON resource (type, last_updated, sid) WHERE NOT deleted;
CREATE INDEX resource_by_patient ON resource USING gin (patients);

-- Versions that are no longer the current one.
CREATE TABLE resource_version (
    sid          bigint  NOT NULL,
    version      int     NOT NULL,
    last_updated bigint  NOT NULL,
    deleted      boolean NOT NULL,
    patients     text[]  NOT NULL,
    body         bytea   NOT NULL,
    PRIMARY KEY (sid, version)
);

-- One table for each kind of search parameter; param is the hash of "Type.code" (store.search.ParameterKey).

CREATE TABLE token_index (
    sid    bigint NOT NULL,
    param  int    NOT NULL,
    system text   NOT NULL,
    code   text   NOT NULL
);
CREATE INDEX token_by_code ON token_index (param, code, system, sid);
CREATE INDEX token_by_system ON token_index (param, system, sid);
CREATE INDEX token_of ON token_index (sid);

CREATE TABLE reference_index (
    sid               bigint NOT NULL,
    param             int    NOT NULL,
    target_type       text   NOT NULL,
    target_id         text   NOT NULL,
    url               text   NOT NULL,
    identifier_system text   NOT NULL,
    identifier_value  text   NOT NULL
);
CREATE INDEX reference_by_target ON reference_index (param, target_id, target_type, sid) WHERE target_id <> '';
CREATE INDEX reference_by_url ON reference_index (param, url, sid) WHERE url <> '';
CREATE INDEX reference_by_identifier ON reference_index (param, identifier_value, identifier_system, sid)
    WHERE identifier_value <> '';
CREATE INDEX reference_of ON reference_index (sid);

CREATE TABLE date_index (
    sid   bigint NOT NULL,
    param int    NOT NULL,
    low   bigint NOT NULL,
    high  bigint NOT NULL -- the last millisecond covered
);
CREATE INDEX date_by_low ON date_index (param, low, high, sid);
CREATE INDEX date_by_high ON date_index (param, high, low, sid);
CREATE INDEX date_of ON date_index (sid);

CREATE TABLE string_index (
    sid        bigint NOT NULL,
    param      int    NOT NULL,
    normalized text   NOT NULL,
    exact      text   NOT NULL
);
CREATE INDEX string_by_prefix ON string_index (param, normalized text_pattern_ops, sid);
CREATE INDEX string_of ON string_index (sid);

CREATE TABLE uri_index (
    sid   bigint NOT NULL,
    param int    NOT NULL,
    uri   text   NOT NULL
);
CREATE INDEX uri_by_value ON uri_index (param, uri text_pattern_ops, sid);
CREATE INDEX uri_of ON uri_index (sid);

-- Secrets that every instance of the service shares.
CREATE TABLE server_secret (
    name  text  PRIMARY KEY,
    value bytea NOT NULL
);
