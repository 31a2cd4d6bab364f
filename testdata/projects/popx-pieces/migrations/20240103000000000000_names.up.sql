ALTER TABLE login_requests ADD COLUMN name text;
