DROP TYPE IF EXISTS staff_role;
