-- Critical values that branches are told of, as their exchanges say: one row each, made again from
-- the arrivals whenever one comes. The newest notice counts; its clocks and its answer stand here.

-- told_at, answered_at NULL: not yet
CREATE TABLE critical_value (
  id          TEXT NOT NULL PRIMARY KEY,
  examination TEXT NOT NULL,
  site_id     TEXT NOT NULL,
  modality    TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  notice      TEXT NOT NULL,
  found_at    BIGINT NOT NULL,
  tell_by     BIGINT NOT NULL,
  answer_by   BIGINT NOT NULL,
  told_at     BIGINT,
  answered_at BIGINT,
  answered_by TEXT NOT NULL,
  answer      TEXT NOT NULL
);
CREATE INDEX critical_value_of_examination ON critical_value (examination);
CREATE INDEX critical_value_of_site ON critical_value (site_id, found_at, id);
CREATE INDEX critical_value_by_time ON critical_value (found_at, id);
CREATE INDEX critical_value_open ON critical_value (found_at, id) WHERE answered_at IS NULL;

-- over which way a notice has come to its branch
CREATE TABLE critical_told (
  id       TEXT NOT NULL,
  revision INTEGER NOT NULL,
  way      TEXT NOT NULL,
  told_at  BIGINT NOT NULL,
  told_to  TEXT NOT NULL,
  PRIMARY KEY (id, revision, way)
);

-- up to where story and arrivals were looked at; what is older than this release is told by nobody now
CREATE TABLE critical_mark (
  name  TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO critical_mark (name, value) SELECT 'story', COALESCE(MAX(id), 0) FROM story;
INSERT INTO critical_mark (name, value) SELECT 'arrival', COALESCE(MAX(id), 0) FROM arrival;

-- what may bring about a notice, or change one
CREATE INDEX story_critical ON story (id)
  WHERE event IN ('CRITICAL_VALUE', 'RECALLED', 'RECALL_UNDONE');
CREATE INDEX arrival_critical ON arrival (id)
  WHERE format IN
    ('report-pdf', 'report-fhir', 'report-hl7v2', 'critical-notice', 'critical-acknowledgement');
