#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace pginterlock {

/// One unit of a Liquibase formatted SQL file: it has a transaction and a way back of its own.
struct Changeset {
  std::string id;  // "author:id"
  Span range;      // behind its line, up to the next changeset
  bool run_in_transaction = true;
  bool split_statements = true;
  std::string_view dbms;  // the databases it is for, as written; empty: all
};

/// The changesets of a file, in their order. What stands before the first one is no part of any.
/// Source: Liquibase, AbstractFormattedChangeLogParser.
std::vector<Changeset> changesets_in(std::string_view text);

/// The text up to the changeset's end with blanks for everything but the SQL of its --rollback lines and its
/// /* liquibase rollback … */ block, so that each byte keeps its place. None: the changeset has neither.
std::optional<std::string> rollback_of(const Changeset& changeset, std::string_view text);

/// Whether a changeset with this list of databases runs on PostgreSQL.
bool runs_on_postgresql(std::string_view dbms);

}  // namespace pginterlock
