#pragma once

#include <string>
#include <string_view>

#include "migration/discover.h"

namespace pginterlock {

/// Whether a migration asks for no transaction in the way that its framework gives for that: a comment at the place
/// where the framework reads it, a part of the file's name, a file beside, or (Flyway) a statement that needs it.
/// `part`: the part of the text that runs.
bool opts_out(const Framework& framework, const MigrationFile& file, std::string_view text, std::string_view part);

/// How a migration asks for no transaction, in words that stand behind "with": "`-- no-transaction` as its first line".
/// Empty: the framework is not known to give SQL migrations a way.
std::string_view way_out(const Framework& framework);

/// How Flyway takes a script: without a transaction when a statement is known to need that. Statements of both kinds
/// in one script it refuses, unless it is told to mix them. Source: Flyway,
/// PostgreSQLParser.detectCanExecuteInTransaction and ParserSqlScript.
struct FlywayTransaction {
  bool none = false;
  bool refused = false;
};
FlywayTransaction flyway_transaction(std::string_view text);

}  // namespace pginterlock
