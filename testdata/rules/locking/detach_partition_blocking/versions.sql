ALTER TABLE events DETACH PARTITION events_2020;  -- expect: detach-partition-blocking
ALTER TABLE events DETACH PARTITION events_2021 CONCURRENTLY;
