-- Who cares for whom, as the resources say that found it (store.CareFounded, decision record 010): one row for each giver that
-- such a resource of one patient names. Staff's every question asks for it, so it is found, not computed.
CREATE TABLE care_index (
    sid     bigint NOT NULL,
    param   int    NOT NULL, -- by which search parameter the giver is named
    giver   text   NOT NULL, -- type/id
    patient text   NOT NULL
);
-- Numbers are store.search.ParameterKey's.
INSERT INTO care_index (sid, param, giver, patient)
    SELECT DISTINCT c.sid, x.param, x.target_type || '/' || x.target_id, c.patients[1]
    FROM reference_index x JOIN resource c ON c.sid = x.sid
    WHERE x.target_id <> '' AND NOT c.deleted AND cardinality(c.patients) = 1
        AND (x.target_type IN ('Practitioner', 'PractitionerRole') AND x.param IN (
                -536006694, -1683322161, -- ServiceRequest.requester, performer
                1478984018, 486250380, -- DiagnosticReport.performer, results-interpreter
                1263953939, -1632384688, 1089440963, -- ImagingStudy.referrer, interpreter, performer
                1298388996, 450449811, -1721977281) -- Encounter.participant, CareTeam.participant, Patient.general-practitioner
            OR x.target_type = 'Organization' AND x.param IN (1512294728, -1721977281)) -- Patient.organization
        AND NOT EXISTS (SELECT FROM token_index t WHERE t.sid = c.sid
            AND t.param IN (1594219220, 454412020, -1610860159, 583410422, -574527222) -- the status of each of the five types
            AND t.code IN ('entered-in-error', 'revoked', 'cancelled', 'inactive', 'suspended'));
CREATE INDEX care_by_giver ON care_index (giver, patient);
CREATE INDEX care_of ON care_index (sid);
