SET lock_timeout = '2s';
ALTER TABLE "{{ index .Options "Namespace" }}"."users" DROP COLUMN name;
