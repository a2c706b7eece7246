-- Alarms, and what is to be told of them over which channel. ended_at NULL: the cause lasts.

CREATE TABLE alarm (
  id              ${bigid} NOT NULL PRIMARY KEY,
  kind            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  raised_at       BIGINT NOT NULL,
  ended_at        BIGINT,
  acknowledged_at BIGINT,
  acknowledged_by TEXT NOT NULL,
  en              TEXT NOT NULL,
  zh              TEXT NOT NULL
);
-- one open alarm per cause
CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE ended_at IS NULL;

-- due_at NULL: told, or given up with its reason in why
CREATE TABLE alarm_notice (
  id       ${bigid} NOT NULL PRIMARY KEY,
  alarm_id BIGINT NOT NULL REFERENCES alarm (id),
  event    TEXT NOT NULL,
  channel  TEXT NOT NULL,
  made_at  BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  due_at   BIGINT,
  told_at  BIGINT,
  why      TEXT NOT NULL
);
CREATE INDEX alarm_notice_due ON alarm_notice (channel, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX alarm_notice_of_alarm ON alarm_notice (alarm_id);

-- the oldest due step of a target is found without reading its backlog
DROP INDEX step_open;
CREATE INDEX step_open ON step (name, due_at) WHERE done < wanted;

-- a site's day in the balance, its month in the export
CREATE INDEX quarantine_by_site ON quarantine (site_id, came_at);
