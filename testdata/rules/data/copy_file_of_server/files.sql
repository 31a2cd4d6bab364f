COPY t FROM '/srv/t.csv' CSV;  -- expect: copy-file-of-server
COPY t (a, b) FROM 't.csv';  -- expect: copy-file-of-server
COPY (SELECT 1) TO '/tmp/one';  -- expect: copy-file-of-server
COPY t FROM PROGRAM 'cat /srv/t.csv';
COPY t TO STDOUT;
\copy t FROM 't.csv' CSV
COPY t FROM STDIN;
1
\.
