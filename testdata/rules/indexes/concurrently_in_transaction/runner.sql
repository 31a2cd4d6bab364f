-- transaction: file
CREATE INDEX CONCURRENTLY a ON t (a);  -- expect: concurrently-in-transaction
