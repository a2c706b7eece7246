-- What people decide about what was kept back, and kept bytes that were found damaged.

-- settled: the decision that has settled an entry; NULL while it waits
ALTER TABLE quarantine ADD COLUMN settled TEXT;
CREATE INDEX quarantine_waiting ON quarantine (id) WHERE settled IS NULL;

CREATE TABLE quarantine_decision (
  id            ${bigid} NOT NULL PRIMARY KEY,
  quarantine_id BIGINT NOT NULL REFERENCES quarantine (id),
  decided_at    BIGINT NOT NULL,
  kind          TEXT NOT NULL,
  who           TEXT NOT NULL,
  why           TEXT NOT NULL,
  detail        TEXT NOT NULL
);
CREATE INDEX quarantine_decision_of ON quarantine_decision (quarantine_id, id);

CREATE TABLE damaged_content (
  digest      TEXT NOT NULL PRIMARY KEY,
  file        TEXT NOT NULL,
  byte_offset BIGINT NOT NULL,
  byte_length BIGINT NOT NULL,
  found_at    BIGINT NOT NULL,
  what        TEXT NOT NULL
);
