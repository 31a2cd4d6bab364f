// What handlers catch, what is assigned, and what text that is made when it runs may begin with.
#include <algorithm>
#include <array>

#include "effects/body_run.h"
#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/names.h"

namespace pginterlock::effects {

namespace {

struct Condition {
  std::string_view name;
  std::string_view sqlstate;
};

// errcodes.txt: the conditions that definitions and changes of rows raise. A class ends in 000.
constexpr std::array conditions = {
    Condition{"feature_not_supported", "0A000"},
    Condition{"cardinality_violation", "21000"},
    Condition{"data_exception", "22000"},
    Condition{"invalid_text_representation", "22P02"},
    Condition{"integrity_constraint_violation", "23000"},
    Condition{"not_null_violation", "23502"},
    Condition{"foreign_key_violation", "23503"},
    Condition{"unique_violation", "23505"},
    Condition{"check_violation", "23514"},
    Condition{"exclusion_violation", "23P01"},
    Condition{"invalid_transaction_state", "25000"},
    Condition{"active_sql_transaction", "25001"},
    Condition{"read_only_sql_transaction", "25006"},
    Condition{"invalid_transaction_termination", "2D000"},
    Condition{"dependent_objects_still_exist", "2BP01"},
    Condition{"invalid_schema_name", "3F000"},
    Condition{"syntax_error_or_access_rule_violation", "42000"},
    Condition{"insufficient_privilege", "42501"},
    Condition{"syntax_error", "42601"},
    Condition{"invalid_foreign_key", "42830"},
    Condition{"cannot_coerce", "42846"},
    Condition{"grouping_error", "42803"},
    Condition{"datatype_mismatch", "42804"},
    Condition{"wrong_object_type", "42809"},
    Condition{"undefined_column", "42703"},
    Condition{"undefined_function", "42883"},
    Condition{"undefined_table", "42P01"},
    Condition{"undefined_object", "42704"},
    Condition{"duplicate_column", "42701"},
    Condition{"duplicate_cursor", "42P03"},
    Condition{"duplicate_database", "42P04"},
    Condition{"duplicate_function", "42723"},
    Condition{"duplicate_schema", "42P06"},
    Condition{"duplicate_table", "42P07"},
    Condition{"duplicate_alias", "42712"},
    Condition{"duplicate_object", "42710"},
    Condition{"ambiguous_column", "42702"},
    Condition{"ambiguous_function", "42725"},
    Condition{"invalid_table_definition", "42P16"},
    Condition{"invalid_object_definition", "42P17"},
    Condition{"invalid_function_definition", "42P13"},
    Condition{"object_not_in_prerequisite_state", "55000"},
    Condition{"object_in_use", "55006"},
    Condition{"lock_not_available", "55P03"},
    Condition{"program_limit_exceeded", "54000"},
    Condition{"raise_exception", "P0001"},
    Condition{"no_data_found", "P0002"},
    Condition{"too_many_rows", "P0003"},
    Condition{"assert_failure", "P0004"},
};

/// The first constant of what || and format() put together.
std::string_view leading_text(const ::Node* node) {
  for (int depth = 0; depth < 500; ++depth) {
    if (const auto* operation = pg::as<::A_Expr>(node)) {
      node = operation->lexpr;
    } else if (const auto* call = pg::as<::FuncCall>(node)) {
      node = pg::name_of(call->funcname).name == "format" ? pg::nth(call->args, 0) : nullptr;
    } else if (const auto* cast = pg::as<::TypeCast>(node)) {
      node = cast->arg;
    } else {
      break;
    }
  }
  const auto* constant = pg::as<::A_Const>(node);
  const bool is_text = constant != nullptr && !constant->isnull && constant->val.node.type == T_String;
  return is_text ? pg::text(constant->val.sval.sval) : std::string_view{};
}

}  // namespace

std::string_view sqlstate_of_condition(std::string_view name) {
  const auto it =
      std::find_if(conditions.begin(), conditions.end(), [&](const Condition& one) { return one.name == name; });
  return it == conditions.end() ? std::string_view{} : it->sqlstate;
}

bool catches(std::string_view condition, std::string_view sqlstate) {
  if (condition == "others") return sqlstate != "P0004" && sqlstate != "57014";
  const std::string_view wanted = sqlstate_of_condition(condition);
  if (wanted.empty()) return false;
  const bool whole_class = wanted.substr(2) == "000";
  return whole_class ? sqlstate.starts_with(wanted.substr(0, 2)) : sqlstate == wanted;
}

void collect_assigned(const std::vector<pg::BodyStatement>& list, std::set<std::string>& names) {
  std::vector<const std::vector<pg::BodyStatement>*> pending{&list};
  while (!pending.empty()) {
    const auto* statements = pending.back();
    pending.pop_back();
    for (const pg::BodyStatement& statement : *statements) {
      if (!statement.variable.empty()) names.insert(statement.variable);
      if (statement.kind == pg::BodyStatementKind::sql) names.insert("found");
      pending.push_back(&statement.body);
      for (const pg::BodyBranch& branch : statement.branches) pending.push_back(&branch.body);
      for (const pg::BodyHandler& handler : statement.handlers) pending.push_back(&handler.body);
    }
  }
}

bool may_define_objects(const ::Node* expression) {
  static constexpr std::array words = {"insert", "update", "delete", "merge",   "analyze", "vacuum", "set",
                                       "reset",  "lock",   "notify", "comment", "explain", "values", "refresh"};
  const std::string_view text = leading_text(expression);
  pg::Lexer lexer(text);
  const pg::Token token = lexer.next_significant();
  const std::string_view word = text.substr(token.span.begin, token.span.size());
  if (text.find(';') != std::string_view::npos) return true;
  return std::none_of(words.begin(), words.end(), [&](std::string_view one) { return pg::same_word(one, word); });
}

}  // namespace pginterlock::effects
