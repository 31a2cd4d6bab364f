ALTER TABLE login_requests DROP COLUMN nam;
