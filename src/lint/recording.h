#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "lint/walk.h"

// A walk that is told later, in another thread: judging looks at the state as it was before each statement, while the
// walk is further on. What became of the state goes along, so that another one can follow.
namespace pginterlock {

/// A piece of a walk, of whole statements.
class Recording {
 public:
  /// Tells `observer`, with `follower` as the walk's state was whenever it told something. Once, and the pieces of a
  /// walk in their order.
  void play(State& follower, WalkObserver& observer);

 private:
  friend class Recorder;

  struct Begin {
    StateSteps steps;
    Schema::Mark before;
    bool goes_on = false;
  };
  struct BeginStatement {
    StateSteps steps;
  };
  struct Seen {
    StateSteps steps;
    pg::Statement statement;
    Effects effects;
    std::string_view inside;
    std::optional<pg::TextOrigin> origin;
    std::string_view kind;
    std::shared_ptr<const void> owner;
    bool runs_bodies = false;
  };
  struct EndStatement {
    StateSteps steps;
    std::shared_ptr<const pg::Statement> statement;  // null: psql ran it
    Effects sum;
  };
  /// A statement of the file in which nothing hides: it begins, is seen and ends.
  struct Plain {
    StateSteps steps;  // from its beginning to its end
    std::shared_ptr<const pg::Statement> statement;
    Effects effects;
  };
  struct BeginSubtransaction {};
  struct EndSubtransaction {
    bool undone = false;
  };
  struct End {
    StateSteps steps;
    bool stays_open = false;
  };
  using Event =
      std::variant<Begin, Plain, BeginStatement, Seen, EndStatement, BeginSubtransaction, EndSubtransaction, End>;

  std::vector<Event> events_;
};

/// Records what a walk tells and hands it out in pieces.
class Recorder : public WalkObserver {
 public:
  using Sink = std::function<void(Recording)>;

  /// `state` is the one that the walk changes; it was told to note its steps.
  Recorder(State& state, Sink sink) : state_(state), sink_(std::move(sink)) {}

  void begin_migration(const Schema::Mark& before, bool goes_on) override;
  void hold(std::shared_ptr<const void> owner) override { owner_ = std::move(owner); }
  void begin_statement() override;
  void see(const Executed& executed) override;
  void begin_subtransaction() override;
  void end_subtransaction(bool undone) override;
  void end_statement(const pg::Statement* statement, Effects sum) override;
  void end_migration(bool stays_open) override;

 private:
  /// What stands in a batch of the file, and keeps it.
  std::shared_ptr<const pg::Statement> kept(const pg::Statement* statement) const { return {owner_, statement}; }
  void push(Recording::Event event);
  void hand_out();

  State& state_;
  Sink sink_;
  Recording piece_;
  std::shared_ptr<const void> owner_;  // of the statements of the file
  std::size_t statements_ = 0;         // in the piece
  bool begun_ = false;                 // a statement was, and not told yet
};

}  // namespace pginterlock
