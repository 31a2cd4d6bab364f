SET lock_timeout = '2s';
ALTER TABLE "{{ index .Options "Namespace" }}"."users" ADD COLUMN name text;
