#pragma once

#include <optional>
#include <string_view>

#include "effects/builder.h"
#include "pg/ast.h"

// Which syntax exists from which version on.
namespace pginterlock::effects {

/// The failure with which the parser of the target version refuses a statement that PostgreSQL 18's parser reads: of
/// what is newer, what stands first in the tree. None when the target version reads it, too. The parser comes before
/// everything else, so this failure is the only one.
/// Source: gram.y of the versions 12 to 18, each refused form asked of the servers.
std::optional<Failure> refused_by_older_parser(const ::Node* statement, const EffectsBuilder& out);

/// Fails with what the target version reads, but cannot do (or cannot do any more).
void check_newer_features(const ::Node* statement, EffectsBuilder& out);

/// One pass over one statement, for the files newer_syntax*.cpp alone.
class NewerSyntax {
 public:
  explicit NewerSyntax(const EffectsBuilder& out) : out_(out), version_(out.version()) {}

  void statement(const ::Node* node);
  std::optional<Failure> finish() { return std::move(refused_); }

 private:
  bool done() const { return refused_.has_value(); }
  /// What was found is known to the parser from this version on.
  void needs(int since, std::string_view what, int location = -1, std::string_view sqlstate = "42601");

  // newer_syntax.cpp: statements by family
  bool relation_statement(const ::Node* node);
  bool object_statement(const ::Node* node);
  bool privilege_statement(const ::Node* node);
  bool wrapped_query(const ::Node* node);
  void function(const ::CreateFunctionStmt& node);
  void publication(const ::List* objects);
  void reindex(const ::ReindexStmt& node);
  void cluster(const ::ClusterStmt& node);
  void vacuum(const ::VacuumStmt& node);
  void grant(const ::GrantStmt& node);
  void grant_role(const ::GrantRoleStmt& node);
  void role(const ::RoleSpec* node);
  void roles(const ::List* list);

  // newer_syntax_table.cpp: tables, columns, constraints, indexes
  void table(const ::CreateStmt& node);
  void alter_table(const ::AlterTableStmt& node);
  void action(const ::AlterTableCmd& node);
  void column(const ::ColumnDef& node);
  void constraint(const ::Constraint& node);
  void constraints(const ::List* list);
  void index(const ::IndexStmt& node);
  void index_element(const ::IndexElem& node);
  void written_out();

  // newer_syntax_query.cpp: queries, data changes, expressions
  void expression(const void* node);
  void query_part(const ::Node* node);
  void json(const ::Node* node);
  void merge(const ::MergeStmt& node);
  void number(const ::A_Const& node);

  const EffectsBuilder& out_;
  const int version_;
  bool inside_ = false;  // a statement within another
  std::optional<Failure> refused_;
};

}  // namespace pginterlock::effects
