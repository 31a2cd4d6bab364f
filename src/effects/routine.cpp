// CREATE FUNCTION, DO, CALL.
#include "effects/families.h"
#include "effects/query.h"
#include "schema/sql_text.h"

namespace pginterlock::effects {

// functioncmds.c, CreateFunction. A body in BEGIN ATOMIC is analysed when it is made; the tables that another SQL body
// names are looked up as well (ACCESS SHARE), which is not told.
void create_function(const ::CreateFunctionStmt& statement, EffectsBuilder& out) {
  if (statement.sql_body == nullptr) return;
  if (const auto* result = pg::as<ReturnStmt>(statement.sql_body)) {
    lock_query(result->returnval, QueryUse::analyzed, out);
  } else {
    lock_query(statement.sql_body, QueryUse::analyzed, out);
  }
}

void call(const ::CallStmt& statement, EffectsBuilder& out) {
  const QualifiedName name =
      statement.funccall == nullptr ? QualifiedName{} : pg::name_of(statement.funccall->funcname);
  out.unknown("the body of the procedure " + quoted(name.name) + " is not analysed", true);
  if (statement.funccall != nullptr) lock_query(statement.funccall->args, QueryUse::executed, out);
}

void do_block(const ::DoStmt& statement, EffectsBuilder& out) {
  bool schema = false;
  for (const auto& option : pg::each<DefElem>(statement.args)) {
    const auto* body = pg::text(option.defname) == "as" ? pg::as<::String>(option.arg) : nullptr;
    schema = schema || (body != nullptr && mentions_definitions(pg::text(body->sval)));
  }
  out.unknown("the body of a DO block is not analysed", schema);
}

}  // namespace pginterlock::effects
