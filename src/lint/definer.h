#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/rule.h"
#include "pg/ast.h"

// What the rules about SECURITY DEFINER read from CREATE and ALTER FUNCTION or PROCEDURE.
namespace pginterlock::definer {

/// A routine as a statement creates or alters it. Nothing here outlives the statement's tree.
struct Routine {
  QualifiedName name;                              // without arguments
  QualifiedName key;                               // with the types of its arguments: f(integer, text)
  std::string keyword;                             // FUNCTION, PROCEDURE, ROUTINE
  bool created = false;                            // CREATE, else ALTER
  bool replace = false;                            // OR REPLACE
  bool trigger = false;                            // RETURNS trigger or event_trigger: nobody can call it
  std::optional<bool> security_definer;            // as the statement says; CREATE says false when it says nothing
  const ::VariableSetStmt* search_path = nullptr;  // the last SET or RESET of search_path, or RESET ALL
  Span security_cause;
  Span path_cause;
  std::string language;
  const char* body = nullptr;  // AS '…'

  /// Whether the statement leaves the routine with a search_path of its own.
  bool sets_path() const;
  bool resets_path() const { return search_path != nullptr && !sets_path(); }
};

/// The routine of the statement; nothing when it is no CREATE of a SECURITY DEFINER routine, and no ALTER that says
/// SECURITY or search_path.
std::optional<Routine> routine_of(const Context& context);

/// The key of an argument list in GRANT, REVOKE and DROP.
QualifiedName key_of(const Context& context, const ::ObjectWithArgs& object);

/// What history knows of the routine; null when no script made it.
const pginterlock::Routine* known(const Context& context, const Routine& routine);

/// ALTER FUNCTION f(integer) SET search_path = pg_catalog, pg_temp;
std::string set_path(const Routine& routine);

}  // namespace pginterlock::definer
