#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pg/command_tag.h"
#include "pg/script.h"

namespace {

std::vector<std::string> tags(const std::string& sql) {
  const pginterlock::SourceFile source("test.sql", sql);
  pginterlock::pg::Script script(source);
  std::vector<std::string> found;
  while (script.next_batch()) {
    for (const auto& statement : script.statements()) found.emplace_back(pginterlock::pg::command_tag(statement.node));
  }
  return found;
}

}  // namespace

TEST_CASE("a statement's kind is PostgreSQL's command tag") {
  CHECK(tags("CREATE TABLE a (b int); ALTER TABLE a ADD c int; ALTER INDEX i SET (fillfactor = 70); DROP VIEW v;"
             "CREATE UNIQUE INDEX ON a (b); SELECT 1; SELECT 1 INTO x; CREATE TABLE y AS SELECT 1;"
             "CREATE MATERIALIZED VIEW m AS SELECT 1; CREATE PROCEDURE p() LANGUAGE sql AS '';") ==
        std::vector<std::string>{"CREATE TABLE", "ALTER TABLE", "ALTER INDEX", "DROP VIEW", "CREATE INDEX", "SELECT",
                                 "SELECT INTO", "CREATE TABLE AS", "CREATE MATERIALIZED VIEW", "CREATE PROCEDURE"});
  CHECK(tags("ALTER TABLE a RENAME b TO c; ALTER VIEW a RENAME b TO c; ALTER TYPE t RENAME ATTRIBUTE a TO b;"
             "ALTER TABLE a RENAME CONSTRAINT c TO d; ALTER TYPE t ADD VALUE 'x'; ALTER FUNCTION f() OWNER TO o;"
             "ALTER SEQUENCE s SET SCHEMA x; ALTER DOMAIN d SET NOT NULL;") ==
        std::vector<std::string>{"ALTER TABLE", "ALTER VIEW", "ALTER TYPE", "ALTER TABLE", "ALTER TYPE",
                                 "ALTER FUNCTION", "ALTER SEQUENCE", "ALTER DOMAIN"});
  CHECK(tags("BEGIN; ROLLBACK TO a; COMMIT; SET a = 1; RESET a; VACUUM; ANALYZE; TRUNCATE t; REVOKE ALL ON t FROM u;"
             "GRANT a TO b; CREATE TEXT SEARCH PARSER p (start = f); nonsense;") ==
        std::vector<std::string>{"BEGIN", "ROLLBACK", "COMMIT", "SET", "RESET", "VACUUM", "ANALYZE", "TRUNCATE TABLE",
                                 "REVOKE", "GRANT ROLE", "CREATE TEXT SEARCH PARSER", "unreadable"});
}
