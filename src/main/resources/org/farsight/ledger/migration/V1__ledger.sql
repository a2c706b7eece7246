-- The ledger: what came, where it belongs, what is to be done with it.
-- Times are microseconds since 1970-01-01T00:00Z. Text that an object does not have is ''.
-- NULL means "there is none" (no instance UID, no due time, no trouble).
-- ${bigid} is INTEGER for SQLite (its 64-bit row number) and BIGINT elsewhere.

CREATE TABLE exchange (
  id             TEXT NOT NULL PRIMARY KEY,
  site_id        TEXT NOT NULL,
  kind           TEXT NOT NULL,
  object_key     TEXT NOT NULL,
  patient_id     TEXT NOT NULL,
  patient_issuer TEXT NOT NULL,
  accession      TEXT NOT NULL,
  modality       TEXT NOT NULL,
  priority       SMALLINT NOT NULL,
  revision       INTEGER NOT NULL,
  first_at       BIGINT NOT NULL,
  last_at        BIGINT NOT NULL
);
CREATE UNIQUE INDEX exchange_by_key ON exchange (object_key, kind);
CREATE INDEX exchange_by_time ON exchange (first_at);
CREATE INDEX exchange_by_site ON exchange (site_id, first_at);
CREATE INDEX exchange_by_accession ON exchange (accession);
CREATE INDEX exchange_by_patient ON exchange (patient_id);

CREATE TABLE arrival (
  id              ${bigid} NOT NULL PRIMARY KEY,
  exchange_id     TEXT NOT NULL REFERENCES exchange (id),
  revision        INTEGER NOT NULL,
  arrived_at      BIGINT NOT NULL,
  way             TEXT NOT NULL,
  caller          TEXT NOT NULL,
  digest          TEXT NOT NULL,
  file            TEXT NOT NULL,
  byte_offset     BIGINT NOT NULL,
  byte_length     BIGINT NOT NULL,
  repeats         INTEGER NOT NULL,
  format          TEXT NOT NULL,
  sop_class       TEXT NOT NULL,
  sop_instance    TEXT,
  transfer_syntax TEXT NOT NULL,
  study           TEXT NOT NULL,
  series          TEXT NOT NULL,
  modality        TEXT NOT NULL,
  patient_id      TEXT NOT NULL,
  patient_issuer  TEXT NOT NULL,
  accession       TEXT NOT NULL
);
CREATE UNIQUE INDEX arrival_of_exchange ON arrival (exchange_id, revision);
CREATE UNIQUE INDEX arrival_of_instance ON arrival (sop_instance);
CREATE UNIQUE INDEX arrival_of_file ON arrival (digest) WHERE sop_instance IS NULL;

CREATE TABLE step (
  exchange_id TEXT NOT NULL REFERENCES exchange (id),
  name        TEXT NOT NULL,
  done        INTEGER NOT NULL,
  wanted      INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  due_at      BIGINT,
  trouble     TEXT,
  why         TEXT,
  proof       TEXT NOT NULL,
  done_at     BIGINT,
  urgency     SMALLINT NOT NULL,
  PRIMARY KEY (exchange_id, name)
);
-- one range per urgency: the sweep reads no more rows than it rings for
CREATE INDEX step_due ON step (urgency, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX step_open ON step (name) WHERE done < wanted;
CREATE INDEX step_quarantined ON step (exchange_id) WHERE trouble = 'QUARANTINED';

CREATE TABLE conversion (
  exchange_id TEXT NOT NULL PRIMARY KEY REFERENCES exchange (id),
  revision    INTEGER NOT NULL,
  digest      TEXT NOT NULL,
  file        TEXT NOT NULL,
  byte_offset BIGINT NOT NULL,
  byte_length BIGINT NOT NULL
);

CREATE TABLE story (
  id          ${bigid} NOT NULL PRIMARY KEY,
  exchange_id TEXT NOT NULL REFERENCES exchange (id),
  told_at     BIGINT NOT NULL,
  event       TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  detail      TEXT NOT NULL
);
CREATE INDEX story_of_exchange ON story (exchange_id, id);

CREATE TABLE quarantine (
  id              ${bigid} NOT NULL PRIMARY KEY,
  came_at         BIGINT NOT NULL,
  site_id         TEXT NOT NULL,
  way             TEXT NOT NULL,
  caller          TEXT NOT NULL,
  exchange_id     TEXT REFERENCES exchange (id),
  digest          TEXT NOT NULL,
  file            TEXT NOT NULL,
  byte_offset     BIGINT NOT NULL,
  byte_length     BIGINT NOT NULL,
  repeats         INTEGER NOT NULL,
  format          TEXT,
  sop_class       TEXT,
  sop_instance    TEXT,
  transfer_syntax TEXT,
  study           TEXT,
  series          TEXT,
  modality        TEXT,
  patient_id      TEXT,
  patient_issuer  TEXT,
  accession       TEXT,
  reason          TEXT NOT NULL,
  why             TEXT NOT NULL
);
CREATE UNIQUE INDEX quarantine_of_bytes ON quarantine (digest, reason);
CREATE INDEX quarantine_of_exchange ON quarantine (exchange_id);

-- each file of the content store, with the end of the last byte that a row above names
CREATE TABLE stored_file (
  file          TEXT NOT NULL PRIMARY KEY,
  committed_end BIGINT NOT NULL
);
