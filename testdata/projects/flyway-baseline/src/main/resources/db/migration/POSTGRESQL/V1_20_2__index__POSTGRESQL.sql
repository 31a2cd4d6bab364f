CREATE INDEX jobs_state ON jobs (state);
