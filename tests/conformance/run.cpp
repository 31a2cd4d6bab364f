#include "run.h"

#include <fmt/format.h>

#include <map>
#include <random>

#include <unistd.h>

#include "conflicts.h"
#include "database.h"
#include "judge.h"
#include "observe.h"

namespace pginterlock::conformance {

namespace {

/// Cases with the same set-up share it: those of a file that are given the same.
using Groups = std::map<std::vector<std::string>, std::vector<const Case*>>;

class Run {
 public:
  Run(const Server& server, std::vector<Outcome>& outcomes)
      : server_(server),
        database_(server.conninfo,
                  fmt::format("conf_{}_{}_{}", getpid(), std::random_device()() % 100000, server.major)),
        outcomes_(outcomes) {}

  void take_conflicts() {
    outcomes_.push_back({.file = nullptr,
                         .one = nullptr,
                         .version = server_.major,
                         .error = {},
                         .observation = {},
                         .comparison = compare_conflicts(database_)});
  }

  void take(const CaseFile& file) {
    Groups groups;
    for (const Case& one : file.cases) {
      if (one.on(server_.major)) groups[one.given].push_back(&one);
    }
    for (const auto& [given, cases] : groups) {
      ready_.reset();
      setup_problem_.clear();
      for (const Case* one : cases) {
        Outcome outcome{
            .file = &file, .one = one, .version = server_.major, .error = {}, .observation = {}, .comparison = {}};
        try {
          outcome.observation = observe(file, *one, outcome.error);
          if (outcome.observation) outcome.comparison = judge(file, *one, server_.major, *outcome.observation);
        } catch (const ServerError& error) {
          outcome.error = error.what();
          ready_.reset();
        }
        outcomes_.push_back(std::move(outcome));
      }
    }
    ready_.reset();
  }

 private:
  std::optional<Observation> observe(const CaseFile& file, const Case& one, std::string& error) {
    if (!ready_ && setup_problem_.empty()) {
      try {
        ready_ = database_.set_up({&file.setup, &one.given});
      } catch (const ServerError& failure) {
        setup_problem_ = std::string("set-up: ") + failure.what();
      }
    }
    if (!setup_problem_.empty()) {
      error = setup_problem_;
      return std::nullopt;
    }
    if (one.sending) {
      const std::unique_ptr<Connection> session = std::move(ready_);
      return observe_sent(*session, one);
    }
    InTransaction inside = observe_in_transaction(*ready_, one);
    if (inside.dirty) ready_.reset();
    if (inside.observation.block != TransactionBlock::forbidden) return std::move(inside.observation);
    return observe_alone(database_, std::move(ready_), file, one);
  }

  const Server& server_;
  Database database_;
  std::unique_ptr<Connection> ready_;  // a session in the database that is set up for the case; null: it is not
  std::string setup_problem_;          // of the cases that share a set-up
  std::vector<Outcome>& outcomes_;
};

}  // namespace

std::vector<Outcome> run_on(const Server& server, const std::vector<CaseFile>& files) {
  std::vector<Outcome> outcomes;
  Run run(server, outcomes);
  run.take_conflicts();
  for (const CaseFile& file : files) run.take(file);
  return outcomes;
}

std::vector<Outcome> run_on(const Recording& recording, const std::vector<CaseFile>& files) {
  std::vector<Outcome> outcomes;
  for (const int version : recording.versions()) {
    for (const CaseFile& file : files) {
      for (const Case& one : file.cases) {
        if (!one.on(version)) continue;
        Outcome outcome{
            .file = &file, .one = &one, .version = version, .error = {}, .observation = {}, .comparison = {}};
        const Observation* const observation = recording.find(version, file, one);
        if (observation == nullptr) {
          outcome.error = "not in the recording";
        } else {
          outcome.comparison = judge(file, one, version, *observation);
        }
        outcomes.push_back(std::move(outcome));
      }
    }
  }
  return outcomes;
}

}  // namespace pginterlock::conformance
