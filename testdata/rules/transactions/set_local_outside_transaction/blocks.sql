SET LOCAL lock_timeout = '2s';  -- expect: set-local-outside-transaction
BEGIN;
SET LOCAL lock_timeout = '2s';
COMMIT;
SET lock_timeout = '2s';
