-- The reading room's projection of FHIR: made again from there by `farsight rebuild worklist`.
-- It outlives the exchange's rows in no case: retention forgets both together.

CREATE TABLE reading_case (
  id              TEXT NOT NULL PRIMARY KEY,
  exchange_id     TEXT NOT NULL,
  addendum        SMALLINT NOT NULL,
  site_id         TEXT NOT NULL,
  patient         TEXT NOT NULL,
  patient_id      TEXT NOT NULL,
  patient_name    TEXT NOT NULL,
  patient_sex     TEXT NOT NULL,
  birth_date      TEXT,
  accession       TEXT NOT NULL,
  modality        TEXT NOT NULL,
  description     TEXT NOT NULL,
  task            TEXT NOT NULL,
  task_version    TEXT NOT NULL,
  task_updated_at BIGINT NOT NULL,
  service_request TEXT NOT NULL,
  status          TEXT NOT NULL,
  progress        TEXT NOT NULL,
  priority        SMALLINT NOT NULL,
  critical        SMALLINT NOT NULL,
  owner_kind      TEXT NOT NULL,
  owner_id        TEXT NOT NULL,
  owner_name      TEXT NOT NULL,
  deadline        BIGINT,
  received_at     BIGINT NOT NULL,
  complete_at     BIGINT,
  claimed_at      BIGINT,
  signed_at       BIGINT,
  report          TEXT,
  report_version  TEXT,
  report_status   TEXT,
  report_by       TEXT,
  conflict_at     BIGINT,
  conflict_en     TEXT,
  conflict_zh     TEXT,
  open            SMALLINT NOT NULL,
  change          BIGINT NOT NULL
);
CREATE UNIQUE INDEX reading_case_by_task ON reading_case (task);
CREATE UNIQUE INDEX reading_case_by_change ON reading_case (change);
CREATE INDEX reading_case_by_order ON reading_case (service_request);
CREATE INDEX reading_case_by_patient ON reading_case (patient, received_at);
CREATE INDEX reading_case_by_report ON reading_case (report) WHERE report IS NOT NULL;
CREATE INDEX reading_case_of_exchange ON reading_case (exchange_id);
CREATE INDEX reading_case_open ON reading_case (deadline) WHERE open = 1;
CREATE INDEX reading_case_closed ON reading_case (received_at) WHERE open = 0;
CREATE INDEX reading_case_conflict ON reading_case (conflict_at) WHERE conflict_at IS NOT NULL;

-- signed reports, each in its newest version; an exchange that has one is READ
CREATE TABLE reading_report (
  reference   TEXT NOT NULL,
  exchange_id TEXT NOT NULL,
  version     TEXT NOT NULL,
  status      TEXT NOT NULL,
  signed_by   TEXT NOT NULL,
  signed_at   BIGINT NOT NULL,
  PRIMARY KEY (reference, exchange_id)
);
CREATE INDEX reading_report_of_exchange ON reading_report (exchange_id);

-- up to when what others change was read, and the numbers that no row need bear any more
CREATE TABLE reading_mark (
  name  TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
