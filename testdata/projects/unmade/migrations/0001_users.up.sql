CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM users;
