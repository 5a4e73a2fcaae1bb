-- Whom active Consents name (store.search.FactsStatement): '-' before a party that one with a denial names, '+' before others;
-- '-*' where a denial may be about anybody. Null of a Consent that is not active. In doubt '-*': such a Consent is looked at.
CREATE FUNCTION consent_parties(body bytea) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    consent jsonb := convert_from(body, 'UTF8')::jsonb;
    root    jsonb := consent -> 'provision';
    nested  jsonb := coalesce(consent -> 'provision' -> 'provision', '[]');
    denies  boolean;
    names   text[];
    anybody boolean;
BEGIN
    IF consent ->> 'status' IS DISTINCT FROM 'active' THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(bool_or(p ->> 'type' = 'deny'), false),
           coalesce(bool_or(p ->> 'type' = 'deny' AND p -> 'actor' IS NULL AND root -> 'actor' IS NULL), false)
      INTO denies, anybody
      FROM (SELECT root AS p UNION ALL SELECT jsonb_array_elements(nested)) provisions;
    SELECT coalesce(array_agg(DISTINCT CASE
               WHEN place[1] IN ('Patient', 'RelatedPerson', 'Person', 'Practitioner', 'PractitionerRole', 'Organization', 'Device')
               THEN place[1] || '/' || place[2] ELSE '*' END), '{}')
      INTO names
      FROM (SELECT regexp_match(a -> 'reference' ->> 'reference',
                                '^(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?$') AS place
              FROM (SELECT root AS p UNION ALL SELECT jsonb_array_elements(nested)) provisions,
                   jsonb_array_elements(coalesce(p -> 'actor', '[]')) a) actors;
    IF anybody THEN
        names := names || '*'::text;
    END IF;
    RETURN ARRAY(SELECT (CASE WHEN denies THEN '-' ELSE '+' END) || name FROM unnest(names) name);
EXCEPTION WHEN OTHERS THEN
    RETURN ARRAY['-*'];
END
$$;
CREATE INDEX consent_by_party ON resource USING gin (consent_parties(body)) WHERE type = 'Consent' AND NOT deleted;
CREATE INDEX consent_by_patient ON resource USING gin (patients) WHERE type = 'Consent' AND NOT deleted;
