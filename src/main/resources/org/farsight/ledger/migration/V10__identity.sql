-- One row: which ledger this is, drawn by lot when the table is made. The content store bears the
-- same mark, so that a ledger never takes another's bytes for bytes that nobody was told of.

CREATE TABLE ledger_identity (
  id TEXT NOT NULL PRIMARY KEY
);
INSERT INTO ledger_identity (id) VALUES ('${identity}');
