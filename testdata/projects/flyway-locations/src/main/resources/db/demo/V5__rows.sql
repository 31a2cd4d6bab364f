INSERT INTO demo_cases (id) VALUES (1);
