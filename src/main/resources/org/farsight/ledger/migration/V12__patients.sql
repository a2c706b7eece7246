-- Who is known under which id, what was decided about them, what was moved at FHIR servers.

-- card: as it was written, in capitals, not checked; birth_date: ISO 8601
CREATE TABLE patient_identity (
  system        TEXT NOT NULL,
  patient_id    TEXT NOT NULL,
  site_id       TEXT NOT NULL,
  card          TEXT NOT NULL,
  ideographic   TEXT NOT NULL,
  alphabetic    TEXT NOT NULL,
  sex           TEXT NOT NULL,
  birth_date    TEXT NOT NULL,
  registered_at BIGINT,
  exchange_id   TEXT NOT NULL,
  PRIMARY KEY (system, patient_id)
);
CREATE INDEX patient_identity_by_card ON patient_identity (card) WHERE card <> '';
CREATE INDEX patient_identity_by_id ON patient_identity (patient_id);

-- append-only; source: exchange and revision of the message, NULL for a person's decision
CREATE TABLE identity_decision (
  id          ${bigid} NOT NULL PRIMARY KEY,
  decided_at  BIGINT NOT NULL,
  kind        TEXT NOT NULL,
  from_system TEXT NOT NULL,
  from_id     TEXT NOT NULL,
  into_system TEXT NOT NULL,
  into_id     TEXT NOT NULL,
  who         TEXT NOT NULL,
  why         TEXT NOT NULL,
  source      TEXT
);
CREATE INDEX identity_decision_from ON identity_decision (from_id, from_system);
CREATE INDEX identity_decision_into ON identity_decision (into_id, into_system);
CREATE UNIQUE INDEX identity_decision_source ON identity_decision (source);

-- resources at a target that were written for one key and moved to another
CREATE TABLE moved_reference (
  target        TEXT NOT NULL,
  resource      TEXT NOT NULL,
  origin_system TEXT NOT NULL,
  origin_id     TEXT NOT NULL,
  at_system     TEXT NOT NULL,
  at_id         TEXT NOT NULL,
  PRIMARY KEY (target, resource)
);
CREATE INDEX moved_reference_of ON moved_reference (target, origin_id, origin_system);

-- studies and ECGs that were sent under the wrong patient; append-only, the newest row counts
CREATE TABLE recall (
  id          ${bigid} NOT NULL PRIMARY KEY,
  exchange_id TEXT NOT NULL REFERENCES exchange (id),
  decided_at  BIGINT NOT NULL,
  recalled    INTEGER NOT NULL,
  who         TEXT NOT NULL,
  why         TEXT NOT NULL
);
CREATE INDEX recall_of_exchange ON recall (exchange_id, id);
