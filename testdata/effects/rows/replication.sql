-- Published tables without a replica identity: the publisher refuses to change and delete their rows.
-- @setup
CREATE TABLE keyed (a integer PRIMARY KEY, b text);
INSERT INTO keyed VALUES (1, 'a');
CREATE TABLE keyless (a integer, b text);
INSERT INTO keyless VALUES (1, 'a');
CREATE TABLE full_rows (a integer, b text);
INSERT INTO full_rows VALUES (1, 'a');
ALTER TABLE full_rows REPLICA IDENTITY FULL;
CREATE TABLE by_index (a integer NOT NULL, b text);
CREATE UNIQUE INDEX by_index_a ON by_index (a);
ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_a;
INSERT INTO by_index VALUES (1, 'a');
CREATE TABLE unpublished (a integer);
INSERT INTO unpublished VALUES (1);
CREATE PUBLICATION pub FOR TABLE keyed, keyless, full_rows, by_index;

-- @case rows of a published table with a primary key are changed
UPDATE keyed SET b = 'b';

-- @case rows of a published table without a key are changed
UPDATE keyless SET b = 'b';

-- @case rows of a published table without a key are deleted
DELETE FROM keyless;

-- @case rows of a published table without a key are inserted
INSERT INTO keyless VALUES (2, 'b');

-- @case a published table without a key is truncated
TRUNCATE keyless;

-- @case rows that are identified by all columns are changed
UPDATE full_rows SET b = 'b';

-- @case rows that are identified by an index are deleted
DELETE FROM by_index;

-- @case the index that identified them is gone
-- @given
DROP INDEX by_index_a;
-- @statement
UPDATE by_index SET b = 'b';

-- @case the primary key that identified them is gone
-- @given
ALTER TABLE keyed DROP CONSTRAINT keyed_pkey;
-- @statement
DELETE FROM keyed;

-- @case a publication of inserts alone asks for no key
-- @given
DROP PUBLICATION pub;
CREATE PUBLICATION inserts FOR TABLE keyless WITH (publish = 'insert');
-- @statement
UPDATE keyless SET b = 'b';

-- @case a publication of all tables asks every table
-- @given
CREATE PUBLICATION everything FOR ALL TABLES;
-- @statement
DELETE FROM unpublished;

-- @case a table that is not published
DELETE FROM unpublished;

-- @case partitions of a published table without an identity of their own: ${statement}
-- @versions 13..18
-- @each statement: UPDATE divided_part SET a = 2 WHERE a = 1 | DELETE FROM divided_part WHERE a = 1 | INSERT INTO divided_part VALUES (1) | UPDATE divided SET a = 2
-- @given
CREATE TABLE divided (a integer) PARTITION BY RANGE (a);
CREATE TABLE divided_part PARTITION OF divided FOR VALUES FROM (0) TO (10);
CREATE PUBLICATION of_divided FOR TABLE divided;
-- @statement
${statement};

-- @case rows of a table that is ${where}
-- @versions 15..18
-- @each where: published.first | published.later | published.unpublished | elsewhere | renamed.last | published.keyed
-- @given
DROP PUBLICATION pub;
CREATE SCHEMA published;
CREATE SCHEMA other;
CREATE TABLE published.first (a integer);
CREATE TABLE other.last (a integer);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA published;
ALTER PUBLICATION of_schema ADD TABLES IN SCHEMA other;
CREATE TABLE published.later (a integer);
ALTER TABLE unpublished SET SCHEMA published;
ALTER TABLE keyed SET SCHEMA published;
ALTER SCHEMA other RENAME TO renamed;
CREATE TABLE elsewhere (a integer);
-- @statement
UPDATE ${where} SET a = 2;

-- @case rows of a table whose schema is published no more
-- @versions 15..18
-- @given
CREATE SCHEMA published;
CREATE TABLE published.first (a integer);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA published;
ALTER PUBLICATION of_schema SET TABLE keyed;
-- @statement
DELETE FROM published.first;

-- @case rows of a partition whose parent is in a published schema
-- @versions 15..18
-- @given
CREATE SCHEMA published;
CREATE TABLE published.whole (a integer) PARTITION BY RANGE (a);
CREATE TABLE piece PARTITION OF published.whole FOR VALUES FROM (0) TO (10);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA published;
-- @statement
DELETE FROM piece;
