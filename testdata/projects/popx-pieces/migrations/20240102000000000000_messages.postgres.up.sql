ALTER TABLE login_requests ADD COLUMN messages jsonb;
