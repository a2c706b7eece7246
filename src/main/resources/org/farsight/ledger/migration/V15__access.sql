-- Who may sign in, by which tokens programs are known, and who has opened which patient's data.

-- name_key: the login name in small letters, so that two that look alike are one
CREATE TABLE account (
  name_key     TEXT NOT NULL PRIMARY KEY,
  name         TEXT NOT NULL,
  shown        TEXT NOT NULL,
  role         TEXT NOT NULL,
  site_id      TEXT NOT NULL,
  patient_data INTEGER NOT NULL,
  hash         TEXT NOT NULL,
  must_change  INTEGER NOT NULL,
  disabled     INTEGER NOT NULL,
  changed_at   BIGINT NOT NULL
);

-- only the SHA-256 of a token is kept; revoked_at NULL: it is good
CREATE TABLE access_token (
  id         TEXT NOT NULL PRIMARY KEY,
  digest     TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  site_id    TEXT NOT NULL,
  label      TEXT NOT NULL,
  made_at    BIGINT NOT NULL,
  made_by    TEXT NOT NULL,
  revoked_at BIGINT
);

-- told_at NULL and why empty: the FHIR server is to be told of it
CREATE TABLE opening (
  id             TEXT NOT NULL PRIMARY KEY,
  at             BIGINT NOT NULL,
  who            TEXT NOT NULL,
  shown          TEXT NOT NULL,
  role           TEXT NOT NULL,
  kind           TEXT NOT NULL,
  subject        TEXT NOT NULL,
  site_id        TEXT NOT NULL,
  patient_system TEXT NOT NULL,
  patient_id     TEXT NOT NULL,
  allowed        INTEGER NOT NULL,
  came_from      TEXT NOT NULL,
  told_at        BIGINT,
  why            TEXT NOT NULL
);
CREATE INDEX opening_waiting ON opening (at) WHERE told_at IS NULL AND why = '';
CREATE INDEX opening_same ON opening (who, subject, at);
CREATE INDEX opening_by_time ON opening (at);
