SET LOCAL lock_timeout = '2s';
ALTER TABLE cases ADD COLUMN applicant_id bigint;
