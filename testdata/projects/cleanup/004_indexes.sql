CREATE INDEX CONCURRENTLY idx_user_profiles_org_id ON user_profiles (organization_id);

CREATE INDEX CONCURRENTLY idx_permissions_user_resource ON permissions (user_id, resource_type, resource_id);
