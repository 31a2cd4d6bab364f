-- transaction: implicit
CREATE INDEX CONCURRENTLY a ON t (a);
