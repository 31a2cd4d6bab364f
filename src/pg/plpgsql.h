#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pginterlock::pg {

/// An expression or a statement of SQL in a PL/pgSQL body. INTO and its targets are spaces in the text, PERFORM is
/// SELECT, so that the bytes stay where they are. Source: pl_gram.y, make_execsql_stmt, stmt_perform.
struct BodySql {
  std::string text;
  std::optional<std::size_t> offset;  // of its first byte in the body, when it was found there
};

enum class BodyStatementKind : std::uint8_t {
  block,
  if_,  // IF and CASE
  loop,
  while_,
  for_integer,
  for_query,
  for_execute,
  foreach,
  exit,  // EXIT, CONTINUE
  return_,
  raise,
  sql,      // a statement of SQL; RETURN QUERY, OPEN … FOR and PERFORM are the query
  execute,  // EXECUTE; RETURN QUERY EXECUTE, OPEN … FOR EXECUTE
  assign,
  commit,
  rollback,
  other,
};

struct BodyBranch;
struct BodyHandler;

struct BodyStatement {
  BodyStatementKind kind = BodyStatementKind::other;
  std::size_t line = 0;                    // of the body, from 1; 0: the compiler added it
  BodySql sql = {};                        // statement, condition, value, text to execute
  std::string variable = {};               // that is assigned, that INTO fills, that a loop counts with
  BodySql upper = {};                      // for_integer: sql is the lower bound
  BodySql step = {};                       // for_integer: BY
  bool reverse = false;                    // for_integer
  bool perform = false;                    // sql: sets FOUND by whether there was a row
  bool fails = false;                      // raise: EXCEPTION
  std::string condition = {};              // raise: its name
  bool conditional = false;                // exit: WHEN
  bool again = false;                      // exit: CONTINUE
  std::vector<BodyBranch> branches = {};   // if_
  std::vector<BodyStatement> body = {};    // block, loops
  std::vector<BodyHandler> handlers = {};  // block
};

struct BodyBranch {
  std::optional<BodySql> guard;  // none: ELSE; an empty text: one that is not read
  std::vector<BodyStatement> body;
};

struct BodyHandler {
  std::vector<std::string> conditions;  // "duplicate_object", "others"
  std::vector<BodyStatement> body;
};

struct BodyVariable {
  std::string name;
  std::optional<std::string> initial;  // the expression
};

struct RoutineBody {
  std::vector<BodyVariable> variables;  // parameters, declared variables, records of loops
  std::vector<std::string> labels;
  BodyStatement block;
  std::string error;  // why it could not be read; empty: it was
};

/// Reads a DO block or CREATE FUNCTION in PL/pgSQL by PostgreSQL's own parser. `statement` is the whole statement,
/// `body` the text of its literal. What is refused, or nested too deeply, has an error and nothing else.
RoutineBody parse_plpgsql(const std::string& statement, std::string_view body);

}  // namespace pginterlock::pg
