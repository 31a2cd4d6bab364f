#include "report/names.h"

#include <fmt/format.h>

namespace pginterlock::report {

std::string_view word(RelationKind kind) {
  switch (kind) {
    case RelationKind::table:
      return "table";
    case RelationKind::partitioned_table:
      return "partitioned table";
    case RelationKind::view:
      return "view";
    case RelationKind::materialized_view:
      return "materialized view";
    case RelationKind::index:
      return "index";
    case RelationKind::sequence:
      return "sequence";
    case RelationKind::foreign_table:
      return "foreign table";
    case RelationKind::composite_type:
      return "composite type";
  }
  return "";
}

std::string_view word(Certainty certainty) { return certainty == Certainty::proved ? "proved" : "assumed"; }

std::string_view word(TransactionBlock block) {
  switch (block) {
    case TransactionBlock::allowed:
      return "allowed";
    case TransactionBlock::forbidden:
      return "forbidden";
    case TransactionBlock::required:
      return "required";
  }
  return "";
}

std::string_view word(FailureKind kind) {
  switch (kind) {
    case FailureKind::transaction_block:
      return "transaction_block";
    case FailureKind::not_null_without_default:
      return "not_null_without_default";
    case FailureKind::version:
      return "version";
    case FailureKind::concurrently_unsupported:
      return "concurrently_unsupported";
    case FailureKind::dependent_objects:
      return "dependent_objects";
    case FailureKind::undefined_object:
      return "undefined_object";
    case FailureKind::duplicate_object:
      return "duplicate_object";
    case FailureKind::wrong_object:
      return "wrong_object";
    case FailureKind::invalid_definition:
      return "invalid_definition";
    case FailureKind::unsafe_enum_value:
      return "unsafe_enum_value";
  }
  return "";
}

std::string_view word(BreakKind kind) {
  switch (kind) {
    case BreakKind::rename:
      return "rename";
    case BreakKind::set_schema:
      return "set_schema";
    case BreakKind::drop:
      return "drop";
    case BreakKind::required_column:
      return "required_column";
    case BreakKind::type_change:
      return "type_change";
    case BreakKind::drop_default:
      return "drop_default";
    case BreakKind::drop_not_null:
      return "drop_not_null";
  }
  return "";
}

std::string blocked_in_words(LockMode mode) {
  const Blocked blocked = blocked_by(mode);
  if (blocked.reads) return "reads, writes and DDL";
  if (blocked.locked_reads) return "writes, SELECT FOR UPDATE and DDL";
  if (blocked.writes) return "writes and DDL";
  return blocked.ddl ? "DDL and VACUUM" : "";
}

std::string_view work_in_words(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
      return "rewrites";
    case WorkKind::scan:
      return "reads every row of";
    case WorkKind::build:
    case WorkKind::rebuild:
      return "builds index";
    case WorkKind::copy:
      return "copies the files of";
    case WorkKind::bulk:
      return "changes rows of";
    case WorkKind::query:
      return "runs a query of unknown length for";
  }
  return "";
}

std::string_view duration_in_words(Duration duration) {
  switch (duration) {
    case Duration::brief:
      return "briefly";
    case Duration::scan:
      return "while every row is read";
    case Duration::rewrite:
      return "while every row is rewritten";
    case Duration::build:
      return "while an index is built";
    case Duration::bulk:
      return "while rows are changed in bulk";
    case Duration::query:
      return "while a query of unknown length runs";
  }
  return "";
}

std::string count_of(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace pginterlock::report
