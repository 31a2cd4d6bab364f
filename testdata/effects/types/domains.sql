-- ALTER COLUMN … TYPE to and from domains, enums, ranges, composite types and arrays.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TYPE missing AS ENUM ('a');
DROP TYPE missing;
CREATE SCHEMA missing;
DROP SCHEMA missing;
CREATE DOMAIN d_int AS integer;
CREATE DOMAIN d_pos AS integer CHECK (VALUE > 0);
CREATE DOMAIN d_req AS integer NOT NULL;
CREATE DOMAIN d_over AS d_int;
CREATE DOMAIN d_over_pos AS d_pos;
CREATE DOMAIN d_v10 AS varchar(10);
CREATE DOMAIN d_v20 AS varchar(20);
CREATE DOMAIN d_text AS text;
CREATE DOMAIN d_text_ck AS text CHECK (VALUE <> '');
CREATE DOMAIN d_arr AS integer[];
CREATE DOMAIN d_def AS integer DEFAULT 5;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TYPE mood2 AS ENUM ('low', 'high', 'higher');
CREATE TYPE pair AS (x integer, y text);
CREATE TYPE pair2 AS (x bigint, y text);
CREATE TYPE float_range AS RANGE (subtype = float8);
CREATE TABLE i_ (c integer);
CREATE TABLE b_ (c bigint);
CREATE TABLE d_int_ (c d_int);
CREATE TABLE d_pos_ (c d_pos);
CREATE TABLE d_req_ (c d_req);
CREATE TABLE d_over_ (c d_over);
CREATE TABLE d_over_pos_ (c d_over_pos);
CREATE TABLE d_def_ (c d_def);
CREATE TABLE text_ (c text);
CREATE TABLE varchar_ (c varchar);
CREATE TABLE v10_ (c varchar(10));
CREATE TABLE d_v10_ (c d_v10);
CREATE TABLE d_v20_ (c d_v20);
CREATE TABLE d_text_ (c d_text);
CREATE TABLE d_text_ck_ (c d_text_ck);
CREATE TABLE mood_ (c mood);
CREATE TABLE mood2_ (c mood2);
CREATE TABLE moods_ (c mood[]);
CREATE TABLE pair_ (c pair);
CREATE TABLE pair2_ (c pair2);
CREATE TABLE float_range_ (c float_range);
CREATE TABLE numrange_ (c numrange);
CREATE TABLE int4range_ (c int4range);
CREATE TABLE ints_ (c integer[]);
CREATE TABLE bigints_ (c bigint[]);
CREATE TABLE ints2_ (c integer[][]);
CREATE TABLE texts_ (c text[]);
CREATE TABLE v10s_ (c varchar(10)[]);
CREATE TABLE v20s_ (c varchar(20)[]);
CREATE TABLE d_arr_ (c d_arr);
CREATE TABLE d_ints_ (c d_int[]);

-- @case integers and domains: ${from} becomes ${to}
-- @each from: i_ | b_ | d_int_ | d_pos_ | d_req_ | d_over_ | d_over_pos_ | d_def_
-- @each to: integer | bigint | smallint | oid | text | d_int | d_pos | d_req | d_over | d_over_pos | d_def
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case texts and domains: ${from} becomes ${to}
-- @each from: text_ | varchar_ | v10_ | d_v10_ | d_v20_ | d_text_ | d_text_ck_
-- @each to: text | varchar | varchar(10) | varchar(20) | d_v10 | d_v20 | d_text | d_text_ck | mood | name
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case enums: ${from} becomes ${to}
-- @each from: mood_ | mood2_ | moods_ | text_
-- @each to: mood | mood2 | mood[] | mood2[] | text | varchar(10) | integer | text[]
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case enums by USING: ${from} becomes ${to}
-- @each from: mood_ | mood2_ | text_ | varchar_ | i_
-- @each to: mood | mood2 | text
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to} USING c::text::${to};

-- @case enums by an explicit cast: ${from} becomes ${to}
-- @each from: mood_ | text_ | varchar_ | i_
-- @each to: mood | mood2 | text
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to} USING c::${to};

-- @case composite types: ${from} becomes ${to}
-- @each from: pair_ | pair2_ | text_
-- @each to: pair | pair2 | text | record
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case ranges: ${from} becomes ${to}
-- @each from: float_range_ | numrange_ | int4range_
-- @each to: float_range | numrange | int4range | int8range | text | daterange
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case multiranges: ${from} becomes ${to}
-- @versions 14..18
-- @each from: numrange_ | int4range_ | text_
-- @each to: nummultirange | int4multirange | text
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case arrays: ${from} becomes ${to}
-- @each from: ints_ | bigints_ | ints2_ | texts_ | v10s_ | v20s_ | d_arr_ | d_ints_ | text_
-- @each to: integer[] | integer[][] | integer[3] | integer ARRAY | bigint[] | text[] | varchar[] | varchar(10)[] | varchar(20)[] | text | integer | d_arr | d_int[] | oid[]
ALTER TABLE ${from} ALTER COLUMN c TYPE ${to};

-- @case a domain with a check and an index
-- @given
CREATE INDEX d_pos_c ON d_pos_ (c);
-- @statement
ALTER TABLE d_pos_ ALTER COLUMN c TYPE integer;

-- @case a domain without a check and an index
-- @given
CREATE INDEX i_c ON i_ (c);
-- @statement
ALTER TABLE i_ ALTER COLUMN c TYPE d_int;

-- @case a domain whose check was dropped
-- @given
ALTER DOMAIN d_pos DROP CONSTRAINT d_pos_check;
-- @statement
ALTER TABLE i_ ALTER COLUMN c TYPE d_pos;

-- @case a domain whose check was added
-- @given
DROP TABLE d_ints_;
ALTER DOMAIN d_int ADD CHECK (VALUE > 0);
-- @statement
ALTER TABLE i_ ALTER COLUMN c TYPE d_int;

-- @case a domain whose check is not valid
-- @given
ALTER DOMAIN d_int ADD CHECK (VALUE > 0) NOT VALID;
-- @statement
ALTER TABLE i_ ALTER COLUMN c TYPE d_int;

-- @case a type that the script made with a cast: ${to}
-- @each to: pair | text
-- @given
CREATE FUNCTION int_to_pair(integer) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, NULL)::pair';
CREATE CAST (integer AS pair) WITH FUNCTION int_to_pair(integer) AS ASSIGNMENT;
-- @statement
ALTER TABLE i_ ALTER COLUMN c TYPE ${to};


-- @case a cast with INOUT
-- @given
CREATE CAST (text AS mood) WITH INOUT AS ASSIGNMENT;
-- @statement
ALTER TABLE text_ ALTER COLUMN c TYPE mood;

-- @case a cast without a function
-- @given
CREATE CAST (oid AS float4) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE TABLE oid_ (c oid);
-- @statement
ALTER TABLE oid_ ALTER COLUMN c TYPE float4;

-- @case the row type of a table
-- @given
CREATE TABLE row_table (x integer, y text);
-- @statement
ALTER TABLE pair_ ALTER COLUMN c TYPE row_table USING NULL;

-- @case a type that does not exist
ALTER TABLE i_ ALTER COLUMN c TYPE missing;

-- @case a pseudo type
ALTER TABLE i_ ALTER COLUMN c TYPE anyelement;

-- @case a serial
ALTER TABLE i_ ALTER COLUMN c TYPE serial;

-- @case a type in a schema that does not exist
ALTER TABLE i_ ALTER COLUMN c TYPE missing.integer;
