-- Procedures and DO blocks that end transactions: they may only where the client has none open.

-- @setup
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE TABLE t (a integer);
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$
BEGIN
  CREATE TABLE inside (a integer);
  COMMIT;
  CREATE TABLE afterwards (a integer);
END $$;

-- @case a procedure that commits is called
-- @send message | statement | pipeline
-- @wrap none | file
CALL p();

-- @case a procedure that commits is called before a statement
-- @send message | statement | pipeline
-- @wrap none | file
CALL p();
CREATE TABLE behind (a integer);

-- @case a procedure that commits is called behind a statement
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
CALL p();

-- @case a DO block commits
-- @send message | statement | pipeline
-- @wrap none | file
DO $$ BEGIN CREATE TABLE inside (a integer); COMMIT; CREATE TABLE afterwards (a integer); END $$;

-- @case a DO block commits behind a statement
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
DO $$ BEGIN CREATE TABLE inside (a integer); COMMIT; END $$;

-- @case a DO block catches a failure
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
DO $$ BEGIN ALTER TABLE t ADD COLUMN b integer; PERFORM * FROM nowhere; EXCEPTION WHEN undefined_table THEN NULL; END $$;
CREATE TABLE behind (a integer);
