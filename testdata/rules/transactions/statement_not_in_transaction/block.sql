VACUUM t;
BEGIN;
VACUUM t;  -- expect: statement-not-in-transaction
COMMIT;
LOCK TABLE t;  -- expect: statement-not-in-transaction
