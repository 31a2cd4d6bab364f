-- ALTER COLUMN … TYPE within one family: lengths, precisions and scales that grow, shrink, come and go.
-- A table is named after the type of its column.
-- @setup
CREATE TABLE "varchar" (c varchar);
CREATE TABLE "varchar(10)" (c varchar(10));
CREATE TABLE "varchar(20)" (c varchar(20));
CREATE TABLE "text" (c text);
CREATE TABLE "char(5)" (c char(5));
CREATE TABLE "char(10)" (c char(10));
CREATE TABLE "bpchar" (c bpchar);
CREATE TABLE "numeric" (c numeric);
CREATE TABLE "numeric(10,2)" (c numeric(10,2));
CREATE TABLE "numeric(12,2)" (c numeric(12,2));
CREATE TABLE "numeric(12,4)" (c numeric(12,4));
CREATE TABLE "numeric(10)" (c numeric(10));
CREATE TABLE "bit(3)" (c bit(3));
CREATE TABLE "bit(5)" (c bit(5));
CREATE TABLE "varbit" (c varbit);
CREATE TABLE "varbit(3)" (c varbit(3));
CREATE TABLE "varbit(5)" (c varbit(5));
CREATE TABLE "timestamp" (c timestamp);
CREATE TABLE "timestamp(0)" (c timestamp(0));
CREATE TABLE "timestamp(3)" (c timestamp(3));
CREATE TABLE "timestamp(6)" (c timestamp(6));
CREATE TABLE "timestamptz" (c timestamptz);
CREATE TABLE "timestamptz(3)" (c timestamptz(3));
CREATE TABLE "time" (c time);
CREATE TABLE "time(0)" (c time(0));
CREATE TABLE "time(3)" (c time(3));
CREATE TABLE "timetz" (c timetz);
CREATE TABLE "timetz(3)" (c timetz(3));
CREATE TABLE "interval" (c interval);
CREATE TABLE "interval(0)" (c interval(0));
CREATE TABLE "interval(3)" (c interval(3));
CREATE TABLE "interval day to second" (c interval day to second);
CREATE TABLE "interval year" (c interval year);
CREATE TABLE "interval day" (c interval day);
CREATE TABLE "interval second(3)" (c interval second(3));
CREATE TABLE "interval year to month" (c interval year to month);

-- @case ${from} becomes ${to} (characters)
-- @each from: varchar | varchar(10) | varchar(20) | text | char(5) | char(10) | bpchar
-- @each to: varchar | varchar(10) | varchar(15) | varchar(20) | text | char(5) | char(10) | bpchar | char | name | "char"
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (numbers)
-- @each from: numeric | numeric(10,2) | numeric(12,2) | numeric(12,4) | numeric(10)
-- @each to: numeric | numeric(10,2) | numeric(12,2) | numeric(12,4) | numeric(10) | numeric(10,0) | numeric(11,3) | decimal(20,2) | dec | numeric(1000,2)
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (a negative scale)
-- @versions 15..18
-- @each from: numeric | numeric(10,2) | numeric(10)
-- @each to: numeric(10,-2) | numeric(3,5)
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (bits)
-- @each from: bit(3) | bit(5) | varbit | varbit(3) | varbit(5)
-- @each to: bit | bit(3) | bit(5) | varbit | varbit(3) | varbit(5) | bit varying(8)
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (timestamps)
-- @each from: timestamp | timestamp(0) | timestamp(3) | timestamp(6)
-- @each to: timestamp | timestamp(0) | timestamp(3) | timestamp(5) | timestamp(6) | timestamp(9) | timestamp without time zone
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (timestamps with a time zone)
-- @each from: timestamptz | timestamptz(3)
-- @each to: timestamptz | timestamptz(0) | timestamptz(3) | timestamptz(6) | timestamp with time zone | timestamp(3) with time zone
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (times)
-- @each from: time | time(0) | time(3) | timetz | timetz(3)
-- @each to: time | time(0) | time(3) | time(6) | timetz | timetz(0) | timetz(3) | timetz(6)
-- @session
SET TimeZone = 'Europe/Berlin';
-- @statement
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} (intervals)
-- @each from: interval | interval(0) | interval(3) | interval day to second | interval year | interval day | interval second(3) | interval year to month
-- @each to: interval | interval(0) | interval(3) | interval(6) | interval day to second | interval day to second(3) | interval year | interval day | interval hour | interval second | interval second(3) | interval second(6) | interval year to month | interval day to hour | interval month
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to};

-- @case ${from} becomes ${to} by the same cast as USING
-- @each from: varchar(10) | text | numeric(10,2) | timestamp(3) | varbit(3)
-- @each to: varchar(20) | text | numeric(12,2) | timestamp(6) | varbit(5)
ALTER TABLE "${from}" ALTER COLUMN c TYPE ${to} USING c::${to};

-- @case varchar becomes longer by a shorter USING
ALTER TABLE "varchar(20)" ALTER COLUMN c TYPE varchar(30) USING c::varchar(10);

-- @case varchar becomes text by a shorter USING
ALTER TABLE "varchar(20)" ALTER COLUMN c TYPE text USING c::varchar(10);

-- @case varchar becomes text by a longer USING
ALTER TABLE "varchar(20)" ALTER COLUMN c TYPE text USING c::varchar(30);
