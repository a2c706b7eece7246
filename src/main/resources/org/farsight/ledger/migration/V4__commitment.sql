-- Storage commitment, and what devices announce of the objects to come.

CREATE TABLE commitment (
  id              ${bigid} NOT NULL PRIMARY KEY,
  transaction_uid TEXT NOT NULL,
  caller          TEXT NOT NULL,
  called          TEXT NOT NULL,
  site_id         TEXT NOT NULL,
  requested_at    BIGINT NOT NULL,
  stage           TEXT NOT NULL,
  attempts        INTEGER NOT NULL,
  due_at          BIGINT,
  decided_at      BIGINT
);
CREATE UNIQUE INDEX commitment_by_transaction ON commitment (transaction_uid, caller);
CREATE INDEX commitment_due ON commitment (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX commitment_by_site ON commitment (site_id, requested_at);

-- outcome: NULL while undecided, 0 committed, else a Failure Reason (0008,1197)
CREATE TABLE commitment_reference (
  commitment_id BIGINT NOT NULL REFERENCES commitment (id),
  position      INTEGER NOT NULL,
  sop_class     TEXT NOT NULL,
  sop_instance  TEXT NOT NULL,
  outcome       INTEGER,
  PRIMARY KEY (commitment_id, position)
);
CREATE INDEX commitment_reference_by_instance ON commitment_reference (sop_instance);

-- requests of ours to archives: noted before they are sent
CREATE TABLE archive_question (
  transaction_uid TEXT NOT NULL PRIMARY KEY,
  commitment_id   BIGINT NOT NULL REFERENCES commitment (id),
  target          TEXT NOT NULL,
  asked_at        BIGINT NOT NULL,
  answered        INTEGER NOT NULL
);
CREATE INDEX archive_question_of_commitment ON archive_question (commitment_id, target, asked_at);

CREATE TABLE archive_answer (
  commitment_id BIGINT NOT NULL REFERENCES commitment (id),
  target        TEXT NOT NULL,
  sop_instance  TEXT NOT NULL,
  outcome       INTEGER NOT NULL,
  PRIMARY KEY (commitment_id, target, sop_instance)
);

CREATE INDEX quarantine_of_instance ON quarantine (sop_instance) WHERE sop_instance IS NOT NULL;

-- modality performed procedure steps: what they say of the objects they made
CREATE TABLE performed_step (
  sop_instance TEXT NOT NULL PRIMARY KEY,
  site_id      TEXT NOT NULL,
  caller       TEXT NOT NULL,
  status       TEXT NOT NULL,
  accession    TEXT NOT NULL,
  began_at     BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL
);
CREATE INDEX performed_step_by_time ON performed_step (changed_at);

CREATE TABLE performed_step_study (
  step  TEXT NOT NULL REFERENCES performed_step (sop_instance),
  study TEXT NOT NULL,
  PRIMARY KEY (step, study)
);
CREATE INDEX performed_step_of_study ON performed_step_study (study);

CREATE TABLE performed_step_object (
  step         TEXT NOT NULL REFERENCES performed_step (sop_instance),
  sop_instance TEXT NOT NULL,
  series       TEXT NOT NULL,
  PRIMARY KEY (step, sop_instance)
);

-- numbers of objects that others say a study has: an order, a query of the device's own archive
CREATE TABLE expected_count (
  site_id TEXT NOT NULL,
  study   TEXT NOT NULL,
  source  TEXT NOT NULL,
  objects INTEGER NOT NULL,
  said_at BIGINT NOT NULL,
  PRIMARY KEY (study, site_id, source)
);
