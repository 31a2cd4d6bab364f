// CREATE FUNCTION, DO, CALL.
#include "effects/families.h"
#include "effects/query.h"

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
  out.unknown("the body of the procedure " + quoted(name.name) + " is not analysed");
  if (statement.funccall != nullptr) lock_query(statement.funccall->args, QueryUse::executed, out);
}

void do_block(const ::DoStmt&, EffectsBuilder& out) { out.unknown("the body of a DO block is not analysed"); }

}  // namespace pginterlock::effects
