-- What queries ask for: of each study and series once, of each object in its arrival. Written when
-- an object is kept, in its transaction. What no object said is '' or 0.

CREATE TABLE study (
  exchange_id         TEXT NOT NULL PRIMARY KEY REFERENCES exchange (id),
  patient_name        TEXT NOT NULL,
  birth_date          TEXT NOT NULL,
  sex                 TEXT NOT NULL,
  study_date          TEXT NOT NULL,
  study_time          TEXT NOT NULL,
  description         TEXT NOT NULL,
  study_id            TEXT NOT NULL,
  referring_physician TEXT NOT NULL
);
CREATE INDEX study_by_date ON study (study_date);

CREATE TABLE series (
  exchange_id         TEXT NOT NULL REFERENCES exchange (id),
  series              TEXT NOT NULL,
  modality            TEXT NOT NULL,
  number              TEXT NOT NULL,
  description         TEXT NOT NULL,
  body_part           TEXT NOT NULL,
  laterality          TEXT NOT NULL,
  station             TEXT NOT NULL,
  series_date         TEXT NOT NULL,
  series_time         TEXT NOT NULL,
  performed_date      TEXT NOT NULL,
  performed_time      TEXT NOT NULL,
  requested_procedure TEXT NOT NULL,
  scheduled_step      TEXT NOT NULL,
  PRIMARY KEY (exchange_id, series)
);
CREATE INDEX series_by_uid ON series (series);

ALTER TABLE arrival ADD COLUMN instance_number TEXT NOT NULL DEFAULT '';
ALTER TABLE arrival ADD COLUMN image_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE arrival ADD COLUMN image_columns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE arrival ADD COLUMN bits_allocated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE arrival ADD COLUMN frames INTEGER NOT NULL DEFAULT 0;

-- What came before is found by its ids.
INSERT INTO study
  SELECT id, '', '', '', '', '', '', '', '' FROM exchange WHERE kind = 'STUDY';
INSERT INTO series
  SELECT a.exchange_id, a.series, MIN(a.modality), '', '', '', '', '', '', '', '', '', '', ''
  FROM arrival a JOIN exchange e ON e.id = a.exchange_id
  WHERE e.kind = 'STUDY' GROUP BY a.exchange_id, a.series;
