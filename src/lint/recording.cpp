#include "lint/recording.h"

#include <utility>

namespace pginterlock {

namespace {

// Enough that handing out costs nothing, few enough that what waits is small.
constexpr std::size_t piece_statements = 64;

}  // namespace

void Recording::play(State& follower, WalkObserver& observer) {
  for (std::size_t i = 0; i < events_.size(); ++i) {
    Event& event = events_[i];
    if (auto* begin = std::get_if<Begin>(&event)) {
      follow(std::move(begin->steps), follower);
      observer.begin_migration(begin->before, begin->goes_on);
    } else if (std::holds_alternative<BeginStatement>(event)) {
      observer.begin_statement();
    } else if (auto* seen = std::get_if<Seen>(&event)) {
      follow(std::move(seen->steps), follower);
      const Effects& effects = seen->effects ? *seen->effects : std::get<EndStatement>(events_[i + 1]).sum;
      observer.see({seen->statement, effects, follower, seen->inside, seen->origin ? &*seen->origin : nullptr,
                    seen->kind, seen->owner});
    } else if (auto* end = std::get_if<EndStatement>(&event)) {
      follow(std::move(end->steps), follower);
      observer.end_statement(end->statement ? &*end->statement : nullptr, std::move(end->sum));
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
  piece_.events_.emplace_back(Recording::Begin{take_steps(state_), before, goes_on});
}

void Recorder::begin_statement() {
  begun_ = true;
  piece_.events_.emplace_back(Recording::BeginStatement{});
}

void Recorder::see(const Executed& executed) {
  // What a statement did that runs no bodies is told when it ends, and need not be copied here.
  const bool told_at_end = std::exchange(begun_, false) && executed.statement.node != nullptr && !executed.runs_bodies;
  piece_.events_.emplace_back(
      Recording::Seen{.steps = take_steps(state_),
                      .statement = executed.statement,
                      .effects = told_at_end ? std::nullopt : std::optional(executed.effects),
                      .inside = executed.inside,
                      .origin = executed.origin ? std::optional(*executed.origin) : std::nullopt,
                      .kind = executed.kind,
                      .owner = executed.owner != nullptr ? executed.owner : owner_});
}

void Recorder::begin_subtransaction() { piece_.events_.emplace_back(Recording::BeginSubtransaction{}); }

void Recorder::end_subtransaction(bool undone) { piece_.events_.emplace_back(Recording::EndSubtransaction{undone}); }

void Recorder::end_statement(const pg::Statement* statement, Effects sum) {
  piece_.events_.emplace_back(
      Recording::EndStatement{.steps = take_steps(state_),
                              .statement = statement != nullptr ? std::optional(*statement) : std::nullopt,
                              .sum = std::move(sum),
                              .owner = statement != nullptr ? owner_ : nullptr});
  if (++statements_ >= piece_statements) hand_out();
}

void Recorder::end_migration(bool stays_open) {
  piece_.events_.emplace_back(Recording::End{take_steps(state_), stays_open});
  hand_out();
}

void Recorder::hand_out() {
  statements_ = 0;
  sink_(std::exchange(piece_, {}));
}

}  // namespace pginterlock
