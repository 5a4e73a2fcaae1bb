-- Subscriptions beside their resources: whose they are, by what rights they act, and how far their events have come.
CREATE TABLE subscription (
    sid          bigint  PRIMARY KEY,             -- of the resource
    owner        text    NOT NULL,                -- nobody else reads, changes or deletes it, but for backend services
    rights       bytea   NOT NULL,                -- of the token it was written with (access.token.KeptRights)
    headers      text[]  NOT NULL,                -- channel.header as given; the resource does not hold their values
    type         text    NOT NULL,                -- the type that its topic is about
    filter       text    NOT NULL,                -- search parameters that must hold
    status       text    NOT NULL,                -- as in the resource, or 'deleted'
    ends         bigint  NOT NULL,
    heartbeat    bigint  NOT NULL,                -- milliseconds; 0 for none
    timeout      bigint  NOT NULL,                -- of one attempt, in milliseconds
    last_number  bigint  NOT NULL DEFAULT 0,      -- of its events
    last_sent    bigint  NOT NULL DEFAULT 0,
    attempts     int     NOT NULL DEFAULT 0,      -- that failed since the last one that did not
    due          bigint  NOT NULL DEFAULT 0,      -- nothing is sent before
    lease        bigint  NOT NULL DEFAULT 0,      -- of the node that is at work on it
    leased_until bigint  NOT NULL DEFAULT 0
);
CREATE INDEX subscription_of_owner ON subscription (owner);
CREATE INDEX subscription_listening ON subscription (sid) WHERE status IN ('requested', 'active', 'error');

-- Writes of the types that topics are about, each noted in the statement that is the write, until events are made of it.
CREATE TABLE resource_change (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sid     bigint NOT NULL,
    version int    NOT NULL,
    at      bigint NOT NULL
);

-- Events of one subscription, in the order of their places. The number is what the subscriber sees; it is given when the event
-- is about to be told, so what the owner may not know of then never had one.
CREATE TABLE subscription_event (
    subscription bigint  NOT NULL,
    place        bigint  NOT NULL,
    sid          bigint  NOT NULL,
    version      int     NOT NULL,
    at           bigint  NOT NULL,
    number       bigint,
    sent         boolean NOT NULL DEFAULT false,
    PRIMARY KEY (subscription, place)
);
CREATE INDEX subscription_event_waiting ON subscription_event (subscription, place) WHERE NOT sent;
CREATE INDEX subscription_event_by_number ON subscription_event (subscription, number) WHERE number IS NOT NULL;
CREATE INDEX subscription_event_by_age ON subscription_event (at);
