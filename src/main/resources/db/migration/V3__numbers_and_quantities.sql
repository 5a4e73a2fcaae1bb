-- Numbers and quantities, from the lowest to the highest value that a resource states; the two are equal for a plain number.

CREATE TABLE number_index (
    sid   bigint  NOT NULL,
    param int     NOT NULL,
    low   numeric NOT NULL,
    high  numeric NOT NULL
);
CREATE INDEX number_by_low ON number_index (param, low, sid);
CREATE INDEX number_by_high ON number_index (param, high, sid);
CREATE INDEX number_of ON number_index (sid);

CREATE TABLE quantity_index (
    sid    bigint  NOT NULL,
    param  int     NOT NULL,
    system text    NOT NULL,
    code   text    NOT NULL,
    unit   text    NOT NULL,
    low    numeric NOT NULL,
    high   numeric NOT NULL
);
CREATE INDEX quantity_by_low ON quantity_index (param, low, sid);
CREATE INDEX quantity_by_high ON quantity_index (param, high, sid);
CREATE INDEX quantity_of ON quantity_index (sid);

-- By which release's rules every resource is indexed; a newer release indexes anew what is older.
CREATE TABLE index_state (
    generation int NOT NULL
);
