DROP TABLE settings_requests;
