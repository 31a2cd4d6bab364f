-- transaction: file
ALTER TABLE t ADD COLUMN a int;
CREATE INDEX ON u (b);  -- expect: lock-held-during-bulk-work
