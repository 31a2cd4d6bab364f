CREATE TABLE events (day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE old (day date NOT NULL);
CREATE TABLE proved (day date NOT NULL, CONSTRAINT bound CHECK (day >= '2024-01-01' AND day < '2025-01-01'));
-- file: 2.sql
ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');  -- expect: attach-partition-scan
CREATE TABLE made_here (day date NOT NULL);
ALTER TABLE events ATTACH PARTITION made_here FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
