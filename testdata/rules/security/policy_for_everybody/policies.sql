CREATE POLICY a ON t USING (true);  -- expect: policy-for-everybody
CREATE POLICY b ON t FOR SELECT USING (true);
CREATE POLICY c ON t TO app USING (true);
CREATE POLICY d ON t FOR INSERT WITH CHECK (true);  -- expect: policy-for-everybody
CREATE POLICY e ON t AS RESTRICTIVE USING (true);
CREATE POLICY f ON t USING (true) WITH CHECK (owner = current_user);
CREATE POLICY g ON t USING (owner = current_user);
ALTER POLICY g ON t USING (true);  -- expect: policy-for-everybody
ALTER POLICY g ON t TO app USING (true);
ALTER POLICY g ON t RENAME TO h;
