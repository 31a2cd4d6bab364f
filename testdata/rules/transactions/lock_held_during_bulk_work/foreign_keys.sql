-- A table that was just made has no rows whose keys would be looked up in others.
CREATE TABLE parents (id bigint PRIMARY KEY);
CREATE TABLE others (id bigint PRIMARY KEY);
CREATE TABLE old (parent bigint, other bigint);
-- file: 2.sql
SET lock_timeout = '2s';
BEGIN;
CREATE TABLE children (parent bigint, other bigint);
ALTER TABLE children ADD FOREIGN KEY (parent) REFERENCES parents (id);
ALTER TABLE children ADD FOREIGN KEY (other) REFERENCES others (id);
COMMIT;
-- file: 3.sql
SET lock_timeout = '2s';
BEGIN;
ALTER TABLE old ADD FOREIGN KEY (parent) REFERENCES parents (id);
ALTER TABLE old ADD FOREIGN KEY (other) REFERENCES others (id);  -- expect: lock-held-during-bulk-work
COMMIT;
