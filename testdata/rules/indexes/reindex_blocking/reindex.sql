REINDEX TABLE t;  -- expect: reindex-blocking
REINDEX INDEX t_a;  -- expect: reindex-blocking
REINDEX (VERBOSE) TABLE t;  -- expect: reindex-blocking
REINDEX TABLE CONCURRENTLY t;
REINDEX (CONCURRENTLY) TABLE t;
REINDEX (CONCURRENTLY false) TABLE t;  -- expect: reindex-blocking
