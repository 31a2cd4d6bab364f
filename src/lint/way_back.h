#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "effects/effects.h"
#include "migration/migration.h"
#include "pg/script.h"
#include "session/state.h"

namespace pginterlock {

/// A statement of the way back that PostgreSQL refuses.
struct WayBackFailure {
  Part part;            // of the way back: where it stands
  Span span;            // in that part's source
  std::string message;  // why
};

/// What the way back of a migration does after its way up, on the schema.
struct WayBack {
  bool read = false;                      // there is one and it holds statements
  bool empty = false;                     // there is one and it holds none
  bool idle = false;                      // its statements change nothing
  std::optional<WayBackFailure> failure;  // the first; what comes after it depends on how the runner goes on
  std::optional<WayBackFailure> assumed;  // the first that names what no migration makes
  std::vector<std::string> left_behind;   // what does not come back, in words; nothing after a failure
};

/// A part of the way back, cut into statements.
struct WayBackScript {
  const Part* part;
  pg::Script* script;
};

/// Replays the way back (no part: there is none) after the way up and compares with `before_up`. Of a migration in
/// pieces each has its part. Nothing is told of what either does when one of them runs code that is not read here,
/// which may make and drop anything (`up_is_opaque` for the way up). The schema is afterwards what it was before the
/// call.
WayBack replay_way_back(const Migration& migration, std::span<const WayBackScript> scripts,
                        const Schema::Mark& before_up, bool up_is_opaque, std::size_t ordinal, State& state);

/// What a session with as many statements of this migration runs in.
Envelope envelope_of(const Migration& migration, std::size_t statements);

}  // namespace pginterlock
