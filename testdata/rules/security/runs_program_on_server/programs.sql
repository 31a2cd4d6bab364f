COPY a FROM PROGRAM 'curl example.com';  -- expect: runs-program-on-server
COPY (SELECT 1) TO PROGRAM 'gzip';  -- expect: runs-program-on-server
COPY a FROM '/srv/a.csv';
CREATE EXTENSION plpython3u;  -- expect: runs-program-on-server
CREATE EXTENSION IF NOT EXISTS plperl;
CREATE LANGUAGE plperlu;  -- expect: runs-program-on-server
CREATE EXTENSION hstore;
