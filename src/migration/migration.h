#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migration/change.h"
#include "text/source_file.h"
#include "text/span.h"

namespace pginterlock {

enum class Direction : std::uint8_t { up, down };
std::string_view name(Direction direction);

/// Who opens a transaction around a migration's statements, and how far it reaches. The migration's own BEGIN and
/// COMMIT come on top.
enum class Wrap : std::uint8_t {
  none,       // nobody
  file,       // the runner, around each migration
  run,        // the runner, around all pending migrations together: locks pile up from file to file
  changeset,  // the runner, around each unit of a file that holds several (Liquibase)
};

/// How the statements of a migration reach the server.
enum class Send : std::uint8_t {
  whole,      // in one message: several of them are one implicit transaction block (postgres.c, exec_simple_query)
  statement,  // each in a message of its own, cut by the runner
  pipeline,   // one by one before a single Sync: a transaction in effect (postgres.c, exec_execute_message)
  psql,       // each in a message of its own, cut by psql, which also reads its commands and variables
};

/// What the statements' transaction comes from, in the words of reports.
enum class TransactionMode : std::uint8_t {
  none,      // each statement is on its own
  implicit,  // all statements travel together: one implicit transaction block when there are several
  file,      // the runner opens a transaction around the migration
  run,       // the runner opens one transaction around all pending migrations
};
std::string_view name(TransactionMode mode);
TransactionMode transaction_mode(Wrap wrap, Send send);

/// How a framework expects the way back to be written.
enum class RollbackConvention : std::uint8_t { none, sibling_file, section };

/// What decides in which order a framework applies its migrations.
enum class FileOrder : std::uint8_t {
  natural,  // the number in front, as a number; then the name
  bytes,    // the name, byte by byte
  version,  // each part of the version as a number, whatever the folder; what is repeatable comes last
  dashes,   // the version without its dashes, byte by byte
  plan,     // a list beside: sqitch.plan, meta/_journal.json
  depends,  // what each file says that it depends on
};

/// What is known about a migration framework: one row of the table in frameworks.cpp.
struct Framework {
  std::string_view id;  // "golang-migrate"
  Wrap wrap = Wrap::none;
  Send send = Send::psql;
  RollbackConvention rollback = RollbackConvention::none;
  FileOrder order = FileOrder::natural;
};

/// A part of a file that runs in one direction.
struct Part {
  std::shared_ptr<const SourceFile> source;
  Span range;
};

/// One migration, read: its way up, and its way back where there is one.
struct Migration {
  std::string version;                   // as the framework orders by it: "0002"; empty: none
  const Framework* framework = nullptr;  // never null once read
  Wrap wrap = Wrap::none;                // the framework's, unless the migration asks for something else
  Send send = Send::psql;
  bool opted_out = false;      // the migration asks for no transaction, in the way that its framework gives for that
  std::size_t history = 0;     // migrations of the same number are applied to the same database, one after the other
  bool whole_history = false;  // the migrations before it are there, from the first on
  Direction direction = Direction::up;
  Part up;  // what runs: the down part when the direction is down
  std::optional<Part> down;
  // Some frameworks cut one migration into pieces that are applied and taken back together.
  std::size_t piece = 0;           // pieces of the same migration that come before it
  bool piece_follows = false;      // the way back is judged with the last piece
  std::vector<Part> earlier_down;  // the ways back of those before it, in the order in which they run after its own
  std::string expected_down;       // where the way back belongs, in words; empty: the framework has no convention
  std::string_view beside;         // the transaction that the runner keeps open meanwhile, in words; empty: none
  std::string after_code;          // the migration in code that comes before it, which is not read; empty: none
  std::string refusal;             // why the runner will not run it, in words; empty: it will
  std::shared_ptr<const Change> change;  // against a git revision; null: the run compares with none
  std::optional<Part> before;            // the way up at that revision, when its file held something else

  TransactionMode transaction() const { return transaction_mode(wrap, send); }
  /// Whether its runner applies it in one transaction with the other migrations that are new since the revision. What
  /// was pending together when nothing is compared with a revision, no file tells.
  bool shares_run() const { return wrap == Wrap::run && change != nullptr && change->kind == Change::Kind::added; }
};

}  // namespace pginterlock
