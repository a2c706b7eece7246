-- What readers have written and not signed yet, one row a case. A row whose draft was signed or
-- thrown away stays, so that numbers of versions go on.

CREATE TABLE report_draft (
  case_id     TEXT NOT NULL PRIMARY KEY,
  exchange_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  built_on    INTEGER NOT NULL,
  body        TEXT,
  login       TEXT NOT NULL,
  shown       TEXT NOT NULL,
  changed_at  BIGINT NOT NULL,
  signed_as   INTEGER
);
CREATE INDEX report_draft_of_exchange ON report_draft (exchange_id);
