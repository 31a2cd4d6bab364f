-- file: 0001_tables.sql
CREATE TABLE a (id bigint PRIMARY KEY, v text CONSTRAINT a_v UNIQUE);
CREATE TABLE loose (id bigint);
CREATE TABLE by_index (id bigint NOT NULL);
CREATE UNIQUE INDEX by_index_id ON by_index (id);
CREATE PUBLICATION pub FOR TABLE a;
-- file: 0002_added.sql
ALTER PUBLICATION pub ADD TABLE loose;  -- expect: published-without-replica-identity
-- file: 0003_inserts_only.sql
CREATE TABLE log (line text);
CREATE PUBLICATION inserts FOR TABLE log WITH (publish = 'insert');
-- file: 0004_identity_follows.sql
ALTER PUBLICATION pub ADD TABLE by_index;
ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_id;
-- file: 0005_key_goes.sql
ALTER TABLE a DROP CONSTRAINT a_v;
ALTER TABLE a DROP CONSTRAINT a_pkey;  -- expect: published-without-replica-identity
-- file: 0006_still_gone.sql
ALTER TABLE a ADD COLUMN w text;
-- file: 0007_key_is_changed.sql
CREATE TABLE c (id bigint PRIMARY KEY, other bigint NOT NULL);
CREATE PUBLICATION pub_c FOR TABLE c;
-- file: 0008_key_is_changed.sql
ALTER TABLE c DROP CONSTRAINT c_pkey, ADD PRIMARY KEY (other);
-- file: 0009_nothing.sql
ALTER TABLE c REPLICA IDENTITY NOTHING;  -- expect: published-without-replica-identity
-- file: 0010_full.sql
ALTER TABLE c REPLICA IDENTITY FULL;
ALTER TABLE c DROP CONSTRAINT c_pkey;
