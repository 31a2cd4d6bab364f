#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "effects/expression_type.h"
#include "pg/signatures.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::Volatility;

// Functions of the extensions that migrations use most, which PostgreSQL took in later or never.
constexpr std::array volatile_extension_functions = {
    std::string_view("gen_random_bytes"), std::string_view("gen_random_uuid"),    std::string_view("gen_salt"),
    std::string_view("uuid_generate_v1"), std::string_view("uuid_generate_v1mc"), std::string_view("uuid_generate_v4"),
};

bool of_extension(std::string_view name) {
  return std::find(volatile_extension_functions.begin(), volatile_extension_functions.end(), name) !=
         volatile_extension_functions.end();
}

/// One call with what is known of its arguments.
struct Call {
  const ::FuncCall& node;
  QualifiedName written;
  std::vector<std::string> types = {};
  std::string shown = {};  // missing(integer), as PostgreSQL's messages show it
  bool named = false;
  Volatility arguments = Volatility::immutable;
};

Volatility worse(Volatility a, Volatility b) {
  if (a == Volatility::volatile_ || b == Volatility::volatile_) return Volatility::volatile_;
  if (a == Volatility::unknown || b == Volatility::unknown) return Volatility::unknown;
  return std::max(a, b);
}

Call read(const ::FuncCall& node, const Meanings& below, const State& before) {
  Call call{.node = node, .written = pg::name_of(node.funcname)};
  const auto add = [&](const ::Node* argument) {
    call.named |= pg::as<NamedArgExpr>(argument) != nullptr;
    const auto found = below.find(argument);
    const Meaning& meaning = found == below.end() ? below.at(nullptr) : found->second;
    call.types.push_back(catalog_type(meaning.type, before));
    call.shown += (call.shown.empty() ? "" : ", ") + words_of(meaning.type);
    call.arguments = worse(call.arguments, meaning.volatility);
  };
  for (std::size_t i = 0; i < pg::length(node.args); ++i) add(pg::nth(node.args, i));
  for (const auto& sort : pg::each<SortBy>(node.agg_within_group ? node.agg_order : nullptr)) add(sort.node);
  call.shown = "function " + pg::sql_name(call.written) + "(" + call.shown + ")";
  return call;
}

/// A function that the grammar of newer versions calls where an older one called another.
std::string_view name_in(std::string_view name, bool from_grammar, int version) {
  if (!from_grammar) return name;
  if (name == "extract" && version < 14) return "date_part";
  if (name == "similar_to_escape" && version < 13) return "similar_escape";
  return name;
}

CallMeaning problem_of(std::string sqlstate, std::string message, FailureKind kind) {
  return {.meaning = {.problem = Problem{kind, std::move(sqlstate), std::move(message)}}};
}

/// The routines that scripts made under the name, in the first schema of the path that has some.
std::vector<const Routine*> routines_of(const QualifiedName& written, const State& before) {
  if (!written.schema.empty()) return before.schema.routines_named(written);
  for (const std::string& schema : before.session.search_path()) {
    std::vector<const Routine*> routines = before.schema.routines_named({schema, written.name});
    if (!routines.empty()) return routines;
  }
  return {};
}

Meaning meaning_of_all(const std::vector<const Routine*>& routines) {
  Meaning meaning;
  bool same = true;
  for (const Routine* routine : routines) {
    same &= routine->result_type == routines.front()->result_type;
    meaning.volatility = std::max(meaning.volatility, routine->volatility);
  }
  if (same) meaning.type = type_of_sql(routines.front()->result_type);
  return meaning;
}

CallMeaning meaning_of_routines(const std::vector<const Routine*>& routines, const Call& call) {
  if (std::all_of(routines.begin(), routines.end(), [](const Routine* one) { return one->procedure; })) {
    return problem_of("42809", pg::sql_name(call.written) + " is a procedure", FailureKind::wrong_object);
  }
  CallMeaning result{.meaning = meaning_of_all(routines)};
  result.set_returning = std::all_of(routines.begin(), routines.end(),
                                     [](const Routine* one) { return one->result_type.starts_with("SETOF "); });
  result.meaning.volatility = worse(result.meaning.volatility, call.arguments);
  return result;
}

/// Whether history tells that there is no function of the name: it was dropped from the one schema it can be in, or
/// other versions of PostgreSQL have it and no extension does.
bool known_absent(const Call& call, const State& before) {
  const auto absent_in = [&](std::string_view schema) {
    return before.schema.overloads.known_absent({schema, call.written.name});
  };
  if (!call.written.schema.empty()) return absent_in(call.written.schema) || call.written.schema == "pg_catalog";
  const auto& path = before.session.search_path();
  if (std::any_of(path.begin(), path.end(), absent_in)) return true;
  if (of_extension(call.written.name)) return false;
  return pg::builtin_function_exists(call.written.name, pg::newest_catalog_version) ||
         pg::builtin_function_exists(call.written.name, pg::oldest_catalog_version);
}

/// f(x) is also a cast when f is a type. Source: parse_func.c, func_get_detail.
bool may_be_cast(const Call& call, const State& before) {
  if (call.types.size() != 1) return false;
  const std::string name = call.written.name.str();
  return pg::builtin_type(name).has_value() ||
         before.schema.type(before.schema.resolve_type(call.written, before.session.search_path())) != nullptr;
}

pg::DataType written_type(const QualifiedName& name, const State& before) {
  pg::DataType type;
  type.name = name;
  if (name.schema.empty() && pg::builtin_type(name.name.str())) type.name.schema = "pg_catalog";
  return before.schema.resolve_type(std::move(type), before.session.search_path());
}

/// Whether f(x), where f is a type of PostgreSQL and no function fits exactly, is a cast that no function does.
/// Source: parse_func.c, func_get_detail.
bool is_cast(const Call& call, const pg::Resolution& found, const State& before) {
  if (call.types.size() != 1 || call.named || call.types.front().empty()) return false;
  const std::string& source = call.types.front();
  const std::string target = call.written.name.str();
  const auto to = pg::builtin_type(target, before.pg_version);
  if (!to || (found.outcome == pg::Resolved::one && found.arguments.front() == source)) return false;
  if (source == "unknown" || source == target) return true;
  if (const auto cast = pg::builtin_cast(source, target, before.pg_version)) return cast->method == 'b';
  const auto from = pg::builtin_type(source, before.pg_version);
  return from && (from->category == 'S' || to->category == 'S');
}

}  // namespace

std::optional<QualifiedName> sequence_of_call(const ::FuncCall& call, const State& before) {
  const QualifiedName function = pg::name_of(call.funcname);
  const bool plain = function.schema.empty() || function.schema == "pg_catalog";
  if (!plain || (function.name != "nextval" && function.name != "currval" && function.name != "setval")) {
    return std::nullopt;
  }
  const std::string_view text = pg::string_constant(pg::nth(call.args, 0));
  if (text.empty() || text.find('"') != std::string_view::npos) return std::nullopt;
  const std::size_t dot = text.find('.');
  const QualifiedName written = dot == std::string_view::npos
                                    ? QualifiedName{"", text}
                                    : QualifiedName{text.substr(0, dot), text.substr(dot + 1)};
  return before.schema.resolve(written, before.session.search_path());
}

Meaning meaning_of_routine(const QualifiedName& name, const State& before) {
  const std::vector<const Routine*> routines = before.schema.routines_named(name);
  return routines.empty() ? Meaning{.volatility = Volatility::unknown} : meaning_of_all(routines);
}

bool calls_sql_function(const ::Node* expression, const State& before) {
  bool found = false;
  pg::walk(expression, [&](const ::Node* node) {
    const auto* call = pg::as<FuncCall>(node);
    if (call == nullptr) return !found;
    const std::vector<const Routine*> routines = routines_of(pg::name_of(call->funcname), before);
    found = found ||
            std::any_of(routines.begin(), routines.end(), [](const Routine* one) { return one->language == "sql"; });
    return !found;
  });
  return found;
}

CallMeaning meaning_of_call(const ::FuncCall& node, const Meanings& below, const State& before) {
  const Call call = read(node, below, before);
  const bool from_grammar = node.funcformat == COERCE_SQL_SYNTAX;
  pg::Resolution found;
  if (call.written.schema.empty() || call.written.schema == "pg_catalog") {
    std::vector<std::string_view> types(call.types.begin(), call.types.end());
    if (call.named) std::fill(types.begin(), types.end(), std::string_view{});
    found = pg::resolve_function(name_in(call.written.name.str(), from_grammar, before.pg_version), types,
                                 node.func_variadic, before.pg_version);
  }
  if (is_cast(call, found, before)) {
    return {.meaning = with_cast(below.at(pg::nth(node.args, 0)), written_type(call.written, before), before)};
  }
  if (found.outcome == pg::Resolved::one || found.outcome == pg::Resolved::several) {
    CallMeaning result{.meaning = {.type = type_of_catalog(found.result)},
                       .aggregate = found.aggregate,
                       .window = found.window || node.over != nullptr,
                       .set_returning = found.set_returning};
    result.meaning.volatility = worse(found.volatility, call.arguments);
    // The name of a sequence is looked up when the constant is read: as regclass.
    if (const auto sequence = sequence_of_call(node, before);
        sequence && before.schema.relations.known_absent(*sequence)) {
      return problem_of("42P01", "relation " + pg::sql_name(*sequence) + " does not exist",
                        FailureKind::undefined_object);
    }
    for (std::size_t i = 0; i < found.arguments.size() && i < pg::length(node.args); ++i) {
      note_cast(pg::nth(node.args, i), call.types[i], found.arguments[i], below);
    }
    return result;
  }
  const std::vector<const Routine*> routines = routines_of(call.written, before);
  if (!routines.empty()) return meaning_of_routines(routines, call);
  CallMeaning unknown{.meaning = {.volatility = Volatility::unknown}, .window = node.over != nullptr};
  if (from_grammar || call.named || node.agg_within_group) return unknown;
  if (may_be_cast(call, before)) {
    unknown.meaning.type = written_type(call.written, before);
    return unknown;
  }
  if (known_absent(call, before)) {
    return problem_of("42883", call.shown + " does not exist", FailureKind::undefined_object);
  }
  if (of_extension(call.written.name)) unknown.meaning.volatility = Volatility::volatile_;
  return unknown;
}

}  // namespace pginterlock::effects
