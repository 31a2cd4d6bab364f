SET lock_timeout = '2s';
-- the same, or more than was there then: nothing to say
CREATE TABLE IF NOT EXISTS shop (id int PRIMARY KEY, email text);
CREATE INDEX IF NOT EXISTS shop_rank ON shop (rank);
-- other columns, another relation, another index
CREATE TABLE IF NOT EXISTS shop (id bigint PRIMARY KEY, owner text);
CREATE TABLE IF NOT EXISTS open_shops (id integer);
ALTER TABLE shop ADD COLUMN IF NOT EXISTS email varchar(200);
CREATE UNIQUE INDEX IF NOT EXISTS shop_rank ON shop (rank);
CREATE INDEX IF NOT EXISTS shop_email ON shop (email);
-- made by this migration, since a whole history made nothing of the name
CREATE TABLE IF NOT EXISTS till (id integer PRIMARY KEY, shop_id integer);
CREATE INDEX till_shop ON till (shop_id);
CREATE INDEX IF NOT EXISTS till_shop ON shop (id);
