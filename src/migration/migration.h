#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "text/source_file.h"
#include "text/span.h"

namespace pginterlock {

enum class Direction : std::uint8_t { up, down };
std::string_view name(Direction direction);

/// What opens the transaction that a migration's statements run in.
enum class TransactionMode : std::uint8_t {
  none,      // each statement is sent on its own
  implicit,  // all statements travel in one message: one implicit transaction block when there are several
  file,      // the runner opens a transaction around the file
  run,       // the runner opens one transaction around all pending migrations
};
std::string_view name(TransactionMode mode);

/// How a framework expects the way back to be written.
enum class RollbackConvention : std::uint8_t { none, sibling_file, section };

/// What is known about a migration framework: one row of the table in frameworks.cpp.
struct Framework {
  std::string_view id;  // "golang-migrate"
  TransactionMode transaction = TransactionMode::none;
  bool one_message = false;  // a file is one message: without the runner's transaction it is an implicit block
  RollbackConvention rollback = RollbackConvention::none;
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
  TransactionMode transaction = TransactionMode::none;
  Direction direction = Direction::up;
  Part up;  // what runs: the down part when the direction is down
  std::optional<Part> down;
  std::string expected_down;  // where the way back belongs, in words; empty: the framework has no convention
};

}  // namespace pginterlock
