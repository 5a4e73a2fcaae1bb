-- Who has broken the glass for whom, why and until when (operation $break-glass).
CREATE TABLE emergency (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    caller  text   NOT NULL, -- issuer, subject and user: whichever app they use
    patient text   NOT NULL,
    reason  text   NOT NULL,
    at      bigint NOT NULL,
    until   bigint NOT NULL
);
CREATE INDEX emergency_of_caller ON emergency (caller, until);
