-- What a composite parameter must find together: the place of the repetition of an element that a row was found in, of those
-- rows that a composite asks for; null where it was found in the resource as a whole.

ALTER TABLE token_index ADD COLUMN part int;
ALTER TABLE reference_index ADD COLUMN part int;
ALTER TABLE date_index ADD COLUMN part int;
ALTER TABLE string_index ADD COLUMN part int;
ALTER TABLE uri_index ADD COLUMN part int;
ALTER TABLE number_index ADD COLUMN part int;
ALTER TABLE quantity_index ADD COLUMN part int;

-- A quantity with a unit of UCUM in UCUM's canonical units, so that 5.4 mg and 0.0054 g are the same.

ALTER TABLE quantity_index ADD COLUMN canonical text;
ALTER TABLE quantity_index ADD COLUMN canonical_low numeric;
ALTER TABLE quantity_index ADD COLUMN canonical_high numeric;
CREATE INDEX quantity_by_canonical ON quantity_index (param, canonical, canonical_low, sid) WHERE canonical IS NOT NULL;
