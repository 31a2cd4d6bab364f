// Newer syntax by statement family.
#include "effects/newer_syntax.h"

#include "pg/lexer.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

constexpr int newest = 18;  // the version whose parser made the tree

/// The part between the brackets behind the statement's first word, as in REINDEX (…) TABLE; empty: there is none.
Span options_in_brackets(const pg::Statement& statement) {
  const std::string_view sql = statement.source->text();
  pg::Lexer lexer(sql, statement.span.begin, statement.span.end);
  lexer.next_significant();
  const pg::Token open = lexer.next_significant();
  if (!open.is('(', sql)) return {};
  pg::Token token = open;
  while (token.kind != pg::TokenKind::end && !token.is(')', sql)) token = lexer.next_significant();
  return {open.span.begin, token.span.end};
}

/// The word behind the token at `location`.
bool next_word_is(const pg::Statement& statement, int location, std::string_view word) {
  const std::string_view sql = statement.source->text();
  pg::Lexer lexer(sql, statement.offset_of(location), statement.span.end);
  lexer.next_significant();
  const Span next = lexer.next_significant().span;
  return pg::same_word(sql.substr(next.begin, next.size()), word);
}

}  // namespace

std::optional<Failure> refused_by_older_parser(const ::Node* statement, const EffectsBuilder& out) {
  if (out.version() >= newest) return std::nullopt;
  NewerSyntax syntax(out);
  syntax.statement(statement);
  return syntax.finish();
}

void NewerSyntax::needs(int since, std::string_view what, int location, std::string_view sqlstate) {
  if (version_ >= since || done()) return;
  refused_ = Failure{.kind = FailureKind::version,
                     .sqlstate = std::string(sqlstate),
                     .message = std::string(what) + " needs PostgreSQL " + std::to_string(since),
                     .cause = location < 0 ? out_.cause() : out_.statement().token_at(location)};
}

void NewerSyntax::statement(const ::Node* node) {
  if (done()) return;
  if (!wrapped_query(node) && !relation_statement(node) && !object_statement(node)) privilege_statement(node);
}

/// Queries, data changes, and what wraps them.
bool NewerSyntax::wrapped_query(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
      expression(node);
      return true;
    case T_ExplainStmt:
      statement(as<ExplainStmt>(node)->query);
      return true;
    case T_PrepareStmt:
      statement(as<PrepareStmt>(node)->query);
      return true;
    case T_DeclareCursorStmt:
      if ((as<DeclareCursorStmt>(node)->options & CURSOR_OPT_ASENSITIVE) != 0) needs(14, "an ASENSITIVE cursor");
      statement(as<DeclareCursorStmt>(node)->query);
      return true;
    case T_CreateTableAsStmt:
      statement(as<CreateTableAsStmt>(node)->query);
      return true;
    case T_ViewStmt:
      expression(as<ViewStmt>(node)->query);
      return true;
    case T_CopyStmt:
      expression(as<CopyStmt>(node)->query);
      expression(as<CopyStmt>(node)->whereClause);
      return true;
    case T_CallStmt:
      expression(as<CallStmt>(node)->funccall);
      return true;
    default:
      return false;
  }
}

/// Tables, indexes, and the care of them.
bool NewerSyntax::relation_statement(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_CreateStmt:
      table(*as<CreateStmt>(node));
      return true;
    case T_CreateForeignTableStmt:
      table(as<CreateForeignTableStmt>(node)->base);
      return true;
    case T_AlterTableStmt:
      alter_table(*as<AlterTableStmt>(node));
      return true;
    case T_IndexStmt:
      index(*as<IndexStmt>(node));
      return true;
    case T_RenameStmt: {
      const auto* rename = as<RenameStmt>(node);
      const bool column = rename->renameType == OBJECT_COLUMN && rename->relationType == OBJECT_VIEW;
      if (column) needs(13, "ALTER VIEW … RENAME COLUMN");
      return true;
    }
    case T_ReindexStmt:
      reindex(*as<ReindexStmt>(node));
      return true;
    case T_ClusterStmt:
      cluster(*as<ClusterStmt>(node));
      return true;
    case T_VacuumStmt:
      vacuum(*as<VacuumStmt>(node));
      return true;
    case T_CreateTrigStmt:
      if (as<CreateTrigStmt>(node)->replace) needs(14, "CREATE OR REPLACE TRIGGER");
      expression(as<CreateTrigStmt>(node)->whenClause);
      return true;
    case T_RuleStmt: {
      const auto* rule = as<RuleStmt>(node);
      expression(rule->whereClause);
      for (std::size_t i = 0; i < pg::length(rule->actions); ++i) {
        expression(pg::nth(rule->actions, i));
      }
      return true;
    }
    case T_CreatePolicyStmt:
      roles(as<CreatePolicyStmt>(node)->roles);
      expression(as<CreatePolicyStmt>(node)->qual);
      expression(as<CreatePolicyStmt>(node)->with_check);
      return true;
    case T_AlterPolicyStmt:
      roles(as<AlterPolicyStmt>(node)->roles);
      expression(as<AlterPolicyStmt>(node)->qual);
      expression(as<AlterPolicyStmt>(node)->with_check);
      return true;
    default:
      return false;
  }
}

bool NewerSyntax::object_statement(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_CreateFunctionStmt:
      function(*as<CreateFunctionStmt>(node));
      return true;
    case T_CreateSchemaStmt: {
      const auto* schema = as<CreateSchemaStmt>(node);
      role(schema->authrole);
      // The elements are statements of their own that hold no further schema.
      if (inside_) return true;
      inside_ = true;
      for (std::size_t i = 0; i < pg::length(schema->schemaElts); ++i) statement(pg::nth(schema->schemaElts, i));
      return true;
    }
    case T_AlterObjectDependsStmt:
      if (as<AlterObjectDependsStmt>(node)->remove) needs(13, "NO DEPENDS ON EXTENSION");
      return true;
    case T_AlterTypeStmt:
      needs(13, "ALTER TYPE … SET");
      return true;
    case T_AlterDomainStmt:
      if (const auto* one = as<Constraint>(as<AlterDomainStmt>(node)->def)) {
        if (one->contype == CONSTR_NOTNULL) {
          needs(17, "NOT NULL as a constraint of a domain");
        } else {
          constraint(*one);
        }
      } else {
        expression(as<AlterDomainStmt>(node)->def);
      }
      return true;
    case T_CreateDomainStmt:
      constraints(as<CreateDomainStmt>(node)->constraints);
      return true;
    case T_CreateStatsStmt:
      if (as<CreateStatsStmt>(node)->defnames == nullptr) needs(16, "CREATE STATISTICS without a name");
      for (const auto& element : each<StatsElem>(as<CreateStatsStmt>(node)->exprs)) expression(element.expr);
      return true;
    case T_AlterStatsStmt:
      needs(13, "ALTER STATISTICS … SET STATISTICS");
      if (as<AlterStatsStmt>(node)->stxstattarget == nullptr) needs(17, "SET STATISTICS DEFAULT");
      return true;
    case T_AlterOperatorStmt:
      for (const auto& option : each<DefElem>(as<AlterOperatorStmt>(node)->options)) {
        if (option.arg == nullptr && text(option.defname) != "restrict" && text(option.defname) != "join") {
          needs(17, "ALTER OPERATOR … SET (HASHES, MERGES)", option.location);
        }
      }
      return true;
    case T_DropdbStmt:
      if (as<DropdbStmt>(node)->options != nullptr) needs(13, "DROP DATABASE … (FORCE)");
      return true;
    case T_AlterDatabaseRefreshCollStmt:
      needs(15, "ALTER DATABASE … REFRESH COLLATION VERSION");
      return true;
    case T_CreatePublicationStmt:
      publication(as<CreatePublicationStmt>(node)->pubobjects);
      return true;
    case T_AlterPublicationStmt:
      publication(as<AlterPublicationStmt>(node)->pubobjects);
      return true;
    case T_AlterSubscriptionStmt: {
      const AlterSubscriptionType kind = as<AlterSubscriptionStmt>(node)->kind;
      if (kind == ALTER_SUBSCRIPTION_ADD_PUBLICATION) needs(14, "ALTER SUBSCRIPTION … ADD PUBLICATION");
      if (kind == ALTER_SUBSCRIPTION_DROP_PUBLICATION) needs(14, "ALTER SUBSCRIPTION … DROP PUBLICATION");
      if (kind == ALTER_SUBSCRIPTION_SKIP) needs(15, "ALTER SUBSCRIPTION … SKIP");
      return true;
    }
    default:
      return false;
  }
}

/// Source: gram.y, opt_routine_body.
void NewerSyntax::function(const ::CreateFunctionStmt& node) {
  for (const auto& parameter : each<FunctionParameter>(node.parameters)) expression(parameter.defexpr);
  const ::Node* body = node.sql_body;
  if (body == nullptr) return;
  if (const auto* value = as<ReturnStmt>(body)) {
    needs(14, "a function's body without quotes");
    expression(value->returnval);
    return;
  }
  needs(14, "BEGIN ATOMIC");
  // A list of one list of statements.
  const auto* statements = as<List>(pg::nth(as<List>(body), 0));
  for (std::size_t i = 0; i < pg::length(statements); ++i) {
    const ::Node* one = pg::nth(statements, i);
    if (const auto* value = as<ReturnStmt>(one)) {
      expression(value->returnval);
    } else if (pg::tag(one) != T_CreateFunctionStmt) {
      statement(one);
    }
  }
}

void NewerSyntax::publication(const ::List* objects) {
  for (const auto& object : each<PublicationObjSpec>(objects)) {
    if (object.pubobjtype == PUBLICATIONOBJ_TABLES_IN_SCHEMA ||
        object.pubobjtype == PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA) {
      needs(15, "a publication of TABLES IN SCHEMA", object.location);
    }
    if (object.pubtable == nullptr) continue;
    if (object.pubtable->columns != nullptr) needs(15, "columns of a publication's table", object.location);
    if (object.pubtable->whereClause != nullptr) needs(15, "WHERE of a publication's table", object.location);
  }
}

/// Source: gram.y, ReindexStmt; until 13 its brackets hold VERBOSE and nothing else.
void NewerSyntax::reindex(const ::ReindexStmt& node) {
  const Span brackets = version_ < 14 && node.params != nullptr ? options_in_brackets(out_.statement()) : Span{};
  for (const auto& option : each<DefElem>(node.params)) {
    if (out_.statement().offset_of(option.location) >= brackets.end) continue;  // CONCURRENTLY behind the kind
    if (text(option.defname) != "verbose" || option.arg != nullptr) {
      needs(14, "REINDEX with options in brackets", option.location);
    }
  }
  const bool database = node.kind == REINDEX_OBJECT_DATABASE || node.kind == REINDEX_OBJECT_SYSTEM;
  if (database && node.name == nullptr) needs(16, "REINDEX DATABASE without a name");
}

void NewerSyntax::cluster(const ::ClusterStmt& node) {
  if (node.params == nullptr || options_in_brackets(out_.statement()).empty()) return;
  needs(14, "CLUSTER with options in brackets");
  if (node.relation == nullptr) needs(17, "CLUSTER with options in brackets and without a table");
}

void NewerSyntax::vacuum(const ::VacuumStmt& node) {
  for (const auto& relation : each<VacuumRelation>(node.rels)) {
    if (relation.relation == nullptr || relation.relation->inh) continue;
    needs(18, node.is_vacuumcmd ? "VACUUM ONLY" : "ANALYZE ONLY", relation.relation->location);
  }
}

void NewerSyntax::role(const ::RoleSpec* node) {
  if (node != nullptr && node->roletype == ROLESPEC_CURRENT_ROLE) needs(14, "CURRENT_ROLE", node->location);
}

void NewerSyntax::roles(const ::List* list) {
  for (const auto& one : each<RoleSpec>(list)) role(&one);
}

bool NewerSyntax::privilege_statement(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_GrantStmt:
      grant(*as<GrantStmt>(node));
      return true;
    case T_GrantRoleStmt:
      grant_role(*as<GrantRoleStmt>(node));
      return true;
    case T_AlterDefaultPrivilegesStmt: {
      const ::GrantStmt* action = as<AlterDefaultPrivilegesStmt>(node)->action;
      if (action == nullptr) return true;
      if (action->objtype == OBJECT_LARGEOBJECT) needs(18, "default privileges of large objects");
      roles(action->grantees);
      return true;
    }
    case T_AlterOwnerStmt:
      role(as<AlterOwnerStmt>(node)->newowner);
      return true;
    case T_ReassignOwnedStmt:
      roles(as<ReassignOwnedStmt>(node)->roles);
      role(as<ReassignOwnedStmt>(node)->newrole);
      return true;
    case T_DropOwnedStmt:
      roles(as<DropOwnedStmt>(node)->roles);
      return true;
    default:
      return false;
  }
}

void NewerSyntax::grant(const ::GrantStmt& node) {
  if (node.objtype == OBJECT_PARAMETER_ACL) needs(15, "GRANT … ON PARAMETER");
  roles(node.grantees);
  if (node.grantor != nullptr) needs(14, "GRANTED BY for privileges", node.grantor->location);
}

/// Source: gram.y, grant_role_opt; until 15 there is WITH ADMIN OPTION alone.
void NewerSyntax::grant_role(const ::GrantRoleStmt& node) {
  roles(node.grantee_roles);
  for (const auto& option : each<DefElem>(node.opt)) {
    const bool admin = text(option.defname) == "admin";
    const bool spelled_old =
        admin && (!node.is_grant || option.location < 0 || next_word_is(out_.statement(), option.location, "option"));
    if (!spelled_old) needs(16, "GRANT of a role with INHERIT, SET or a value", option.location);
  }
  role(node.grantor);
}

}  // namespace pginterlock::effects
