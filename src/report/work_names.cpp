#include "report/names.h"

namespace pginterlock::report {

namespace {

struct ReasonWords {
  std::string_view word;
  std::string_view text;
};

ReasonWords words_of(Reason reason) {
  switch (reason) {
    case Reason::none:
      return {"none", ""};
    case Reason::volatile_default:
      return {"volatile_default", "the default is volatile: each row gets its own value"};
    case Reason::serial_column:
      return {"serial_column", "each row gets the sequence's next number"};
    case Reason::identity_column:
      return {"identity_column", "each row gets the sequence's next number"};
    case Reason::stored_generated:
      return {"stored_generated", "the stored generated column is computed for each row"};
    case Reason::constrained_domain:
      return {"constrained_domain", "the column's domain has constraints"};
    case Reason::type_change:
      return {"type_change", "the column gets another type"};
    case Reason::set_expression:
      return {"set_expression", "the generated column is computed anew for each row"};
    case Reason::set_logged:
      return {"set_logged", "the table goes between LOGGED and UNLOGGED"};
    case Reason::access_method:
      return {"access_method", "the table gets another access method"};
    case Reason::tablespace:
      return {"tablespace", "the files move to another tablespace"};
    case Reason::vacuum_full:
      return {"vacuum_full", "VACUUM FULL"};
    case Reason::cluster:
      return {"cluster", "the rows are put in the order of an index"};
    case Reason::refresh:
      return {"refresh", "the materialized view's query runs again"};
    case Reason::set_not_null:
      return {"set_not_null", "SET NOT NULL looks for nulls"};
    case Reason::add_not_null_constraint:
      return {"add_not_null_constraint", "the NOT NULL constraint looks for nulls"};
    case Reason::add_check:
      return {"add_check", "the CHECK constraint is checked for each row"};
    case Reason::column_check:
      return {"column_check", "the new column's CHECK constraint is checked for each row"};
    case Reason::add_foreign_key:
      return {"add_foreign_key", "each row's foreign key is looked up"};
    case Reason::column_foreign_key:
      return {"column_foreign_key", "each row's value of the new column is looked up"};
    case Reason::validate_constraint:
      return {"validate_constraint", "the constraint is checked for each row"};
    case Reason::add_unique:
      return {"add_unique", "the UNIQUE constraint needs its index"};
    case Reason::add_primary_key:
      return {"add_primary_key", "the primary key"};
    case Reason::add_exclusion:
      return {"add_exclusion", "the EXCLUDE constraint needs its index"};
    case Reason::create_index:
      return {"create_index", "CREATE INDEX"};
    case Reason::create_index_concurrently:
      return {"create_index_concurrently", "CREATE INDEX CONCURRENTLY"};
    case Reason::reindex:
      return {"reindex", "REINDEX"};
    case Reason::reindex_concurrently:
      return {"reindex_concurrently", "REINDEX CONCURRENTLY"};
    case Reason::attach_partition:
      return {"attach_partition", "each row is checked against the partition's bounds"};
    case Reason::default_partition:
      return {"default_partition", "the default partition may hold rows of the new partition"};
    case Reason::domain_constraint:
      return {"domain_constraint", "the domain's constraint is checked for each row"};
    case Reason::update:
      return {"update", "UPDATE"};
    case Reason::delete_:
      return {"delete", "DELETE"};
    case Reason::insert:
      return {"insert", "INSERT"};
    case Reason::merge:
      return {"merge", "MERGE"};
    case Reason::copy:
      return {"copy", "COPY"};
    case Reason::select:
      return {"select", "the query reads it"};
    case Reason::create_table_as:
      return {"create_table_as", "the query's rows are stored"};
    case Reason::truncate:
      return {"truncate", "TRUNCATE"};
    case Reason::analyze:
      return {"analyze", "a sample of the rows is read"};
    case Reason::type_change_check:
      return {"type_change_check", "a CHECK constraint on the column is checked again"};
    case Reason::type_change_foreign_key:
      return {"type_change_foreign_key", "a foreign key of the column is checked again"};
  }
  return {};
}

}  // namespace

std::string_view word(Reason reason) { return words_of(reason).word; }

std::string_view reason_in_words(Reason reason) { return words_of(reason).text; }

std::string_view word(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
      return "rewrite";
    case WorkKind::scan:
      return "scan";
    case WorkKind::build:
      return "build";
    case WorkKind::rebuild:
      return "rebuild";
    case WorkKind::copy:
      return "copy";
    case WorkKind::bulk:
      return "bulk";
    case WorkKind::query:
      return "query";
  }
  return "";
}

}  // namespace pginterlock::report
