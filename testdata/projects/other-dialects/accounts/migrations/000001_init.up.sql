CREATE TABLE account (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  name varchar(100) COMMENT 'shown',
  PRIMARY KEY (id)
);
