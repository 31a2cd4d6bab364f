ALTER TABLE settings_requests DROP COLUMN name;
