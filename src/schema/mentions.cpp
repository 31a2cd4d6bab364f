// What expressions and statements mention, whatever stands around it.

#include <algorithm>

#include "pg/ast.h"
#include "pg/catalog.h"
#include "pg/walk.h"
#include "schema/query.h"

namespace pginterlock::schema {

namespace {

void add_once(std::vector<QualifiedName>& names, const QualifiedName& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// Nothing stands in it: there is no need to look.
bool is_leaf(const ::Node* node) { return pg::tag(node) == T_ColumnRef || pg::tag(node) == T_A_Const; }

}  // namespace

std::vector<QualifiedName> routines_called(const void* expression, const SchemaEditor& editor) {
  std::vector<QualifiedName> names;
  pg::walk(expression, [&](const ::Node* node) {
    const auto* call = pg::as<::FuncCall>(node);
    if (call == nullptr) return !is_leaf(node);
    const QualifiedName name = pg::name_of(call->funcname);
    const bool built_in = (name.schema.empty() || name.schema == "pg_catalog") &&
                          pg::builtin_function_exists(name.name.str(), editor.version());
    if (!built_in) add_once(names, editor.schema().resolve_routine(name, editor.context().search_path));
    return true;
  });
  return names;
}

std::vector<QualifiedName> relations_named(const void* expression, const SchemaEditor& editor) {
  std::vector<QualifiedName> names;
  pg::walk(expression, [&](const ::Node* node) {
    if (const auto* relation = pg::as<::RangeVar>(node)) add_once(names, editor.existing(*relation));
    return !is_leaf(node);
  });
  return names;
}

}  // namespace pginterlock::schema
