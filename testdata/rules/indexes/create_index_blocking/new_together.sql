-- at main: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 0002_t.sql
CREATE TABLE t (id bigint PRIMARY KEY, x int);
-- file: 0003_t.sql
CREATE INDEX t_x ON t (x);
CREATE INDEX users_x ON users (id);  -- expect: create-index-blocking
