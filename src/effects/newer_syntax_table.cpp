// Newer syntax of tables, columns, constraints and indexes.
#include <algorithm>
#include <iterator>

#include "effects/newer_syntax.h"
#include "pg/lexer.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

constexpr char generated_virtual = 'v';

/// Words that may stand before ENFORCED as an attribute of a constraint. Source: gram.y, ConstraintAttr.
bool ends_constraint(std::string_view word) {
  constexpr std::string_view words[] = {"not",     "valid",    "deferrable", "deferred", "immediate",
                                        "inherit", "restrict", "cascade",    "action",   "null",
                                        "default", "full",     "simple"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view one) { return pg::same_word(one, word); });
}

/// The written forms that leave no trace in the tree because they say what is so anyway: ENFORCED and NULLS DISTINCT.
struct WrittenOut {
  bool enforced = false;
  bool nulls_distinct = false;
};

WrittenOut written_out_in(std::string_view sql, Span span) {
  WrittenOut found;
  pg::Lexer lexer(sql, span.begin, span.end);
  std::string_view before_last;
  std::string_view last;
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    const std::string_view word = sql.substr(token.span.begin, token.span.size());
    if (token.kind == pg::TokenKind::word) {
      const bool after_reference = pg::same_word(before_last, "references") || before_last == ".";
      if (pg::same_word(word, "enforced") && (last == ")" || ends_constraint(last) || after_reference)) {
        found.enforced = true;
      }
      if (pg::same_word(word, "distinct") && pg::same_word(last, "nulls")) found.nulls_distinct = true;
    }
    before_last = last;
    last = word;
  }
  return found;
}

/// Whether the letters stand anywhere in the text, in either case: a cheap first look, for the one of them that is
/// seldom written.
bool mentions(std::string_view sql, std::string_view lower, char seldom) {
  const std::size_t place = lower.find(seldom);
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  const auto stands_at = [&](std::size_t at) {
    if (at < place) return false;
    const std::string_view written = sql.substr(at - place, lower.size());
    return std::equal(written.begin(), written.end(), lower.begin(), lower.end(), same);
  };
  for (const char letter : {seldom, static_cast<char>(seldom - 0x20)}) {
    for (std::size_t at = sql.find(letter); at != std::string_view::npos; at = sql.find(letter, at + 1)) {
      if (stands_at(at)) return true;
    }
  }
  return false;
}

/// Source: gram.y, TableLikeOptionList: INCLUDING ALL sets all bits, those that mean nothing yet as well.
bool names_compression(const ::TableLikeClause& like) {
  const bool from_all = (like.options & (bits32{1} << 30)) != 0;
  const bool included = (like.options & CREATE_TABLE_LIKE_COMPRESSION) != 0;
  return from_all != included;
}

}  // namespace

void NewerSyntax::written_out() {
  if (done()) return;
  const pg::Statement& statement = out_.statement();
  const std::string_view sql = statement.text();
  if (!mentions(sql, "enforced", 'f') && (version_ >= 15 || !mentions(sql, "distinct", 'd'))) return;
  const WrittenOut found = written_out_in(statement.source->text(), statement.span);
  if (found.nulls_distinct) needs(15, "NULLS DISTINCT");
  if (found.enforced) needs(18, "ENFORCED");
}

void NewerSyntax::table(const ::CreateStmt& node) {
  bool constrained = node.constraints != nullptr;
  for (std::size_t i = 0; i < pg::length(node.tableElts) && !done(); ++i) {
    const ::Node* element = pg::nth(node.tableElts, i);
    if (const auto* definition = as<ColumnDef>(element)) {
      column(*definition);
      constrained = constrained || definition->constraints != nullptr;
    } else if (const auto* one = as<Constraint>(element)) {
      constraint(*one);
      constrained = true;
    } else if (const auto* like = as<TableLikeClause>(element); like != nullptr && names_compression(*like)) {
      needs(14, "LIKE … INCLUDING COMPRESSION");
    }
  }
  if (node.partspec != nullptr) {
    for (const auto& key : each<PartitionElem>(node.partspec->partParams)) expression(key.expr);
  }
  if (constrained) written_out();
}

void NewerSyntax::column(const ::ColumnDef& node) {
  // In the order of gram.y, columnDef.
  if (node.storage_name != nullptr) needs(16, "STORAGE of a new column", node.location);
  if (node.compression != nullptr) needs(14, "COMPRESSION of a new column", node.location);
  expression(node.raw_default);
  constraints(node.constraints);
}

void NewerSyntax::constraints(const ::List* list) {
  for (const auto& one : each<Constraint>(list)) {
    if (done()) return;
    constraint(one);
  }
}

void NewerSyntax::constraint(const ::Constraint& node) {
  const int at = node.location;
  if (node.contype == CONSTR_NOTNULL && node.keys != nullptr) needs(18, "NOT NULL as a table constraint", at);
  if (node.contype == CONSTR_NOTNULL && node.is_no_inherit) needs(18, "NOT NULL … NO INHERIT", at);
  if (node.nulls_not_distinct) needs(15, "NULLS NOT DISTINCT", at);
  if (node.without_overlaps) needs(18, "WITHOUT OVERLAPS", at);
  if (node.fk_with_period || node.pk_with_period) needs(18, "PERIOD in a foreign key", at);
  if (node.fk_del_set_cols != nullptr) needs(15, "a list of columns after ON DELETE SET", at);
  if (node.contype == CONSTR_GENERATED && node.generated_kind == generated_virtual) {
    needs(18, "a virtual generated column", at);
  }
  for (std::size_t i = 0; i < pg::length(node.exclusions); ++i) {
    const auto* pair = as<List>(pg::nth(node.exclusions, i));
    const auto* element = pair == nullptr ? nullptr : as<IndexElem>(pg::nth(pair, 0));
    if (element != nullptr) index_element(*element);
  }
  expression(node.raw_expr);
  expression(node.where_clause);
  // The grammar fills the field for these two alone.
  const bool may_be_enforced = node.contype == CONSTR_CHECK || node.contype == CONSTR_FOREIGN;
  if ((may_be_enforced && !node.is_enforced) || node.contype == CONSTR_ATTR_NOT_ENFORCED) {
    needs(18, "NOT ENFORCED", at);
  }
  if (node.contype == CONSTR_ATTR_ENFORCED) needs(18, "ENFORCED", at);
}

void NewerSyntax::index_element(const ::IndexElem& node) {
  expression(node.expr);
  if (node.opclassopts != nullptr) needs(13, "an operator class with parameters");
}

void NewerSyntax::index(const ::IndexStmt& node) {
  for (const auto& element : each<IndexElem>(node.indexParams)) index_element(element);
  if (node.nulls_not_distinct) needs(15, "NULLS NOT DISTINCT");
  expression(node.whereClause);
  if (node.unique && version_ < 15) written_out();
}

void NewerSyntax::alter_table(const ::AlterTableStmt& node) {
  bool constrained = false;
  std::size_t n = 0;
  for (const auto& one : each<AlterTableCmd>(node.cmds)) {
    action(one);
    if (done()) {
      if (refused_->cause == out_.cause()) refused_->cause = out_.statement().action(n);
      return;
    }
    ++n;
    constrained = constrained || one.subtype == AT_AddConstraint || one.subtype == AT_AddColumn;
  }
  if (constrained) written_out();
}

void NewerSyntax::action(const ::AlterTableCmd& node) {
  switch (node.subtype) {
    case AT_AddColumn:
      if (const auto* definition = as<ColumnDef>(node.def)) column(*definition);
      return;
    case AT_AddConstraint:
      if (const auto* one = as<Constraint>(node.def)) constraint(*one);
      return;
    case AT_AlterColumnType:
      if (const auto* definition = as<ColumnDef>(node.def)) expression(definition->raw_default);
      return;
    case AT_ColumnDefault:
      expression(node.def);
      return;
    case AT_SetExpression:
      return needs(17, "SET EXPRESSION");
    case AT_DropExpression:
      return needs(13, "DROP EXPRESSION");
    case AT_SetCompression:
      return needs(14, "SET COMPRESSION");
    case AT_SetStorage:
      if (const auto* storage = as<String>(node.def); storage != nullptr && text(storage->sval) == "default") {
        needs(16, "SET STORAGE DEFAULT");
      }
      return;
    case AT_SetStatistics:
      if (node.def == nullptr) needs(17, "SET STATISTICS DEFAULT");
      return;
    case AT_SetAccessMethod:
      needs(15, "SET ACCESS METHOD");
      if (node.name == nullptr) needs(17, "SET ACCESS METHOD DEFAULT");
      return;
    case AT_DetachPartition:
      if (const auto* command = as<PartitionCmd>(node.def); command != nullptr && command->concurrent) {
        needs(14, "DETACH PARTITION … CONCURRENTLY");
      }
      return;
    case AT_DetachPartitionFinalize:
      return needs(14, "DETACH PARTITION … FINALIZE");
    case AT_AlterConstraint:
      if (const auto* change = as<ATAlterConstraint>(node.def)) {
        if (change->alterEnforceability) needs(18, "ALTER CONSTRAINT … ENFORCED");
        // What is now an attribute of its own was one of the constraints that could not be altered.
        if (change->alterInheritability && change->noinherit) {
          needs(18, "ALTER CONSTRAINT … NO INHERIT", -1, "0A000");
        } else if (change->alterInheritability) {
          needs(18, "ALTER CONSTRAINT … INHERIT");
        }
      }
      return;
    case AT_ChangeOwner:
      return role(node.newowner);
    default:
      return;
  }
}

}  // namespace pginterlock::effects
