-- The order book: each order as the newest word about it says, written with its conversion.
-- scheduled_step is the worklist's entry as JSON; what is asked by stands beside it.

CREATE TABLE patient_order (
  exchange_id    TEXT NOT NULL PRIMARY KEY REFERENCES exchange (id),
  site_id        TEXT NOT NULL,
  status         TEXT NOT NULL,
  priority       SMALLINT NOT NULL,
  placer         TEXT NOT NULL,
  placer_issuer  TEXT NOT NULL,
  filler         TEXT NOT NULL,
  filler_issuer  TEXT NOT NULL,
  accession      TEXT NOT NULL,
  card           TEXT NOT NULL,
  ordered_at     BIGINT NOT NULL,
  scheduled_at   BIGINT,
  patient_id     TEXT NOT NULL,
  patient_issuer TEXT NOT NULL,
  study          TEXT NOT NULL,
  modality       TEXT NOT NULL,
  start_date     TEXT NOT NULL,
  start_time     TEXT NOT NULL,
  scheduled_step TEXT NOT NULL
);
CREATE INDEX order_by_accession ON patient_order (accession, site_id);
CREATE INDEX order_by_patient ON patient_order (patient_id, site_id);
CREATE INDEX order_open ON patient_order (start_date, start_time, exchange_id)
  WHERE status = 'OPEN';
