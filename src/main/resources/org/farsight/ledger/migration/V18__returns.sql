-- The way back: which exchange holds the report on which examination, what its branch has opened,
-- and what is still to be told to the reading task.

CREATE TABLE report_of (
  exchange_id    TEXT NOT NULL PRIMARY KEY REFERENCES exchange (id),
  examination_id TEXT NOT NULL,
  case_id        TEXT NOT NULL,
  site_id        TEXT NOT NULL,
  changed_at     BIGINT NOT NULL
);
CREATE INDEX report_of_examination ON report_of (examination_id);
CREATE INDEX report_of_case ON report_of (case_id);
CREATE INDEX report_of_site ON report_of (site_id, changed_at);
CREATE INDEX report_of_time ON report_of (changed_at);

-- ways back that an examination need not have gone to count as returned, by the name of their step;
-- written at each start and reload from the configuration in force
CREATE TABLE optional_way (
  name TEXT NOT NULL PRIMARY KEY
);

-- who at the branch was the first to open a version of a report
CREATE TABLE report_opening (
  exchange_id TEXT NOT NULL REFERENCES exchange (id),
  version     INTEGER NOT NULL,
  opened_at   BIGINT NOT NULL,
  opened_by   TEXT NOT NULL,
  PRIMARY KEY (exchange_id, version)
);

-- what the reading task at the FHIR server is yet to be told of the way back
CREATE TABLE task_progress (
  case_id     TEXT NOT NULL PRIMARY KEY,
  exchange_id TEXT NOT NULL,
  progress    TEXT NOT NULL,
  since       BIGINT NOT NULL
);
CREATE INDEX task_progress_of_exchange ON task_progress (exchange_id);
