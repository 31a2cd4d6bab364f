// What older versions read but cannot do yet: they refuse it after the parser, among the other failures.
#include "effects/alter_table.h"
#include "effects/newer_syntax.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;

/// Source: functioncmds.c, interpret_function_parameter_list.
void function(const ::CreateFunctionStmt& statement, EffectsBuilder& out) {
  if (!statement.is_procedure) return;
  for (const auto& parameter : each<FunctionParameter>(statement.parameters)) {
    if (parameter.mode == FUNC_PARAM_OUT) return require_version(14, "an OUT argument of a procedure", out, "0A000");
  }
}

/// Source: rewriteDefine.c, DefineQueryRewrite: until 15 such a rule made a view of the table.
void rule(const ::RuleStmt& statement, EffectsBuilder& out) {
  if (statement.event != CMD_SELECT || statement.relation == nullptr || out.version() < 16) return;
  const QualifiedName name = out.resolve(*statement.relation);
  const Relation* target = out.known(name);
  if (target == nullptr || !Target{name, target}.kind_known()) return;
  if (target->kind == RelationKind::view || target->kind == RelationKind::materialized_view) return;
  out.fail(FailureKind::wrong_object, "42809", "relation " + quoted(name.name) + " cannot have ON SELECT rules");
}

}  // namespace

void check_newer_features(const ::Node* statement, EffectsBuilder& out) {
  switch (pg::tag(statement)) {
    case T_CreateForeignTableStmt: {  // parse_utilcmd.c, transformTableLikeClause
      const auto likes = each<TableLikeClause>(as<CreateForeignTableStmt>(statement)->base.tableElts);
      if (likes.begin() != likes.end()) require_version(18, "LIKE for a foreign table", out, "0A000");
      return;
    }
    case T_CreateFunctionStmt:
      return function(*as<CreateFunctionStmt>(statement), out);
    case T_CreateRangeStmt:  // typecmds.c, DefineRange
      for (const auto& option : each<DefElem>(as<CreateRangeStmt>(statement)->params)) {
        if (pg::text(option.defname) == "multirange_type_name")
          require_version(14, "a multirange's name", out, "42601");
      }
      return;
    case T_AlterOperatorStmt:  // operatorcmds.c, AlterOperator
      for (const auto& option : each<DefElem>(as<AlterOperatorStmt>(statement)->options)) {
        const std::string_view name = pg::text(option.defname);
        if (name != "restrict" && name != "join") require_version(17, "this attribute of an operator", out, "42601");
      }
      return;
    case T_RuleStmt:
      return rule(*as<RuleStmt>(statement), out);
    default:
      return;
  }
}

}  // namespace pginterlock::effects
