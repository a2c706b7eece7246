-- Which order each examination belongs to, how that is known, and what the examination said of
-- itself when it was decided. Times are microseconds; modalities and candidates are joined by
-- spaces; order_made is 1 where an order was made before it was decided.

CREATE TABLE order_match (
  exchange_id    TEXT NOT NULL PRIMARY KEY REFERENCES exchange (id),
  site_id        TEXT NOT NULL,
  object_key     TEXT NOT NULL,
  accession      TEXT NOT NULL,
  modalities     TEXT NOT NULL,
  examined_at    BIGINT NOT NULL,
  patient_id     TEXT NOT NULL,
  patient_issuer TEXT NOT NULL,
  patient_name   TEXT NOT NULL,
  birth_date     TEXT NOT NULL,
  sex            TEXT NOT NULL,
  card           TEXT NOT NULL,
  verdict        TEXT NOT NULL,
  rule           TEXT NOT NULL,
  order_id       TEXT NOT NULL,
  candidates     TEXT NOT NULL,
  why_en         TEXT NOT NULL,
  why_zh         TEXT NOT NULL,
  standing       TEXT NOT NULL,
  order_made     SMALLINT NOT NULL,
  decided_at     BIGINT NOT NULL
);
CREATE INDEX order_match_of_order ON order_match (order_id) WHERE order_id <> '';
CREATE INDEX order_match_verdict ON order_match (verdict, decided_at);

-- An order that comes looks for examinations that have none.
CREATE INDEX order_match_study ON order_match (object_key) WHERE order_id = '';
CREATE INDEX order_match_accession ON order_match (accession, site_id) WHERE order_id = '';
CREATE INDEX order_match_patient ON order_match (patient_id, site_id, examined_at)
  WHERE order_id = '';

-- An examination looks for its order by more than the accession number.
CREATE INDEX order_by_study ON patient_order (study) WHERE study <> '';
CREATE INDEX order_by_placer ON patient_order (placer, site_id) WHERE placer <> '';
CREATE INDEX order_by_filler ON patient_order (filler, site_id) WHERE filler <> '';

CREATE INDEX order_newest ON patient_order (ordered_at);
