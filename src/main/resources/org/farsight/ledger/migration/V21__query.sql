-- What queries are led by: one row for each day, site and modality of a study and for each term of
-- its patient's name (exchange.NameTerm). Both follow from study and series and are written with
-- them; the terms of names that are there already are made by the next version.

CREATE TABLE study_day (
  study_date  TEXT NOT NULL,
  site_id     TEXT NOT NULL,
  modality    TEXT NOT NULL,
  exchange_id TEXT NOT NULL,
  PRIMARY KEY (study_date, site_id, modality, exchange_id)
) ${clustered};

CREATE TABLE study_name (
  name        TEXT NOT NULL,
  exchange_id TEXT NOT NULL,
  PRIMARY KEY (name, exchange_id)
) ${clustered};

INSERT INTO study_day (study_date, site_id, modality, exchange_id)
  SELECT DISTINCT st.study_date, e.site_id, s.modality, e.id
  FROM study st JOIN exchange e ON e.id = st.exchange_id JOIN series s ON s.exchange_id = e.id
  WHERE st.study_date <> '';

-- days are found by the new table
DROP INDEX study_by_date;
