SET lock_timeout = '5s';
DROP TABLE platform.organization_members;
DROP TABLE platform.organizations;
DROP TABLE platform.users;
DROP SCHEMA platform;
