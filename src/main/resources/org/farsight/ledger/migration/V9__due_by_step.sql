-- The sweep asks for what is due of one step after the other, so that the backlog of a target that is
-- down is not read each second; still one range per urgency, in the order of time.

DROP INDEX step_due;
CREATE INDEX step_due ON step (name, urgency, due_at) WHERE due_at IS NOT NULL;
