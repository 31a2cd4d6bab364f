-- transaction: file
ALTER TABLE a ADD COLUMN b int;
COMMIT;  -- expect: ends-transaction-of-runner
BEGIN;
ALTER TABLE a ADD COLUMN c int;
COMMIT;
CREATE INDEX CONCURRENTLY i ON a (b);
