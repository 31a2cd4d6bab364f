-- file: 0001_tables.sql
CREATE TABLE a (id bigint PRIMARY KEY, tenant text);
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON a FOR SELECT TO app USING (true);
CREATE POLICY writes ON a FOR INSERT TO app WITH CHECK (tenant = current_user);
CREATE POLICY everything ON a TO admin USING (true);
CREATE POLICY bound ON a AS RESTRICTIVE USING (tenant = current_user);
CREATE TABLE off (id bigint);
CREATE POLICY idle ON off USING (true);
CREATE TABLE several (id bigint);
ALTER TABLE several ENABLE ROW LEVEL SECURITY;
CREATE POLICY one ON several USING (id = 1);
-- file: 0002_gone.sql
DROP POLICY writes ON a;  -- expect: drop-policy
-- file: 0003_restriction.sql
DROP POLICY bound ON a;  -- expect: drop-policy
-- file: 0004_made_again.sql
DROP POLICY IF EXISTS reads ON a;
CREATE POLICY reads ON a FOR SELECT TO app USING (tenant = current_user);
-- file: 0005_replaced.sql
CREATE POLICY reads_of_all ON a FOR SELECT TO app USING (true);
DROP POLICY reads ON a;
-- file: 0006_not_replaced.sql
DROP POLICY reads_of_all ON a;  -- expect: drop-policy
CREATE POLICY updates ON a FOR UPDATE TO app USING (true);
-- file: 0007_off.sql
DROP POLICY idle ON off;
DROP POLICY never ON unknown_table;  -- expect: drop-policy
DROP POLICY IF EXISTS nothing ON a;
-- file: 0008_without_it.sql
ALTER TABLE several DISABLE ROW LEVEL SECURITY;
DROP POLICY one ON several;
-- file: 0009_table_gone.sql
DROP POLICY everything ON a;
DROP TABLE a;
