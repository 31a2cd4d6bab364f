#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "text/source_file.h"
#include "text/span.h"

namespace pginterlock {

enum class Direction : std::uint8_t { up, down, repeatable };

/// What opens the transaction that a migration's statements run in.
enum class TransactionMode : std::uint8_t {
  none,      // each statement on its own
  implicit,  // all statements in one message: one implicit transaction block when there are several
  file,      // the runner opens a transaction around the file
  run,       // the runner opens one transaction around all pending migrations
};

/// How a framework expects the way back to be written.
enum class RollbackConvention : std::uint8_t { none, sibling_file, section };

/// What is known about a migration framework. One row of the table in frameworks.cpp.
struct Framework {
  std::string_view id;  // "golang-migrate"
  TransactionMode transaction = TransactionMode::none;
  bool whole_message = false;  // a file is sent as one message, so even without a transaction it is one implicit block
  RollbackConvention rollback = RollbackConvention::none;
  std::string_view rollback_hint;  // where the way back belongs, in words: "the file 0002_email.down.sql beside it"
};

/// A part of a file that runs in one direction.
struct Part {
  std::shared_ptr<const SourceFile> source;
  Span range;
};

/// One migration: its way up, and its way back where the framework has one.
struct Migration {
  std::string version;
  const Framework* framework = nullptr;  // never null
  TransactionMode transaction = TransactionMode::none;
  Direction direction = Direction::up;
  Part up;
  std::optional<Part> down;
  std::string expected_down;  // where the way back was looked for, in words; empty: no convention
};

}  // namespace pginterlock
