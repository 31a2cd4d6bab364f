-- The organization that a user works in. Reviewed by hand and approved; it has no 008_rollback.sql.
BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'platform' AND table_name = 'users' AND column_name = 'active_org_id'
    ) THEN
        ALTER TABLE platform.users
            ADD COLUMN active_org_id uuid REFERENCES platform.organizations(id) ON DELETE SET NULL;
        CREATE INDEX idx_users_active_org ON platform.users(active_org_id)
            WHERE active_org_id IS NOT NULL;
    END IF;
END $$;

COMMENT ON COLUMN platform.users.active_org_id IS 'The organization that the user works in at the moment';

UPDATE platform.users u
SET active_org_id = (
    SELECT om.organization_id
    FROM platform.organization_members om
    WHERE om.user_id = u.id
    ORDER BY om.joined_at ASC
    LIMIT 1
)
WHERE active_org_id IS NULL
  AND EXISTS (SELECT 1 FROM platform.organization_members om WHERE om.user_id = u.id);

CREATE OR REPLACE FUNCTION platform.set_user_active_org(p_user_id uuid, p_org_id uuid) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
AS $$
DECLARE
    v_is_member boolean;
BEGIN
    SELECT EXISTS (
        SELECT 1 FROM platform.organization_members
        WHERE user_id = p_user_id AND organization_id = p_org_id
    ) INTO v_is_member;
    IF NOT v_is_member THEN
        RAISE EXCEPTION 'User is not a member of organization %', p_org_id;
    END IF;
    UPDATE platform.users SET active_org_id = p_org_id WHERE id = p_user_id;
    RETURN true;
END;
$$;

CREATE OR REPLACE FUNCTION platform.get_user_active_org(p_user_id uuid)
RETURNS TABLE (organization_id uuid, organization_slug text, organization_name text, user_role text)
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT o.id, o.slug, o.name, om.role
    FROM platform.users u
    JOIN platform.organizations o ON o.id = u.active_org_id
    JOIN platform.organization_members om ON om.organization_id = o.id AND om.user_id = u.id
    WHERE u.id = p_user_id;
END;
$$;

COMMIT;
