#include "lint/recording.h"

#include <utility>

namespace pginterlock {

namespace {

// Enough that handing out costs nothing, few enough that what waits is small.
constexpr std::size_t piece_statements = 64;

}  // namespace

void Recording::play(State& follower, WalkObserver& observer) {
  for (Event& event : events_) {
    if (auto* plain = std::get_if<Plain>(&event)) {
      observer.begin_statement();
      observer.see({.statement = *plain->statement, .effects = plain->effects, .before = follower});
      follow(std::move(plain->steps), follower);
      observer.end_statement(plain->statement.get(), std::move(plain->effects));
    } else if (auto* begin = std::get_if<Begin>(&event)) {
      follow(std::move(begin->steps), follower);
      observer.begin_migration(begin->before, begin->goes_on);
    } else if (auto* statement = std::get_if<BeginStatement>(&event)) {
      follow(std::move(statement->steps), follower);
      observer.begin_statement();
    } else if (auto* seen = std::get_if<Seen>(&event)) {
      follow(std::move(seen->steps), follower);
      observer.see({seen->statement, seen->effects, follower, seen->inside, seen->origin ? &*seen->origin : nullptr,
                    seen->kind, seen->owner, seen->runs_bodies});
    } else if (auto* end = std::get_if<EndStatement>(&event)) {
      follow(std::move(end->steps), follower);
      observer.end_statement(end->statement.get(), std::move(end->sum));
    } else if (std::holds_alternative<BeginSubtransaction>(event)) {
      observer.begin_subtransaction();
    } else if (const auto* subtransaction = std::get_if<EndSubtransaction>(&event)) {
      observer.end_subtransaction(subtransaction->undone);
    } else if (auto* last = std::get_if<End>(&event)) {
      follow(std::move(last->steps), follower);
      observer.end_migration(last->stays_open);
    }
  }
}

void Recorder::begin_migration(const Schema::Mark& before, bool goes_on) {
  push(Recording::Begin{take_steps(state_), before, goes_on});
}

// Nothing changes before it is seen: that it begins is told then.
void Recorder::begin_statement() { begun_ = true; }

void Recorder::see(const Executed& executed) {
  const bool plain = begun_ && executed.inside.empty() && !executed.runs_bodies;
  if (plain) return;  // told when it ends
  if (std::exchange(begun_, false)) push(Recording::BeginStatement{take_steps(state_)});
  push(Recording::Seen{.steps = take_steps(state_),
                       .statement = executed.statement,
                       .effects = executed.effects,
                       .inside = executed.inside,
                       .origin = executed.origin != nullptr ? std::optional(*executed.origin) : std::nullopt,
                       .kind = executed.kind,
                       .owner = executed.owner != nullptr ? executed.owner : owner_,
                       .runs_bodies = executed.runs_bodies});
}

void Recorder::begin_subtransaction() { push(Recording::BeginSubtransaction{}); }

void Recorder::end_subtransaction(bool undone) { push(Recording::EndSubtransaction{undone}); }

void Recorder::end_statement(const pg::Statement* statement, Effects sum) {
  if (std::exchange(begun_, false)) {
    push(Recording::Plain{take_steps(state_), kept(statement), std::move(sum)});
  } else {
    push(Recording::EndStatement{take_steps(state_), kept(statement), std::move(sum)});
  }
  if (++statements_ >= piece_statements) hand_out();
}

void Recorder::end_migration(bool stays_open) {
  push(Recording::End{take_steps(state_), stays_open});
  hand_out();
}

void Recorder::push(Recording::Event event) {
  if (piece_.events_.empty()) piece_.events_.reserve(piece_statements + 2);  // most are one event each
  piece_.events_.push_back(std::move(event));
}

void Recorder::hand_out() {
  statements_ = 0;
  sink_(std::exchange(piece_, {}));
}

}  // namespace pginterlock
