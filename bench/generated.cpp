#include "generated.h"

#include <array>
#include <string_view>

namespace pginterlock::bench {

namespace {

// # stands for the number of the migration, @ for that of an earlier one.
constexpr std::string_view made = R"(
CREATE TYPE state_# AS ENUM ('new', 'paid', 'sent');
CREATE FUNCTION touch_#() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END $$;
CREATE FUNCTION widen_#(part text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'ALTER TABLE ' || quote_ident(part) || ' ADD COLUMN extra text';
END $$;
CREATE TABLE customer_# (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  email varchar(200) UNIQUE,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE purchase_# (
  id serial PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customer_# (id) ON DELETE CASCADE,
  state state_# NOT NULL DEFAULT 'new',
  amount numeric(12, 2) CHECK (amount >= 0),
  note varchar(50)
);
CREATE INDEX purchase_#_customer ON purchase_# (customer_id) WHERE state <> 'sent';
CREATE VIEW open_purchase_# AS SELECT c.name, p.amount FROM purchase_# p JOIN customer_# c ON c.id = p.customer_id;
CREATE TRIGGER touched BEFORE UPDATE ON customer_# FOR EACH ROW EXECUTE FUNCTION touch_#();
COMMENT ON TABLE purchase_# IS 'what was bought';
GRANT SELECT ON open_purchase_# TO reporting;
INSERT INTO customer_# (name, email) VALUES ('nobody', 'nobody@example.com');
)";

constexpr std::string_view changed = R"(
SET lock_timeout = '5s';
ALTER TABLE customer_@ ADD COLUMN country text, ADD COLUMN score integer NOT NULL DEFAULT 0;
ALTER TABLE purchase_@ ALTER COLUMN note TYPE text;
ALTER TABLE customer_@ ALTER COLUMN score TYPE bigint;
UPDATE customer_@ SET country = 'CH' WHERE country IS NULL AND id < 1000;
ALTER TABLE purchase_@ ADD CONSTRAINT amount_known CHECK (amount IS NOT NULL) NOT VALID;
ALTER TABLE purchase_@ VALIDATE CONSTRAINT amount_known;
SELECT refresh_statistics('customer_@');
)";

constexpr std::string_view dropped = R"(
DROP VIEW open_purchase_@;
ALTER TABLE purchase_@ DROP COLUMN note;
ALTER TABLE customer_@ RENAME COLUMN name TO full_name;
ALTER TABLE customer_@ RENAME TO client_@;
DROP TRIGGER touched ON client_@;
DROP FUNCTION touch_@();
ALTER TYPE state_@ RENAME TO purchase_state_@;
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'purchase_@_amount') THEN
    CREATE INDEX purchase_@_amount ON purchase_@ (amount);
  END IF;
END $$;
)";

void append(std::string& sql, std::string_view text, std::size_t n) {
  const std::string number = std::to_string(n);
  for (const char c : text) {
    if (c == '#' || c == '@') {
      sql += number;
    } else {
      sql += c;
    }
  }
}

}  // namespace

std::string migration(std::size_t n) {
  std::string sql;
  append(sql, made, n);
  if (n >= 10) append(sql, changed, n - 10);
  if (n >= 100) append(sql, dropped, n - 100);
  return sql;
}

}  // namespace pginterlock::bench
