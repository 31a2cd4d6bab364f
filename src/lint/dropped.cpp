#include "lint/dropped.h"

#include <string>
#include <vector>

#include "pg/names.h"

namespace pginterlock {

namespace {

/// The function's name with its arguments, as the schema keeps it: with others it is another function.
QualifiedName key_of(const Context& context, const ::ObjectWithArgs& function) {
  const std::vector<std::string>& path = context.before.session.search_path();
  const QualifiedName name = context.before.schema.resolve_routine(pg::name_of(function.objname), path);
  const auto known = context.before.schema.routines_named(name);
  if (function.args_unspecified) {
    return known.size() == 1 ? routine_key(name, known.front()->argument_types) : name;
  }
  std::vector<std::string> types;
  for (const auto& type : pg::each<::TypeName>(function.objargs)) {
    types.push_back(pg::sql_type(context.before.schema.resolve_type(pg::type_of(type), path)));
  }
  return routine_key(name, types);
}

}  // namespace

std::optional<QualifiedName> dropped_object(const Context& context, const Loss& loss, const ::Node* object) {
  if (!loss.relation.name.empty()) return loss.relation;
  if (const auto* function = pg::as<::ObjectWithArgs>(object)) return key_of(context, *function);
  if (const auto* type = pg::as<::TypeName>(object)) {
    return context.before.schema.resolve_type(pg::name_of(type->names), context.before.session.search_path());
  }
  return std::nullopt;
}

}  // namespace pginterlock
