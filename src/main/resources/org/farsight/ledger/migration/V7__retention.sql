-- Retention. An arrival or a conversion whose bytes were swept names no file ('') any more; its
-- digest stays, so that the same bytes are recognised when they come again.

-- 1: all bytes of the exchange are swept
ALTER TABLE exchange ADD COLUMN swept SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX exchange_unswept ON exchange (first_at, id) WHERE swept = 0;
CREATE INDEX exchange_swept ON exchange (first_at, id) WHERE swept = 1;

-- how many rows name bytes of the file, and how many bytes these are: at 0 the file may go
ALTER TABLE stored_file ADD COLUMN named BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stored_file ADD COLUMN named_bytes BIGINT NOT NULL DEFAULT 0;
CREATE TABLE naming (
  file        TEXT NOT NULL PRIMARY KEY,
  named       BIGINT NOT NULL,
  named_bytes BIGINT NOT NULL
);
INSERT INTO naming (file, named, named_bytes)
  SELECT file, COUNT(*), SUM(byte_length) FROM (
    SELECT file, byte_length FROM arrival
    UNION ALL SELECT file, byte_length FROM conversion
    UNION ALL SELECT file, byte_length FROM quarantine) names
  GROUP BY file;
UPDATE stored_file SET
  named = COALESCE((SELECT n.named FROM naming n WHERE n.file = stored_file.file), 0),
  named_bytes = COALESCE((SELECT n.named_bytes FROM naming n WHERE n.file = stored_file.file), 0);
DROP TABLE naming;
CREATE INDEX stored_file_unnamed ON stored_file (file) WHERE named = 0;
