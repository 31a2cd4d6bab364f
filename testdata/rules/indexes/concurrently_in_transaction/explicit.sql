CREATE INDEX CONCURRENTLY a ON t (a);
BEGIN;
CREATE INDEX CONCURRENTLY b ON t (b);  -- expect: concurrently-in-transaction
DROP INDEX CONCURRENTLY c;  -- expect: concurrently-in-transaction
REINDEX TABLE CONCURRENTLY t;  -- expect: concurrently-in-transaction
ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;  -- expect: concurrently-in-transaction
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
COMMIT AND CHAIN;
CREATE INDEX CONCURRENTLY d ON t (d);  -- expect: concurrently-in-transaction
COMMIT;
CREATE INDEX CONCURRENTLY e ON t (e);
