-- Versions in the order of their writing, newest first, for the history of a type and of everything.

CREATE INDEX resource_newest ON resource (last_updated DESC, sid DESC);
CREATE INDEX resource_of_type_newest ON resource (type, last_updated DESC, sid DESC);
CREATE INDEX version_newest ON resource_version (last_updated DESC, sid DESC, version DESC);
