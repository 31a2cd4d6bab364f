-- ROLLBACK takes the new table back: the next one of that name is the one that was there.
BEGIN;
CREATE TABLE users (id bigint);
ROLLBACK;
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();  -- expect: add-column-volatile-default
