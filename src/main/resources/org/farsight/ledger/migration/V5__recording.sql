-- ECG recordings that have been written, so that the same ECG in another file is recognised.
-- The key is a SHA-256 over patient with issuer, start and samples; content is the SHA-256 of the
-- bytes that the recording was read from.

CREATE TABLE recording (
  recording_key TEXT NOT NULL PRIMARY KEY,
  exchange_id   TEXT NOT NULL REFERENCES exchange (id),
  content       TEXT NOT NULL
);
CREATE INDEX recording_of_exchange ON recording (exchange_id);
