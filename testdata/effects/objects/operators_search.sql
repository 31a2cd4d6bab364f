-- Operators, operator classes and families, casts, collations, conversions, languages, transforms, access methods,
-- text search.
-- @setup
CREATE TABLE t (a integer, b text COLLATE "C", doc text);
CREATE SCHEMA elsewhere;
CREATE TYPE pair AS (x integer, y integer);
CREATE FUNCTION pair_lt(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.x < $2.x';
CREATE FUNCTION pair_text(pair) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'pair' $$;
CREATE OPERATOR <<< (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair);
CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS int_class FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE INDEX t_a ON t (a int_class);
CREATE CAST (pair AS text) WITH FUNCTION pair_text(pair);
CREATE COLLATION mine FROM "C";
CREATE TABLE collated (x text COLLATE mine);
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TEXT SEARCH CONFIGURATION conf (COPY = english);
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple);
CREATE INDEX t_doc ON t USING gin (to_tsvector('conf', doc));
-- What was here once and is gone is known to be absent.
CREATE TYPE nothing AS ENUM ('a');
DROP TYPE nothing;
CREATE OPERATOR === (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text);
DROP OPERATOR === (text, text);
CREATE CAST (pair AS integer) WITH INOUT AS ASSIGNMENT;
DROP CAST (pair AS integer);
CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION prsd_lextype(internal));
DROP TRANSFORM FOR integer LANGUAGE plpgsql;
CREATE FUNCTION nothing(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing(integer, integer);
CREATE COLLATION nothing FROM "C";
DROP COLLATION nothing;
CREATE COLLATION nowhere FROM "C";
DROP COLLATION nowhere;
CREATE CONVERSION nothing FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
DROP CONVERSION nothing;
CREATE LANGUAGE klingon HANDLER plpgsql_call_handler;
DROP LANGUAGE klingon;
CREATE ACCESS METHOD nothing TYPE INDEX HANDLER bthandler;
DROP ACCESS METHOD nothing;
CREATE TEXT SEARCH DICTIONARY nothing (TEMPLATE = simple);
DROP TEXT SEARCH DICTIONARY nothing;
CREATE TEXT SEARCH PARSER nothing (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
DROP TEXT SEARCH PARSER nothing;
CREATE TEXT SEARCH TEMPLATE nothing (LEXIZE = dsimple_lexize);
DROP TEXT SEARCH TEMPLATE nothing;

-- @case an operator
CREATE OPERATOR ~~~ (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ~~~);

-- @case an operator that exists
CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);

-- @case an operator with an unknown function
CREATE OPERATOR ~~~ (FUNCTION = nothing, LEFTARG = integer, RIGHTARG = integer);

-- @case an operator is altered
-- @each what: OWNER TO pg_monitor | SET SCHEMA elsewhere | SET (RESTRICT = NONE)
ALTER OPERATOR === (integer, integer) ${what};

-- @case an operator is dropped
DROP OPERATOR === (integer, integer);

-- @case an unknown operator is dropped
DROP OPERATOR === (text, text);

-- @case an unknown operator is dropped IF EXISTS
DROP OPERATOR IF EXISTS === (text, text);

-- @case an operator family
CREATE OPERATOR FAMILY n USING btree;

-- @case an operator family that exists
CREATE OPERATOR FAMILY fam USING btree;

-- @case an operator family is altered
-- @each what: RENAME TO fam2 | OWNER TO pg_monitor | SET SCHEMA elsewhere | ADD OPERATOR 1 < (integer, integer)
ALTER OPERATOR FAMILY fam USING btree ${what};

-- @case an operator family is dropped
DROP OPERATOR FAMILY fam USING btree;

-- @case an operator class
CREATE OPERATOR CLASS n FOR TYPE integer USING btree FAMILY fam AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 btint4cmp(integer, integer);

-- @case an operator class for hash
CREATE OPERATOR CLASS n FOR TYPE integer USING hash AS OPERATOR 1 =;

-- @case a second default operator class
CREATE OPERATOR CLASS n DEFAULT FOR TYPE integer USING btree AS OPERATOR 3 =;

-- @case an operator class is altered
-- @each what: RENAME TO int_class2 | OWNER TO pg_monitor | SET SCHEMA elsewhere
ALTER OPERATOR CLASS int_class USING btree ${what};

-- @case an operator class that an index uses
DROP OPERATOR CLASS int_class USING btree;

-- @case an operator class that an index uses with CASCADE
DROP OPERATOR CLASS int_class USING btree CASCADE;

-- @case a cast
CREATE CAST (pair AS integer) WITH INOUT AS ASSIGNMENT;

-- @case a cast that exists
CREATE CAST (pair AS text) WITH INOUT;

-- @case a cast of a domain
CREATE CAST (integer AS text) WITHOUT FUNCTION;

-- @case a cast is dropped
DROP CAST (pair AS text);

-- @case an unknown cast is dropped
DROP CAST (pair AS integer);

-- @case an unknown cast is dropped IF EXISTS
DROP CAST IF EXISTS (pair AS integer);

-- @case a collation
CREATE COLLATION n (LOCALE = 'C');

-- @case a collation that exists
CREATE COLLATION mine FROM "POSIX";

-- @case a collation that exists IF NOT EXISTS
CREATE COLLATION IF NOT EXISTS mine FROM "POSIX";

-- @case a collation from an unknown one
CREATE COLLATION n FROM "nowhere";

-- @case a collation is altered
-- @each what: RENAME TO mine2 | OWNER TO pg_monitor | SET SCHEMA elsewhere
ALTER COLLATION mine ${what};

-- @case a collation that a column uses
DROP COLLATION mine;

-- @case a collation that a column uses with CASCADE
DROP COLLATION mine CASCADE;

-- @case an unknown collation is dropped
DROP COLLATION nothing;

-- @case a conversion
CREATE CONVERSION n FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- @case a conversion is altered
-- @each what: RENAME TO conv2 | OWNER TO pg_monitor | SET SCHEMA elsewhere
ALTER CONVERSION conv ${what};

-- @case a conversion is dropped
-- @each name: conv | IF EXISTS nothing | nothing
DROP CONVERSION ${name};

-- @case a language is altered
-- @each what: OWNER TO postgres | RENAME TO plpgsql2
ALTER LANGUAGE plpgsql ${what};

-- @case an unknown language is dropped
-- @each name: klingon | IF EXISTS klingon
DROP LANGUAGE ${name};

-- @case a language of an extension is not dropped
DROP LANGUAGE plpgsql;

-- @case OR REPLACE of a language
CREATE OR REPLACE LANGUAGE plpgsql;

-- @case a language with a handler
CREATE LANGUAGE n HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;

-- @case a transform of an unknown type
CREATE TRANSFORM FOR nothing LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));

-- @case a transform
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));

-- @case an unknown transform is dropped
DROP TRANSFORM FOR integer LANGUAGE plpgsql;

-- @case an unknown transform is dropped IF EXISTS
DROP TRANSFORM IF EXISTS FOR integer LANGUAGE plpgsql;

-- @case an access method
CREATE ACCESS METHOD n TYPE INDEX HANDLER bthandler;

-- @case an access method of tables
CREATE ACCESS METHOD n TYPE TABLE HANDLER heap_tableam_handler;

-- @case an access method that exists
CREATE ACCESS METHOD btree TYPE INDEX HANDLER bthandler;

-- @case an access method that an index uses
-- @given
CREATE ACCESS METHOD other_tree TYPE INDEX HANDLER bthandler;
CREATE OPERATOR CLASS other_int DEFAULT FOR TYPE integer USING other_tree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
-- @statement
DROP ACCESS METHOD other_tree;

-- @case an unknown access method is dropped
DROP ACCESS METHOD nothing;

-- @case a text search configuration
-- @each what: (COPY = english) | (PARSER = default)
CREATE TEXT SEARCH CONFIGURATION n ${what};

-- @case a text search configuration that exists
CREATE TEXT SEARCH CONFIGURATION conf (COPY = simple);

-- @case a text search configuration is altered
-- @each what: ALTER MAPPING FOR word WITH simple | DROP MAPPING FOR word | RENAME TO conf2 | SET SCHEMA elsewhere | OWNER TO pg_monitor
ALTER TEXT SEARCH CONFIGURATION conf ${what};

-- @case a text search configuration that an index uses
DROP TEXT SEARCH CONFIGURATION conf;

-- @case a text search configuration that an index uses with CASCADE
DROP TEXT SEARCH CONFIGURATION conf CASCADE;

-- @case a text search dictionary
CREATE TEXT SEARCH DICTIONARY n (TEMPLATE = simple, STOPWORDS = english);

-- @case a text search dictionary is altered
-- @each what: (StopWords = english) | RENAME TO dict2 | SET SCHEMA elsewhere | OWNER TO pg_monitor
ALTER TEXT SEARCH DICTIONARY dict ${what};

-- @case a text search dictionary is dropped
-- @each name: dict | IF EXISTS nothing | nothing
DROP TEXT SEARCH DICTIONARY ${name};

-- @case a text search parser
CREATE TEXT SEARCH PARSER n (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);

-- @case an unknown text search parser
-- @each what: DROP TEXT SEARCH PARSER nothing | DROP TEXT SEARCH PARSER IF EXISTS nothing | ALTER TEXT SEARCH PARSER nothing RENAME TO something
${what};

-- @case a text search template
CREATE TEXT SEARCH TEMPLATE n (INIT = dsimple_init, LEXIZE = dsimple_lexize);

-- @case an unknown text search template
-- @each what: DROP TEXT SEARCH TEMPLATE nothing | DROP TEXT SEARCH TEMPLATE IF EXISTS nothing
${what};

-- @case the version of a collation
ALTER COLLATION mine REFRESH VERSION;

-- @case a text search template is renamed and moved
-- @each what: RENAME TO temp2 | SET SCHEMA elsewhere
-- @given
CREATE TEXT SEARCH TEMPLATE temp (LEXIZE = dsimple_lexize);
-- @statement
ALTER TEXT SEARCH TEMPLATE temp ${what};

-- @case a text search parser is renamed and moved
-- @each what: RENAME TO pars2 | SET SCHEMA elsewhere
-- @given
CREATE TEXT SEARCH PARSER pars (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- @statement
ALTER TEXT SEARCH PARSER pars ${what};

-- @case a transform is made, replaced and dropped
-- @each what: CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal)) | DROP TRANSFORM FOR integer LANGUAGE sql
-- @given
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
-- @statement
${what};
