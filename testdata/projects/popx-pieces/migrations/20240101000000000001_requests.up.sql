CREATE TABLE settings_requests (id bigint PRIMARY KEY);
