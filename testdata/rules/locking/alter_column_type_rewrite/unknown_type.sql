-- RED where no type could change to the target for free, AMBER where some can.
ALTER TABLE t ALTER COLUMN a TYPE bigint;  -- expect: alter-column-type-rewrite
ALTER TABLE t ALTER COLUMN b TYPE text;  -- expect: alter-column-type-rewrite
