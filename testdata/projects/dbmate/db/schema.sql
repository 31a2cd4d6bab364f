SET statement_timeout = 0;
CREATE TABLE users (id bigint PRIMARY KEY, email text);
