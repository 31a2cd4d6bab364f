#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migration/migration.h"

// The files of testdata/effects: SQL whose effects are read from real servers and compared with what is computed.
namespace pginterlock::conformance {

inline constexpr int oldest_version = 12;
inline constexpr int newest_version = 18;

/// What a case asks not to be compared, and why.
struct Undetermined {
  enum class Facts { locks, work, failure };
  Facts facts = Facts::work;
  std::string reason;
};

/// How the text of a case reaches the server. Wrap::run: one transaction around all of its files.
struct Sending {
  Wrap wrap = Wrap::none;
  Send send = Send::statement;
};

/// One statement, or a text of several that is sent, with what stands before it, every ${name} replaced.
struct Case {
  std::string name;
  std::size_t line = 0;  // of `-- @case`
  int first_version = oldest_version;
  int last_version = newest_version;
  std::vector<std::string> given;    // statements committed after the set-up of the file
  std::vector<std::string> session;  // statements run in the session right before the transaction
  std::string statement;
  std::optional<Sending> sending;  // then `statement` is the text as it is written,
  std::vector<std::string> files;  // cut at -- @file: what the runner sends as migrations, one after the other
  std::vector<Undetermined> undetermined;

  bool on(int version) const { return version >= first_version && version <= last_version; }
  /// The reason why these facts are not compared; null: they are.
  const Undetermined* leaves_open(Undetermined::Facts facts) const;
};

/// A part of a file that is no case: the others of the file are cases all the same.
struct CaseProblem {
  std::size_t line = 0;
  std::string message;
};

struct CaseFile {
  std::string path;
  std::vector<std::string> setup;  // statements
  std::vector<Case> cases;         // @each expanded, in the order of the file
  std::vector<CaseProblem> problems;
};

/// Reads the text of a file. It never fails: what cannot be read is a problem. The directives stand in comments that
/// begin a line: -- @setup, @case NAME, @versions A..B, @each NAME: a | b, @given, @session, @statement, @send message
/// | statement | pipeline, @wrap none | file, @undetermined locks|work|failure: REASON.
CaseFile parse_case_file(std::string path, std::string_view text);

}  // namespace pginterlock::conformance
