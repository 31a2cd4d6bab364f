CREATE INDEX ON t (a);  -- expect: create-index-blocking
CREATE UNIQUE INDEX CONCURRENTLY t_b ON t (b);
CREATE TABLE fresh (a int);
CREATE INDEX ON fresh (a);
INSERT INTO fresh VALUES (1), (2);
CREATE INDEX ON fresh (a);
CREATE TABLE IF NOT EXISTS perhaps (a int);
CREATE INDEX ON perhaps (a);  -- expect: create-index-blocking
CREATE TEMP TABLE scratch (a int);
CREATE INDEX ON scratch (a);
CREATE INDEX ON other.t (a);  -- expect: create-index-blocking
