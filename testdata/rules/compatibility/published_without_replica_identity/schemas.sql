-- file: 0001_schema.sql
CREATE SCHEMA app;
CREATE SCHEMA other;
CREATE TABLE app.keyed (id bigint PRIMARY KEY);
CREATE TABLE app.loose (id bigint);
CREATE TABLE other.loose (id bigint);
CREATE TABLE other.moved (id bigint);
CREATE TABLE other.keyed2 (id bigint PRIMARY KEY);
-- file: 0002_published.sql
CREATE PUBLICATION pub FOR TABLES IN SCHEMA app;  -- expect: published-without-replica-identity
-- file: 0003_new.sql
CREATE TABLE app.fine (id bigint PRIMARY KEY);
CREATE TABLE app.new_one (id bigint);  -- expect: published-without-replica-identity
CREATE TABLE app.copied AS SELECT 1 AS id;  -- expect: published-without-replica-identity
CREATE TABLE other.new_one (id bigint);
-- file: 0004_moved.sql
ALTER TABLE other.keyed2 SET SCHEMA app;
ALTER TABLE other.moved SET SCHEMA app;  -- expect: published-without-replica-identity
-- file: 0005_added.sql
ALTER PUBLICATION pub ADD TABLES IN SCHEMA other;  -- expect: published-without-replica-identity, published-without-replica-identity
-- file: 0006_renamed.sql
ALTER SCHEMA app RENAME TO apps;
CREATE TABLE apps.late (id bigint);  -- expect: published-without-replica-identity
-- file: 0007_out.sql
ALTER PUBLICATION pub DROP TABLES IN SCHEMA apps;
CREATE TABLE apps.free (id bigint);
