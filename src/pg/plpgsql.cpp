#include "pg/plpgsql.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "pg/lexer.h"
#include "pg/splitter.h"

extern "C" {
#include "pg_query.h"
}

namespace pginterlock::pg {

namespace {

using Json = nlohmann::json;
using Kind = BodyStatementKind;

constexpr int deepest = 100;                  // blocks in blocks
constexpr int error_level = 21;               // elog.h, ERROR
constexpr std::size_t longest_search = 4096;  // tokens until an expression is given up

/// Where the lines of the body begin, and how far it has been read.
class Places {
 public:
  explicit Places(std::string_view body) : body_(body) {
    lines_.push_back(0);
    for (std::size_t i = 0; i < body.size(); ++i) {
      if (body[i] == '\n') lines_.push_back(i + 1);
    }
  }

  /// The place of `sql`, which stands at or behind line `line` and what was found before. Comments are passed over.
  std::optional<std::size_t> find(std::string_view sql, std::size_t line) {
    if (sql.empty() || line == 0) return std::nullopt;
    Lexer lexer(body_, std::max(at_, lines_[std::min(line, lines_.size()) - 1]), body_.size());
    for (std::size_t i = 0; i < longest_search; ++i) {
      const Token token = lexer.next_significant();
      if (token.kind == TokenKind::end) return std::nullopt;
      const std::optional<std::size_t> offset = match(sql, token);
      if (!offset) continue;
      at_ = *offset + sql.size();
      return offset;
    }
    return std::nullopt;
  }

 private:
  /// A blank matches anything: INTO was blanked out.
  std::optional<std::size_t> match(std::string_view sql, const Token& token) const {
    std::size_t begin = token.span.begin;
    const bool perform = same_word(body_.substr(token.span.begin, token.span.size()), "perform");
    if (perform) {
      ++begin;  // " SELECT" stands in place of it
      if (!sql.starts_with("SELECT")) return std::nullopt;
    }
    if (body_.size() - begin < sql.size()) return std::nullopt;
    for (std::size_t i = perform ? 6 : 0; i < sql.size(); ++i) {
      if (sql[i] != ' ' && sql[i] != body_[begin + i]) return std::nullopt;
    }
    return begin;
  }

  std::string_view body_;
  std::vector<std::size_t> lines_;
  std::size_t at_ = 0;
};

const Json* member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto it = object.find(name);
  return it == object.end() ? nullptr : &*it;
}

std::string text_of(const Json& object, const char* name) {
  const Json* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::size_t number_of(const Json& object, const char* name) {
  const Json* value = member(object, name);
  return value != nullptr && value->is_number_unsigned() ? value->get<std::size_t>() : 0;
}

/// The node in {"PLpgSQL_…": {…}}, whatever it is.
const Json* inner(const Json* wrapped, std::string* type = nullptr) {
  if (wrapped == nullptr || !wrapped->is_object() || wrapped->empty()) return nullptr;
  if (type != nullptr) *type = wrapped->begin().key();
  return &wrapped->begin().value();
}

class Reader {
 public:
  Reader(const Json& function, std::string_view body) : function_(function), places_(body) {}

  RoutineBody read() {
    RoutineBody result;
    if (const Json* datums = member(function_, "datums")) {
      for (const Json& datum : *datums) read_variable(datum, result);
    }
    if (const Json* action = member(function_, "action")) result.block = read_statement(*action, 0);
    result.labels = std::move(labels_);
    if (too_deep_) {
      result = {};
      result.error = "it is nested too deeply";
    }
    return result;
  }

 private:
  void read_variable(const Json& wrapped, RoutineBody& result) {
    const Json* datum = inner(&wrapped);
    if (datum == nullptr) return;
    names_.push_back(text_of(*datum, "refname"));
    if (names_.back().empty() || names_.back() == "(unnamed row)") return;
    BodyVariable variable{names_.back(), std::nullopt};
    if (const Json* initial = inner(member(*datum, "default_val"))) variable.initial = text_of(*initial, "query");
    result.variables.push_back(std::move(variable));
  }

  std::vector<BodyStatement> read_list(const Json* list, int depth) {
    std::vector<BodyStatement> statements;
    if (list == nullptr || !list->is_array()) return statements;
    for (const Json& one : *list) statements.push_back(read_statement(one, depth));
    return statements;
  }

  BodySql sql_of(const Json& statement, const char* name, std::size_t line) {
    BodySql sql;
    const Json* expression = inner(member(statement, name));
    if (expression == nullptr) return sql;
    sql.text = text_of(*expression, "query");
    sql.offset = places_.find(sql.text, line);
    return sql;
  }

  /// The one variable that a statement fills: a record, or a row of one.
  std::string target_of(const Json* wrapped) const {
    std::string type;
    const Json* target = inner(wrapped, &type);
    if (target == nullptr) return {};
    if (type != "PLpgSQL_row") return text_of(*target, "refname");
    const Json* fields = member(*target, "fields");
    return fields != nullptr && fields->size() == 1 ? text_of((*fields)[0], "name") : std::string();
  }

  std::string variable_at(const Json& statement) const {
    const std::size_t number = number_of(statement, "varno");
    return number < names_.size() ? names_[number] : std::string();
  }

  BodyStatement read_statement(const Json& wrapped, int depth) {
    std::string type;
    const Json* node = inner(&wrapped, &type);
    BodyStatement statement;
    if (depth > deepest) {
      too_deep_ = true;
      return statement;
    }
    if (node == nullptr || !type.starts_with("PLpgSQL_stmt_")) return statement;
    type.erase(0, std::string_view("PLpgSQL_stmt_").size());
    statement.line = number_of(*node, "lineno");
    if (const std::string label = text_of(*node, "label"); !label.empty()) labels_.push_back(label);
    if (type == "block" || type == "if" || type == "case") {
      read_structure(type, *node, depth, statement);
    } else if (type == "loop" || type == "while" || type == "foreach_a" || type.starts_with("for") ||
               type == "dynfors") {
      read_loop(type, *node, depth, statement);
    } else {
      read_simple(type, *node, statement);
    }
    return statement;
  }

  void read_structure(const std::string& type, const Json& node, int depth, BodyStatement& statement) {
    const std::size_t line = statement.line;
    if (type == "block") {
      statement.kind = Kind::block;
      statement.body = read_list(member(node, "body"), depth + 1);
      const Json* exceptions = inner(member(node, "exceptions"));
      const Json* handlers = exceptions == nullptr ? nullptr : member(*exceptions, "exc_list");
      if (handlers == nullptr) return;
      for (const Json& wrapped : *handlers) read_handler(inner(&wrapped), depth, statement);
      return;
    }
    statement.kind = Kind::if_;
    if (type == "if") {
      BodySql guard = sql_of(node, "cond", line);
      statement.branches.push_back({std::move(guard), read_list(member(node, "then_body"), depth + 1)});
      if (const Json* others = member(node, "elsif_list")) {
        for (const Json& wrapped : *others) {
          const Json* other = inner(&wrapped);
          if (other == nullptr) continue;
          guard = sql_of(*other, "cond", number_of(*other, "lineno"));
          statement.branches.push_back({std::move(guard), read_list(member(*other, "stmts"), depth + 1)});
        }
      }
      statement.branches.push_back({std::nullopt, read_list(member(node, "else_body"), depth + 1)});
      return;
    }
    // CASE value WHEN: its guards name a variable of the compiler's own.
    const bool with_value = member(node, "t_expr") != nullptr;
    if (const Json* whens = member(node, "case_when_list")) {
      for (const Json& wrapped : *whens) {
        const Json* when = inner(&wrapped);
        if (when == nullptr) continue;
        BodySql guard = with_value ? BodySql{} : sql_of(*when, "expr", number_of(*when, "lineno"));
        statement.branches.push_back({std::move(guard), read_list(member(*when, "stmts"), depth + 1)});
      }
    }
    statement.branches.push_back({std::nullopt, read_list(member(node, "else_stmts"), depth + 1)});
  }

  void read_handler(const Json* handler, int depth, BodyStatement& block) {
    if (handler == nullptr) return;
    BodyHandler read;
    if (const Json* conditions = member(*handler, "conditions")) {
      for (const Json& wrapped : *conditions) {
        if (const Json* condition = inner(&wrapped)) read.conditions.push_back(text_of(*condition, "condname"));
      }
    }
    read.body = read_list(member(*handler, "action"), depth + 1);
    block.handlers.push_back(std::move(read));
  }

  void read_loop(const std::string& type, const Json& node, int depth, BodyStatement& statement) {
    const std::size_t line = statement.line;
    statement.kind = Kind::loop;
    if (type == "while") {
      statement.kind = Kind::while_;
      statement.sql = sql_of(node, "cond", line);
    } else if (type == "fori") {
      statement.kind = Kind::for_integer;
      statement.sql = sql_of(node, "lower", line);
      statement.upper = sql_of(node, "upper", line);
      statement.step = sql_of(node, "step", line);
      statement.reverse = member(node, "reverse") != nullptr;
    } else if (type == "fors") {
      statement.kind = Kind::for_query;
      statement.sql = sql_of(node, "query", line);
    } else if (type == "dynfors") {
      statement.kind = Kind::for_execute;
      statement.sql = sql_of(node, "query", line);
    } else if (type == "foreach_a") {
      statement.kind = Kind::foreach;
      statement.sql = sql_of(node, "expr", line);
      statement.variable = variable_at(node);
    }
    if (statement.variable.empty()) statement.variable = target_of(member(node, "var"));
    statement.body = read_list(member(node, "body"), depth + 1);
  }

  void read_simple(const std::string& type, const Json& node, BodyStatement& statement) {
    const std::size_t line = statement.line;
    if (type == "execsql") {
      statement.kind = Kind::sql;
      statement.sql = sql_of(node, "sqlstmt", line);
      statement.variable = target_of(member(node, "target"));
      statement.perform = member(node, "into") != nullptr;
    } else if (type == "perform" || type == "call") {
      statement.kind = Kind::sql;
      statement.perform = type == "perform";
      statement.sql = sql_of(node, "expr", line);
      if (statement.perform && statement.sql.text.starts_with("SELECT")) {
        // As long as the word in the body.
        statement.sql.text.insert(6, " ");
        if (statement.sql.offset) --*statement.sql.offset;
      }
    } else if (type == "dynexecute") {
      statement.kind = Kind::execute;
      statement.sql = sql_of(node, "query", line);
      statement.variable = target_of(member(node, "target"));
    } else if (type == "return_query" || type == "open") {
      const bool made = member(node, "dynquery") != nullptr;
      statement.kind = made ? Kind::execute : Kind::sql;
      statement.sql = sql_of(node, made ? "dynquery" : "query", line);
    } else if (type == "assign") {
      statement.kind = Kind::assign;
      statement.sql = sql_of(node, "expr", line);
      statement.variable = variable_at(node);
    } else if (type == "return") {
      statement.kind = Kind::return_;
      statement.sql = sql_of(node, "expr", line);
    } else if (type == "exit") {
      statement.kind = Kind::exit;
      statement.conditional = member(node, "cond") != nullptr;
      statement.again = member(node, "is_exit") == nullptr;
    } else if (type == "raise") {
      statement.kind = Kind::raise;
      statement.fails = number_of(node, "elog_level") >= error_level;
      statement.condition = text_of(node, "condname");
      statement.variable = text_of(node, "message");
    } else if (type == "commit" || type == "rollback") {
      statement.kind = type == "commit" ? Kind::commit : Kind::rollback;
    }
  }

  const Json& function_;
  Places places_;
  std::vector<std::string> names_;
  std::vector<std::string> labels_;
  bool too_deep_ = false;
};

// pl_comp.c, do_compile
constexpr std::array<std::string_view, 11> trigger_variables = {
    "tg_name",       "tg_when",         "tg_level", "tg_op",   "tg_relid", "tg_relname",
    "tg_table_name", "tg_table_schema", "tg_nargs", "tg_argv", "tg_event"};

/// libpg_query closes each variable of trigger_variables twice in the list of variables: {}}.
std::string with_promises_mended(std::string_view json) {
  const std::size_t begin = json.find("\"datums\":[");
  const std::size_t end = std::min(json.find("\"action\":", std::min(begin, json.size())), json.size());
  std::string mended;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool opens = i > begin && i < end && (json[i - 1] == ',' || json[i - 1] == '[');
    mended += json[i];
    if (!opens || json.substr(i, 3) != "{}}") continue;
    mended += '}';
    i += 2;
  }
  return mended;
}

}  // namespace

RoutineBody parse_plpgsql(const std::string& statement, std::string_view body) {
  RoutineBody result;
  const bool braces = statement.find("{{") != std::string::npos || statement.find("${") != std::string::npos;
  const PgQueryPlpgsqlParseResult parsed =
      pg_query_parse_plpgsql((braces ? without_templates(statement) : statement).c_str());
  if (parsed.error != nullptr) {
    result.error = parsed.error->message;
  } else {
    Json functions = Json::parse(parsed.plpgsql_funcs, nullptr, false);
    const bool trigger = functions.is_discarded();
    if (trigger) functions = Json::parse(with_promises_mended(parsed.plpgsql_funcs), nullptr, false);
    const Json* function = functions.is_array() && functions.size() == 1 ? inner(&functions[0]) : nullptr;
    if (function == nullptr) {
      result.error = "its statements cannot be told";
    } else {
      result = Reader(*function, body).read();
      if (trigger) {
        for (const std::string_view name : trigger_variables)
          result.variables.push_back({std::string(name), std::nullopt});
      }
    }
  }
  pg_query_free_plpgsql_parse_result(parsed);
  return result;
}

}  // namespace pginterlock::pg
