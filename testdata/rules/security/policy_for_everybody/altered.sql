CREATE TABLE t (id int, owner text);
CREATE POLICY reads ON t FOR SELECT USING (owner = current_user);
CREATE POLICY bound ON t AS RESTRICTIVE USING (owner = current_user);
ALTER POLICY reads ON t USING (true);  -- expect: policy-for-everybody
ALTER POLICY bound ON t USING (true);  -- expect: policy-for-everybody
ALTER POLICY bound ON t USING (owner = current_user) WITH CHECK (owner = current_user);
