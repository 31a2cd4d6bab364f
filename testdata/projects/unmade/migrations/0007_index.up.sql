DROP INDEX IF EXISTS staff_by_name;
