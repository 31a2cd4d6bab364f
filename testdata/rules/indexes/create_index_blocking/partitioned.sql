CREATE TABLE events (day date) PARTITION BY RANGE (day);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- file: 2.sql
CREATE INDEX ON events (day);  -- expect: create-index-blocking
CREATE INDEX ON ONLY events (day);
