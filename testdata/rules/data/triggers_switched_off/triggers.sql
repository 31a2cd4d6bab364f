-- file: 0001_off.sql
ALTER TABLE a DISABLE TRIGGER ALL;  -- expect: triggers-switched-off
ALTER TABLE b DISABLE TRIGGER USER;  -- expect: triggers-switched-off
ALTER TABLE c DISABLE TRIGGER noted;  -- expect: triggers-switched-off
-- file: 0002_on_again.sql
ALTER TABLE b DISABLE TRIGGER USER;
ALTER TABLE c DISABLE TRIGGER noted;
UPDATE b SET x = 1 WHERE id = 1;
ALTER TABLE b ENABLE TRIGGER USER;
ALTER TABLE c ENABLE TRIGGER noted;
-- file: 0003_foreign_keys.sql
ALTER TABLE a DISABLE TRIGGER ALL;  -- expect: triggers-switched-off
ALTER TABLE a ENABLE TRIGGER ALL;
-- file: 0004_session.sql
SET session_replication_role = replica;  -- expect: triggers-switched-off
RESET session_replication_role;
SET session_replication_role TO DEFAULT;
SET session_replication_role = 'origin';
-- file: 0005_new.sql
CREATE TABLE fresh (id int);
ALTER TABLE fresh DISABLE TRIGGER ALL;
