ALTER TABLE settings_requests ADD COLUMN messages json;
