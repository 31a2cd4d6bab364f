-- transaction: implicit
SELECT 1;
CREATE INDEX CONCURRENTLY a ON t (a);  -- expect: concurrently-in-transaction
