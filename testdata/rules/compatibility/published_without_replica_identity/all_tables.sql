-- file: 0001_all.sql
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE loose (id bigint);
CREATE UNLOGGED TABLE unlogged (id bigint);
CREATE PUBLICATION every_table FOR ALL TABLES;  -- expect: published-without-replica-identity
-- file: 0002_new.sql
CREATE TABLE fine (id bigint PRIMARY KEY);
CREATE TEMP TABLE temporary (id bigint);
CREATE TABLE later (id bigint);
ALTER TABLE later ADD PRIMARY KEY (id);
CREATE TABLE new_one (id bigint);  -- expect: published-without-replica-identity
