ALTER TABLE settings_requests ADD COLUMN name text;
