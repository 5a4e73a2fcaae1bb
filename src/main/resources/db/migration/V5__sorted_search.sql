-- A search sorted by a string reads its index in the order of the values.
DROP INDEX string_by_prefix;
CREATE INDEX string_by_prefix ON string_index (param, normalized COLLATE "C", sid);

-- Whether one resource has a code is told by the index alone.
DROP INDEX token_of;
CREATE INDEX token_of ON token_index (sid, param, code);
