CREATE TABLE users (id bigint PRIMARY KEY, email text, org_id bigint);
CREATE TABLE orgs (id bigint PRIMARY KEY, name text);
CREATE TYPE role AS ENUM ('member', 'admin');

-- Made, not run: what its body does is nobody's business yet.
CREATE FUNCTION add_audit(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ADD COLUMN created_by text NOT NULL DEFAULT current_user', name);
    EXECUTE format('CREATE INDEX %I ON %I (created_by)', name || '_created_by', name);
END
$$;
