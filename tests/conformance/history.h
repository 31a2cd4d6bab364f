#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "run.h"

namespace pginterlock {
struct Framework;
}

namespace pginterlock::conformance {

/// A migration history to be applied to a server and to be replayed.
struct HistoryInput {
  std::string path;                      // a project, or a folder of migrations
  const Framework* framework = nullptr;  // null: what discovery finds
  std::string schema;                    // a file with what is there before; empty: nothing is
};

/// What became of the histories that were found in it. What cannot be decided on either side is listed in `text`, too.
struct HistoryOutcome {
  std::string text;
  std::size_t migrations = 0;
  std::size_t statements = 0;
  std::size_t left_out = 0;  // statements that the server refuses: neither side has them
  std::size_t named = 0;     // of them, those of which pginterlock says that they fail
  std::size_t objects = 0;
  std::size_t attributes = 0;
  std::size_t differences = 0;
  std::size_t doubted = 0;                     // differences about what pginterlock itself says that it is not sure of
  std::map<std::string, std::size_t> unknown;  // attributes that pginterlock does not know there

  void add(const HistoryOutcome& other);
};

/// Applies on each server all ways up to a fresh database, each migration in the way of its runner and in a session of
/// its own, replays them, and compares what came of it. Out: whether they agree; `text` tells all about it, and what is
/// not compared.
bool run_histories(const std::vector<Server>& servers, const std::vector<HistoryInput>& inputs, std::string& text);

}  // namespace pginterlock::conformance
