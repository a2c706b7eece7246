-- Why what archives have of a recalled exchange counts no more.

ALTER TABLE recall ADD COLUMN reason TEXT NOT NULL DEFAULT 'PATIENT_SAFETY';
