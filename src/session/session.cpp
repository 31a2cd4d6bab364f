#include "session/session.h"

#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "text/lower_case.h"

namespace pginterlock {

namespace {

std::string constant_text(const ::Node* node) {
  while (const auto* cast = pg::as<::TypeCast>(node)) node = cast->arg;
  const auto* constant = pg::as<::A_Const>(node);
  if (constant == nullptr || constant->isnull) return {};
  switch (constant->val.node.type) {
    case T_Integer:
      return std::to_string(constant->val.ival.ival);
    case T_Float:
      return std::string(pg::text(constant->val.fval.fval));
    case T_Boolean:
      return constant->val.boolval.boolval ? "true" : "false";
    case T_String:
      return std::string(pg::text(constant->val.sval.sval));
    default:
      return {};
  }
}

/// The text that SET gives a setting. The elements of search_path are names, so that a comma inside quotes is no
/// separator. Source: guc_funcs.c, flatten_set_variable_args.
std::string set_value(std::string_view name, const ::List* arguments) {
  std::string value;
  for (std::size_t i = 0; i < pg::length(arguments); ++i) {
    if (i > 0) value += ", ";
    const std::string text = constant_text(pg::nth(arguments, i));
    value += name == "search_path" ? pg::quote_identifier(text) : text;
  }
  return value;
}

struct SetConfig {
  std::string name;
  std::optional<std::string> value;
  bool local = false;
};

/// A call of set_config() with constants. An argument that is not constant makes its setting unknown: it has no value.
std::optional<SetConfig> set_config_call(const ::ResTarget& target) {
  const auto* call = pg::as<::FuncCall>(target.val);
  if (call == nullptr || pg::length(call->args) != 3) return std::nullopt;
  const auto* function = pg::as<::String>(pg::nth(call->funcname, pg::length(call->funcname) - 1));
  if (function == nullptr || pg::text(function->sval) != "set_config") return std::nullopt;
  SetConfig config;
  config.name = lower_case(pg::string_constant(pg::nth(call->args, 0)));
  if (pg::is_constant(pg::nth(call->args, 1))) config.value = constant_text(pg::nth(call->args, 1));
  const std::string local = constant_text(pg::nth(call->args, 2));
  config.local = local == "true" || local == "t" || local == "on" || local == "1" || local == "yes";
  if (config.name.empty()) return std::nullopt;
  return config;
}

/// Source: varlena.c, SplitIdentifierString.
std::vector<std::string> schemas_of(std::string_view path) {
  std::vector<std::string> schemas;
  std::size_t at = 0;
  while (at < path.size()) {
    std::string name;
    while (at < path.size() && (path[at] == ' ' || path[at] == '\t' || path[at] == '\n')) ++at;
    if (at < path.size() && path[at] == '"') {
      for (++at; at < path.size(); ++at) {
        if (path[at] == '"' && (at + 1 == path.size() || path[at + 1] != '"')) break;
        if (path[at] == '"') ++at;
        name += path[at];
      }
      at = path.find(',', std::min(at, path.size()));
    } else {
      const std::size_t comma = std::min(path.find(',', at), path.size());
      name = lower_case(path.substr(at, comma - at));
      while (!name.empty() && (name.back() == ' ' || name.back() == '\t' || name.back() == '\n')) name.pop_back();
      at = comma;
    }
    // Nothing is made in pg_catalog by itself, and who "$user" is, no script says.
    const bool usable = !name.empty() && name != "$user" && name != "pg_catalog";
    if (usable) schemas.push_back(std::move(name));
    at = at == std::string_view::npos ? path.size() : at + 1;
  }
  return schemas;
}

const std::shared_ptr<const std::vector<std::string>>& default_path() {
  static const auto path = std::make_shared<const std::vector<std::string>>(1, "public");
  return path;
}

struct Unit {
  std::string_view name;
  double milliseconds;
};

constexpr Unit units[] = {{"us", 0.001}, {"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const auto trim = [&] {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  };
  trim();
  double number = 0;
  double place = 0;  // what a digit behind the point counts; 0: before the point
  std::size_t digits = 0;
  while (!text.empty()) {
    const char c = text.front();
    if (c == '.' && place == 0) {
      place = 1;
    } else if (c >= '0' && c <= '9') {
      ++digits;
      if (place > 0) place /= 10;
      number = place > 0 ? number + (c - '0') * place : number * 10 + (c - '0');
    } else {
      break;
    }
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  trim();
  double factor = 1;
  if (!text.empty()) {
    const auto* unit = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return u.name == text; });
    if (unit == std::end(units)) return std::nullopt;
    factor = unit->milliseconds;
  }
  const double milliseconds = number * factor;
  if (milliseconds > 2147483647.0) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds + 0.5));
}

Session::Session() : search_path_(default_path()) {}

void Session::start_migration(std::size_t ordinal, Envelope envelope) {
  end_migration();
  migration_ = ordinal;
  envelope_ = envelope;
  settings_ = {};
  prepared_.clear();
  cursors_.clear();
  open_ = runners_ = is_wrapped();
  under_way_ = false;
  if (joins_transaction()) settings_.begin();
  refresh();
}

void Session::pause_migration(Schema& schema) {
  paused_ = true;
  if (open_) return;
  if (joins_transaction()) settings_.commit();
  schema.end_transaction();
  marks_.clear();
  ++transaction_;
}

void Session::continue_with_migration(std::size_t ordinal, Envelope envelope) {
  migration_ = ordinal;
  envelope_ = envelope;
  paused_ = false;
  under_way_ = false;
  if (!open_ && joins_transaction()) settings_.begin();
}

void Session::end_migration() {
  if (joins_transaction()) settings_.commit();
  open_ = false;
  paused_ = false;
  envelope_ = Envelope::none;
  savepoints_.clear();
  marks_.clear();
  rolled_back_to_.reset();
  ++transaction_;
}

std::chrono::milliseconds Session::lock_timeout() const {
  const auto value = settings_.value("lock_timeout");
  return value ? parse_duration(*value).value_or(std::chrono::milliseconds{0}) : std::chrono::milliseconds{0};
}

std::chrono::milliseconds Session::statement_timeout() const {
  const auto value = settings_.value("statement_timeout");
  return value ? parse_duration(*value).value_or(std::chrono::milliseconds{0}) : std::chrono::milliseconds{0};
}

void Session::enter_routine() {
  if (!joins_transaction()) settings_.begin();
  ++routines_;
}

void Session::leave_routine(Schema& schema) {
  --routines_;
  if (joins_transaction()) return;
  settings_.commit();
  schema.end_transaction();
  marks_.clear();
  refresh();
}

void Session::before_statement(Schema& schema) {
  if (!marks_.empty()) return;
  schema.end_transaction();
  if (joins_transaction()) marks_.push_back(schema.mark());
}

void Session::apply(const ::Node* statement, Schema& schema) {
  rolled_back_to_.reset();
  switch (pg::tag(statement)) {
    case T_TransactionStmt:
      apply_transaction(*pg::as<::TransactionStmt>(statement), schema);
      break;
    case T_VariableSetStmt: {
      const auto* variable = pg::as<::VariableSetStmt>(statement);
      if (variable->kind == VAR_RESET_ALL) {
        settings_.reset_all();
        refresh();
      } else if (variable->kind == VAR_SET_VALUE) {
        const std::string name = lower_case(pg::text(variable->name));
        set(name, set_value(name, variable->args), variable->is_local);
      } else if (variable->kind == VAR_SET_DEFAULT || variable->kind == VAR_RESET) {
        set(lower_case(pg::text(variable->name)), std::nullopt, variable->is_local);
      }
      break;
    }
    case T_DiscardStmt:
      if (pg::as<::DiscardStmt>(statement)->target == DISCARD_ALL) {
        settings_.reset_all();
        prepared_.clear();
        cursors_.clear();
        refresh();
      }
      break;
    case T_DeallocateStmt:
      apply_prepared(statement);
      break;
    case T_DeclareCursorStmt:
    case T_ClosePortalStmt:
      apply_cursor(statement);
      break;
    case T_SelectStmt:
      for (const auto& target : pg::each<::ResTarget>(pg::as<::SelectStmt>(statement)->targetList)) {
        if (auto config = set_config_call(target)) set(config->name, std::move(config->value), config->local);
      }
      break;
    default:
      break;
  }
  under_way_ = in_pipeline() && (under_way_ || pg::tag(statement) != T_TransactionStmt);
  if (in_transaction()) return;
  ++transaction_;
  if (schema.acts_on_commit && !in_pipeline()) schema.end_transaction();
}

void Session::after_lone_statement(const ::Node* statement, Schema& schema) {
  if (!in_pipeline() || open_) return;
  switch (pg::tag(statement)) {
    case T_DropStmt:
    case T_AlterTableStmt:
      return;  // the last step of DROP INDEX and DETACH PARTITION CONCURRENTLY stands in the transaction that stays
               // open
    case T_IndexStmt:
    case T_ReindexStmt:
    case T_VacuumStmt:
    case T_ClusterStmt:
      end_transaction(true, false, schema);
      under_way_ = true;
      return;
    default:
      return end_transaction(true, false, schema);
  }
}

void Session::prepare(std::string_view name, std::string_view sql) {
  prepared_.insert_or_assign(std::string(name), sql);
}

const std::string* Session::prepared(std::string_view name) const {
  const auto it = prepared_.find(name);
  return it == prepared_.end() ? nullptr : &it->second;
}

bool Session::has_cursor(std::string_view name) const {
  return std::any_of(cursors_.begin(), cursors_.end(), [&](const Cursor& cursor) { return cursor.name == name; });
}

/// DEALLOCATE. Source: prepare.c, DeallocateQuery.
void Session::apply_prepared(const ::Node* statement) {
  const char* name = pg::as<::DeallocateStmt>(statement)->name;
  if (name == nullptr) {
    prepared_.clear();
  } else if (const auto it = prepared_.find(pg::text(name)); it != prepared_.end()) {
    prepared_.erase(it);
  }
}

/// Source: portalcmds.c, PerformCursorOpen, PerformPortalClose.
void Session::apply_cursor(const ::Node* statement) {
  constexpr int with_hold = 0x0020;  // CURSOR_OPT_HOLD
  if (const auto* declare = pg::as<::DeclareCursorStmt>(statement)) {
    cursors_.push_back({std::string(pg::text(declare->portalname)), (declare->options & with_hold) != 0});
    return;
  }
  const char* name = pg::as<::ClosePortalStmt>(statement)->portalname;
  std::erase_if(cursors_, [&](const Cursor& cursor) { return name == nullptr || cursor.name == pg::text(name); });
}

void Session::set(std::string_view name, std::optional<std::string> value, bool local) {
  settings_.set(name, std::move(value), local);
  if (name == "search_path") refresh();
}

void Session::apply_transaction(const ::TransactionStmt& statement, Schema& schema) {
  switch (statement.kind) {
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START:
      // A second BEGIN is a warning. In a message the implicit block becomes this one, with all that is in it. Source:
      // xact.c, BeginTransactionBlock.
      if (!in_transaction()) {
        ++transaction_;
        settings_.begin();
        marks_.assign(1, schema.mark());
      }
      open_ = true;
      return;
    case TRANS_STMT_COMMIT:
      return end_transaction(true, statement.chain, schema);
    case TRANS_STMT_PREPARE:
      return end_transaction(true, false, schema);
    case TRANS_STMT_ROLLBACK:
      return end_transaction(false, statement.chain, schema);
    case TRANS_STMT_SAVEPOINT:
    case TRANS_STMT_RELEASE:
    case TRANS_STMT_ROLLBACK_TO:
      if (open_) apply_savepoint(statement, schema);
      return;
    case TRANS_STMT_COMMIT_PREPARED:
    case TRANS_STMT_ROLLBACK_PREPARED:
      return;
  }
}

void Session::end_transaction(bool commit, bool chain, Schema& schema) {
  if (!in_transaction()) return;
  if (commit) {
    settings_.commit();
  } else {
    if (!marks_.empty()) schema.undo_to(marks_.front());
    settings_.rollback();
  }
  schema.end_transaction();
  // A cursor WITH HOLD stays. Source: portalmem.c, PreCommit_Portals.
  std::erase_if(cursors_, [&](const Cursor& cursor) { return !commit || !cursor.hold; });
  savepoints_.clear();
  marks_.clear();
  ++transaction_;
  open_ = open_ && chain;
  runners_ = false;
  under_way_ = false;
  if (joins_transaction()) {
    settings_.begin();
    marks_.push_back(schema.mark());
  }
  refresh();
}

std::optional<std::size_t> Session::savepoint_named(std::string_view name) const {
  for (std::size_t i = savepoints_.size(); i > 0; --i) {
    if (savepoints_[i - 1] == name) return i - 1;
  }
  return std::nullopt;
}

void Session::apply_savepoint(const ::TransactionStmt& statement, Schema& schema) {
  const std::string_view name = pg::text(statement.savepoint_name);
  before_statement(schema);
  if (statement.kind == TRANS_STMT_SAVEPOINT) {
    savepoints_.emplace_back(name);
    marks_.push_back(schema.mark());
    settings_.savepoint();
    return;
  }
  const std::optional<std::size_t> found = savepoint_named(name);
  if (!found) return;
  if (statement.kind == TRANS_STMT_RELEASE) {
    savepoints_.resize(*found);
    marks_.resize(*found + 1);
    settings_.release_savepoint(*found);
    return;
  }
  schema.undo_to(marks_[*found + 1]);
  savepoints_.resize(*found + 1);
  marks_.resize(*found + 2);
  settings_.rollback_to_savepoint(*found + 1);
  rolled_back_to_ = *found;
  refresh();
}

void Session::refresh() {
  const auto path = settings_.value("search_path");
  search_path_ = path ? std::make_shared<const std::vector<std::string>>(schemas_of(*path)) : default_path();
}

}  // namespace pginterlock
