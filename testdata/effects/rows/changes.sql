-- INSERT, UPDATE, DELETE, MERGE and COPY: which relations they lock. What the planner may choose is kept out: the tables
-- have few rows, and where an index is not decided by the planner it is locked by every change.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY, v text);
INSERT INTO p SELECT i, 'v' FROM generate_series(1, 100) i;
CREATE TABLE q (id integer PRIMARY KEY);
INSERT INTO q SELECT generate_series(1, 100);
CREATE TABLE c (id serial PRIMARY KEY, p_id integer REFERENCES p, q_id integer REFERENCES q ON DELETE CASCADE, note text);
CREATE INDEX c_note ON c (note);
INSERT INTO c (p_id, q_id) VALUES (1, 1), (2, 2);
CREATE TABLE plain (a integer, b text);
INSERT INTO plain VALUES (1, 'a'), (2, 'b');
CREATE TABLE other (a integer, b text);
INSERT INTO other VALUES (10, 'x');
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (10) TO (20);
INSERT INTO r VALUES (1, 'one'), (11, 'eleven');
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW simple AS SELECT a, b FROM plain;
CREATE VIEW fixed AS SELECT count(*) AS k FROM plain;
CREATE VIEW joined AS SELECT plain.a, other.b FROM plain JOIN other USING (a);
CREATE TABLE log (a integer, b text);
CREATE TABLE ruled (a integer, b text);
INSERT INTO ruled VALUES (1, 'a');
CREATE RULE also AS ON DELETE TO ruled DO ALSO INSERT INTO log VALUES (OLD.a, OLD.b);
CREATE RULE instead AS ON UPDATE TO ruled DO INSTEAD UPDATE plain SET b = NEW.b WHERE a = OLD.a;
CREATE RULE silent AS ON INSERT TO ruled DO INSTEAD NOTHING;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE triggered (a integer, b text);
CREATE TRIGGER trg BEFORE INSERT OR UPDATE ON triggered FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TABLE generated (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED, k integer GENERATED ALWAYS AS IDENTITY);
CREATE MATERIALIZED VIEW m AS SELECT a FROM plain;
CREATE SEQUENCE s;
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case rows are inserted
INSERT INTO plain VALUES (3, 'c'), (4, 'd');

-- @case default values are inserted
INSERT INTO plain DEFAULT VALUES;

-- @case a query's rows are inserted
INSERT INTO plain SELECT a, b FROM other;

-- @case inserted with RETURNING
INSERT INTO plain VALUES (3, 'c') RETURNING a;

-- @case inserted into a table with foreign keys
INSERT INTO c (p_id, q_id) VALUES (3, 3);

-- @case inserted without values for its foreign keys
INSERT INTO c (note) VALUES ('none');

-- @case inserted into a partitioned table
-- @undetermined locks: the rows decide which partitions they go to
INSERT INTO r VALUES (2, 'two');

-- @case inserted into a partitioned table, two partitions
-- @undetermined locks: the rows decide which partitions they go to
INSERT INTO r VALUES (2, 'two'), (12, 'twelve');

-- @case inserted into a partition
INSERT INTO r_1 VALUES (2, 'two');

-- @case inserted into a view
INSERT INTO simple VALUES (3, 'c');

-- @case inserted into a view that cannot be changed
INSERT INTO fixed VALUES (3);

-- @case inserted into a view of a join
INSERT INTO joined VALUES (3, 'c');

-- @case inserted into a table with a rule that does nothing instead
INSERT INTO ruled VALUES (3, 'c');

-- @case inserted into a table with a trigger
INSERT INTO triggered VALUES (3, 'c');

-- @case ON CONFLICT DO NOTHING
INSERT INTO p VALUES (1, 'again') ON CONFLICT DO NOTHING;

-- @case ON CONFLICT DO UPDATE
INSERT INTO p VALUES (1, 'again') ON CONFLICT (id) DO UPDATE SET v = excluded.v;

-- @case ON CONFLICT without a unique index for it
INSERT INTO p VALUES (1, 'again') ON CONFLICT (v) DO NOTHING;

-- @case ON CONFLICT of an unknown constraint
INSERT INTO p VALUES (1, 'again') ON CONFLICT ON CONSTRAINT nothing DO NOTHING;

-- @case inserted into an unknown table
INSERT INTO nowhere VALUES (1);

-- @case inserted into an unknown column
INSERT INTO plain (nothing) VALUES (1);

-- @case inserted with too many values
INSERT INTO plain VALUES (1, 'a', 2);

-- @case inserted with too few values for the columns
INSERT INTO plain (a, b) VALUES (1);

-- @case inserted a value of another type
INSERT INTO plain (a) VALUES (now());

-- @case inserted into a generated column
INSERT INTO generated (g) VALUES (1);

-- @case inserted into an identity column
INSERT INTO generated (a, k) VALUES (1, 1);

-- @case inserted into an identity column, overriding
INSERT INTO generated (a, k) OVERRIDING SYSTEM VALUE VALUES (1, 1);

-- @case inserted into a sequence
INSERT INTO s VALUES (1);

-- @case inserted into a materialized view
INSERT INTO m VALUES (1);

-- @case inserted by a CTE that deletes
WITH gone AS (DELETE FROM plain RETURNING *) INSERT INTO log SELECT * FROM gone;

-- @case updated
UPDATE plain SET b = 'z';

-- @case updated FROM another table
UPDATE plain SET b = other.b FROM other WHERE other.a = plain.a;

-- @case updated a table that is referenced, not its key
UPDATE p SET v = 'w';

-- @case updated an indexed column
UPDATE c SET note = 'z';

-- @case updated a foreign key
-- @undetermined locks: the rows decide whether the referenced table is asked
UPDATE c SET p_id = 5;

-- @case updated a partitioned table
UPDATE r SET b = 'z';

-- @case updated a parent
UPDATE parent SET id = 1;

-- @case updated ONLY a parent
UPDATE ONLY parent SET id = 1;

-- @case updated a view
UPDATE simple SET b = 'z';

-- @case updated a table with a rule instead
UPDATE ruled SET b = 'z';

-- @case updated an unknown column
UPDATE plain SET nothing = 1;

-- @case updated a column twice
UPDATE plain SET a = 1, a = 2;

-- @case updated a generated column
UPDATE generated SET g = 1;

-- @case updated an unknown table
UPDATE nowhere SET a = 1;

-- @case updated with a column of an unknown table
UPDATE plain SET b = nowhere.b;

-- @case updated from a subquery
UPDATE plain SET b = (SELECT max(b) FROM other);

-- @case deleted
DELETE FROM plain;

-- @case deleted USING another table
DELETE FROM plain USING other WHERE other.a = plain.a;

-- @case deleted from a partitioned table
DELETE FROM r;

-- @case deleted from a parent
DELETE FROM parent;

-- @case deleted from a table with a rule
DELETE FROM ruled;

-- @case deleted from a view
DELETE FROM simple;

-- @case deleted from a table that refers to others
DELETE FROM c;

-- @case deleted rows that others refer to
-- @undetermined failure: the rows decide
-- @undetermined locks: the rows decide whether the referring table is asked
DELETE FROM p WHERE id > 50;

-- @case deleted from an unknown table
DELETE FROM nowhere;

-- @case MERGE is syntax of 15
MERGE INTO plain USING other ON plain.a = other.a WHEN MATCHED THEN UPDATE SET b = other.b WHEN NOT MATCHED THEN INSERT VALUES (other.a, other.b);

-- @case MERGE with RETURNING is syntax of 17
MERGE INTO plain USING other ON plain.a = other.a WHEN MATCHED THEN DELETE RETURNING plain.a;

-- @case MERGE into a partitioned table
-- @undetermined locks: the rows decide which partitions they go to
-- @versions 15..18
MERGE INTO r USING other ON r.a = other.a WHEN NOT MATCHED THEN INSERT VALUES (other.a, other.b);

-- @case MERGE into a view is a feature of 17
-- @versions 15..18
MERGE INTO simple USING other ON simple.a = other.a WHEN MATCHED THEN DO NOTHING;

-- @case MERGE into a table with rules
-- @versions 15..18
MERGE INTO ruled USING other ON ruled.a = other.a WHEN MATCHED THEN DELETE;

-- @case MERGE from an unknown table
-- @versions 15..18
MERGE INTO plain USING nowhere ON true WHEN MATCHED THEN DELETE;

-- @case copied out
-- @versions 13..18
COPY plain TO '/dev/null';

-- @case copied out before 13
-- @versions 12
-- @undetermined locks: the lock is given back at the end of the statement
COPY plain TO '/dev/null';

-- @case copied out by a query
COPY (SELECT a FROM plain JOIN other USING (a)) TO '/dev/null';

-- @case copied in
COPY plain (a) FROM PROGRAM 'echo 5';

-- @case copied into a partitioned table
-- @undetermined locks: the rows decide which partitions they go to
COPY r (a) FROM PROGRAM 'echo 5';

-- @case copied into a table with a trigger and a foreign key
-- @undetermined locks: the rows decide whether the referenced table is asked
COPY c (p_id) FROM PROGRAM 'echo 5' WITH (FORMAT csv);

-- @case a partitioned table is not copied out
COPY r TO '/dev/null';

-- @case a view is not copied out
COPY simple TO '/dev/null';

-- @case a view is not copied into
COPY simple FROM '/dev/null';

-- @case an unknown table is copied
COPY nowhere FROM '/dev/null';

-- @case an unknown column is copied
COPY plain (nothing) FROM '/dev/null';

-- @case an unknown option of COPY
COPY plain FROM '/dev/null' WITH (MAGIC true);

-- @case changed through a view that reads another table besides
-- @given
CREATE VIEW beside AS SELECT a, b FROM plain WHERE a IN (SELECT a FROM other);
-- @each what: INSERT INTO beside VALUES (7, 'x') | UPDATE beside SET b = 'x' | DELETE FROM beside
-- @statement
${what};

-- @case changed through a view of a view
-- @given
CREATE VIEW upper AS SELECT a, b FROM simple WHERE a > 0;
-- @each what: INSERT INTO upper VALUES (7, 'x') | UPDATE upper SET b = 'x' | DELETE FROM upper
-- @statement
${what};

-- @case changed through a join by an INSTEAD OF trigger
-- @given
CREATE TRIGGER instead INSTEAD OF INSERT OR UPDATE OR DELETE ON joined FOR EACH ROW EXECUTE FUNCTION tf();
-- @each what: INSERT INTO joined VALUES (7, 'x') | UPDATE joined SET b = 'x' | DELETE FROM joined
-- @statement
${what};

-- @case a rule reads a table
-- @given
CREATE RULE reads AS ON DELETE TO plain DO ALSO INSERT INTO log SELECT other.a, other.b FROM other WHERE other.a = OLD.a;
-- @statement
DELETE FROM plain WHERE a = 1;
