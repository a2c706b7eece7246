-- One row: the number of the last transaction that this database holds, which says what of the redo
-- log is to be done again after a crash; and a count whose change makes a commit worth syncing.

CREATE TABLE redo (
  last  BIGINT NOT NULL,
  syncs BIGINT NOT NULL
);
INSERT INTO redo (last, syncs) VALUES (0, 0);
