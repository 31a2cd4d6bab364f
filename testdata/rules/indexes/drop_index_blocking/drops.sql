DROP INDEX a;  -- expect: drop-index-blocking
DROP INDEX CONCURRENTLY b;
DROP INDEX IF EXISTS c;  -- expect: drop-index-blocking
CREATE TABLE fresh (a int);
CREATE INDEX fresh_a ON fresh (a);
DROP INDEX fresh_a;
DROP INDEX IF EXISTS fresh_a;
