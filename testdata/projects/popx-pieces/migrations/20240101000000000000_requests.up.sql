CREATE TABLE login_requests (id bigint PRIMARY KEY);
