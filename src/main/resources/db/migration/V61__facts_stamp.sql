-- One row that every commit changes which changes what callers' rights are made of (store.FactsStamp): a node that finds the
-- stamp it knows need not read those facts again. Changed at the end of a transaction, so that nobody waits for it any longer.
CREATE TABLE facts_stamp (
    stamp uuid   NOT NULL,
    by    bigint NOT NULL -- the transaction that changed it: once is enough
);
INSERT INTO facts_stamp VALUES (gen_random_uuid(), 0);

CREATE FUNCTION renew_facts_stamp() RETURNS void LANGUAGE sql AS $$
    UPDATE facts_stamp SET stamp = gen_random_uuid(), by = txid_current() WHERE by <> txid_current()
$$;
CREATE FUNCTION facts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_facts_stamp();
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER facts_added AFTER INSERT ON resource DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.type IN ('Consent', 'PractitionerRole', 'RelatedPerson')) EXECUTE FUNCTION facts_changed();
CREATE CONSTRAINT TRIGGER facts_changed AFTER UPDATE ON resource DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.type IN ('Consent', 'PractitionerRole', 'RelatedPerson')) EXECUTE FUNCTION facts_changed();
CREATE CONSTRAINT TRIGGER facts_gone AFTER DELETE ON resource DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.type IN ('Consent', 'PractitionerRole', 'RelatedPerson')) EXECUTE FUNCTION facts_changed();
CREATE CONSTRAINT TRIGGER facts_changed AFTER INSERT OR UPDATE OR DELETE ON emergency DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION facts_changed();
