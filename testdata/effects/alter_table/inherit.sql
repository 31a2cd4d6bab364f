-- INHERIT, NO INHERIT, OF, NOT OF.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TYPE missing AS ENUM ('a');
DROP TYPE missing;
CREATE TABLE parent (a integer, b text);
CREATE TABLE other_parent (c integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE own_child (a integer, b text) INHERITS (parent);
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE t_more (a integer, b text, c integer);
CREATE TABLE t_less (a integer);
CREATE TABLE t_type (a bigint, b text);
CREATE TABLE checked_parent (a integer CONSTRAINT k CHECK (a > 0));
CREATE TABLE checked (a integer CONSTRAINT k CHECK (a > 0));
CREATE TABLE checked_not_valid (a integer);
ALTER TABLE checked_not_valid ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
CREATE TABLE checked_other (a integer CONSTRAINT k CHECK (a > 5));
CREATE TABLE unchecked (a integer);
CREATE TABLE strict_parent (a integer NOT NULL);
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE TYPE row_type AS (a integer, b text);
CREATE TYPE more_type AS (a integer, b text, c integer);
CREATE TYPE other_type AS (a bigint, b text);
CREATE TYPE mood AS ENUM ('low');
CREATE TABLE typed OF row_type;
CREATE UNLOGGED TABLE u (a integer, b text);

-- @case ${table} inherits
-- @each table: t | t_more | t_less | t_type | child | grandchild | own_child | parent | part | part_0 | v | typed | u | missing
ALTER TABLE ${table} INHERIT parent;

-- @case inherits from ${parent}
-- @each parent: other_parent | part | part_0 | v | missing | typed | t | row_type | u
ALTER TABLE t INHERIT ${parent};

-- @case ${table} inherits a check
-- @each table: checked | checked_not_valid | checked_other | unchecked
ALTER TABLE ${table} INHERIT checked_parent;

-- @case ${table} inherits a not null
-- @each table: unchecked | checked
ALTER TABLE ${table} INHERIT strict_parent;

-- @case a parent inherits with its child
-- @given
CREATE TABLE top (a integer);
-- @statement
ALTER TABLE parent INHERIT top;

-- @case only a parent inherits
-- @given
CREATE TABLE top (a integer);
-- @statement
ALTER TABLE ONLY parent INHERIT top;

-- @case a parent that would become its own child
ALTER TABLE parent INHERIT grandchild;

-- @case ${table} inherits no more
-- @each table: child | grandchild | own_child | t | part_0 | parent | missing
ALTER TABLE ${table} NO INHERIT parent;

-- @case no more from a table that does not exist
ALTER TABLE child NO INHERIT missing;

-- @case one parent for another
ALTER TABLE own_child NO INHERIT parent, INHERIT parent;

-- @case ${table} becomes a typed table
-- @each table: t | t_more | t_less | t_type | child | part | typed
ALTER TABLE ${table} OF row_type;

-- @case a table of ${type}
-- @each type: more_type | other_type | mood | missing | parent | int4
ALTER TABLE t OF ${type};

-- @case a typed table of another type
ALTER TABLE typed OF other_type;

-- @case a typed table no more
ALTER TABLE typed NOT OF;

-- @case a table that is no typed one
ALTER TABLE t NOT OF;
