-- The chain over the stored AuditEvents (decision record 012): what store.AuditChain makes in the transaction that stores them.

CREATE TABLE audit_link (
    number    bigint PRIMARY KEY, -- without gaps, from the anchor's on
    first_sid bigint NOT NULL,
    last_sid  bigint NOT NULL,
    events    int    NOT NULL,
    latest    bigint NOT NULL,    -- last_updated of the last of them
    marks     bytea  NOT NULL,    -- the first 8 bytes of each event's digest, in order
    key       text   NOT NULL,    -- name of the key
    hash      bytea  NOT NULL     -- over all of this, the events and the hash before
);

-- Where the chain begins and ends.
CREATE TABLE audit_mark (
    name     text   PRIMARY KEY,  -- 'anchor': the link before the first; 'head': the last
    number   bigint NOT NULL,
    hash     bytea  NOT NULL,     -- of that link
    last_sid bigint NOT NULL,     -- of that link's last event
    events   bigint NOT NULL,     -- up to there, since there is a chain
    key      text   NOT NULL,
    mac      bytea  NOT NULL
);
