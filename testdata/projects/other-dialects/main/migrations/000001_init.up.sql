-- Moved from MySQL: what was AUTO_INCREMENT is an identity; `names` have no backticks any more.
CREATE TABLE plan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  auto_increment boolean NOT NULL,
  engine text DEFAULT 'InnoDB' CHECK (engine <> 'ENGINE=InnoDB'),
  steps text[]
);
COMMENT ON TABLE plan IS 'id int AUTO_INCREMENT, `x`';
CREATE INDEX plan_first ON plan ((steps[1]));
