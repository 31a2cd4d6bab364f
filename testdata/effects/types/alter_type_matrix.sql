-- ALTER COLUMN … TYPE from each type to each other one without USING: the assignment casts.
-- A table is named after the type of its column.
-- @setup
CREATE TABLE "smallint" (c smallint);
INSERT INTO "smallint" VALUES (NULL);
CREATE TABLE "integer" (c integer);
INSERT INTO "integer" VALUES (NULL);
CREATE TABLE "bigint" (c bigint);
INSERT INTO "bigint" VALUES (NULL);
CREATE TABLE "numeric" (c numeric);
INSERT INTO "numeric" VALUES (NULL);
CREATE TABLE "numeric(10,2)" (c numeric(10,2));
INSERT INTO "numeric(10,2)" VALUES (NULL);
CREATE TABLE "real" (c real);
INSERT INTO "real" VALUES (NULL);
CREATE TABLE "double precision" (c double precision);
INSERT INTO "double precision" VALUES (NULL);
CREATE TABLE "money" (c money);
INSERT INTO "money" VALUES (NULL);
CREATE TABLE "boolean" (c boolean);
INSERT INTO "boolean" VALUES (NULL);
CREATE TABLE "text" (c text);
INSERT INTO "text" VALUES (NULL);
CREATE TABLE "varchar" (c varchar);
INSERT INTO "varchar" VALUES (NULL);
CREATE TABLE "varchar(10)" (c varchar(10));
INSERT INTO "varchar(10)" VALUES (NULL);
CREATE TABLE "char(5)" (c char(5));
INSERT INTO "char(5)" VALUES (NULL);
CREATE TABLE "name" (c name);
INSERT INTO "name" VALUES (NULL);
CREATE TABLE "bytea" (c bytea);
INSERT INTO "bytea" VALUES (NULL);
CREATE TABLE "bit(3)" (c bit(3));
INSERT INTO "bit(3)" VALUES (NULL);
CREATE TABLE "varbit" (c varbit);
INSERT INTO "varbit" VALUES (NULL);
CREATE TABLE "varbit(8)" (c varbit(8));
INSERT INTO "varbit(8)" VALUES (NULL);
CREATE TABLE "date" (c date);
INSERT INTO "date" VALUES (NULL);
CREATE TABLE "time" (c time);
INSERT INTO "time" VALUES (NULL);
CREATE TABLE "timetz" (c timetz);
INSERT INTO "timetz" VALUES (NULL);
CREATE TABLE "timestamp" (c timestamp);
INSERT INTO "timestamp" VALUES (NULL);
CREATE TABLE "timestamptz" (c timestamptz);
INSERT INTO "timestamptz" VALUES (NULL);
CREATE TABLE "interval" (c interval);
INSERT INTO "interval" VALUES (NULL);
CREATE TABLE "uuid" (c uuid);
INSERT INTO "uuid" VALUES (NULL);
CREATE TABLE "json" (c json);
INSERT INTO "json" VALUES (NULL);
CREATE TABLE "jsonb" (c jsonb);
INSERT INTO "jsonb" VALUES (NULL);
CREATE TABLE "xml" (c xml);
INSERT INTO "xml" VALUES (NULL);
CREATE TABLE "inet" (c inet);
INSERT INTO "inet" VALUES (NULL);
CREATE TABLE "cidr" (c cidr);
INSERT INTO "cidr" VALUES (NULL);
CREATE TABLE "macaddr" (c macaddr);
INSERT INTO "macaddr" VALUES (NULL);
CREATE TABLE "oid" (c oid);
INSERT INTO "oid" VALUES (NULL);
CREATE TABLE "regclass" (c regclass);
INSERT INTO "regclass" VALUES (NULL);
CREATE TABLE "int4range" (c int4range);
INSERT INTO "int4range" VALUES (NULL);
CREATE TABLE "point" (c point);
INSERT INTO "point" VALUES (NULL);
CREATE TABLE "tsvector" (c tsvector);
INSERT INTO "tsvector" VALUES (NULL);
CREATE TABLE "integer[]" (c integer[]);
INSERT INTO "integer[]" VALUES (NULL);
CREATE TABLE "text[]" (c text[]);
INSERT INTO "text[]" VALUES (NULL);

-- @case ${from} becomes ${to}
-- @each from: smallint | integer | bigint | numeric | numeric(10,2) | real | double precision | money | boolean | text | varchar | varchar(10) | char(5) | name | bytea | bit(3) | varbit | varbit(8) | date | time | timetz | timestamp | timestamptz | interval | uuid | json | jsonb | xml | inet | cidr | macaddr | oid | regclass | int4range | point | tsvector | integer[] | text[]
-- @each to: smallint | integer | bigint | numeric | numeric(10,2) | real | double precision | money | boolean | text | varchar | varchar(10) | char(5) | name | bytea | bit(3) | varbit | varbit(8) | date | time | timetz | timestamp | timestamptz | interval | uuid | json | jsonb | xml | inet | cidr | macaddr | oid | regclass | int4range | point | tsvector | integer[] | text[]
-- @session
SET TimeZone = 'Europe/Berlin';
-- @statement
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};
