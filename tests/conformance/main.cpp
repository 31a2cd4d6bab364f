// Compares what pginterlock says about statements with what real servers do. See testdata/effects.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "describe.h"
#include "history.h"
#include "judge.h"
#include "migration/frameworks.h"
#include "report.h"
#include "run.h"
#include "sent.h"
#include "server.h"

namespace fs = std::filesystem;
using namespace pginterlock;
using namespace pginterlock::conformance;

namespace {

struct Arguments {
  std::vector<std::string> servers;
  std::vector<std::string> paths;      // of cases
  std::vector<std::string> histories;  // projects, or folders of migrations
  std::string framework;
  std::string schema;
  std::string filter;
  std::string only;    // FILE:NAME
  std::string record;  // a file
  std::string recorded;
  std::size_t jobs = 2;
  bool verbose = false;
};

Server server_of(const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string major = word.substr(0, equals);
  if (equals == std::string::npos || major.size() != 2 || major < "12" || major > "18") {
    throw CLI::ValidationError("--server", "wants MAJOR=CONNINFO, with a major version from 12 to 18");
  }
  return {std::stoi(major), word.substr(equals + 1)};
}

std::vector<fs::path> files_of(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const fs::path path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".sql") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<CaseFile> read(const Arguments& arguments) {
  const std::size_t colon = arguments.only.find(".sql:");
  const std::string only_file = arguments.only.substr(0, colon == std::string::npos ? colon : colon + 4);
  const std::string only_case = colon == std::string::npos ? std::string() : arguments.only.substr(colon + 5);
  std::vector<CaseFile> files;
  for (const fs::path& path : files_of(arguments.paths)) {
    if (!arguments.only.empty() && !path.generic_string().ends_with(only_file)) continue;
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + path.string());
    CaseFile file = parse_case_file(path.generic_string(), std::string(std::istreambuf_iterator<char>(stream), {}));
    std::erase_if(file.cases, [&](const Case& one) {
      const bool filtered =
          one.name.find(arguments.filter) == std::string::npos && file.path.find(arguments.filter) == std::string::npos;
      return filtered || (!only_case.empty() && one.name != only_case);
    });
    if (!file.cases.empty() || !file.problems.empty()) files.push_back(std::move(file));
  }
  return files;
}

/// One server at a time in each thread.
std::vector<Outcome> run_all(const std::vector<Server>& servers, const std::vector<CaseFile>& files, std::size_t jobs) {
  std::vector<std::vector<Outcome>> outcomes(servers.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t n = next++; n < servers.size(); n = next++) {
      try {
        outcomes[n] = run_on(servers[n], files);
      } catch (const ServerError& error) {
        outcomes[n].push_back({.file = nullptr,
                               .one = nullptr,
                               .version = servers[n].major,
                               .error = fmt::format("server {}: {}", servers[n].major, error.what()),
                               .observation = {},
                               .comparison = {}});
      }
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t n = 1; n < std::min(jobs, servers.size()); ++n) threads.emplace_back(work);
  work();
  threads.clear();
  std::vector<Outcome> all;
  for (auto& some : outcomes) std::move(some.begin(), some.end(), std::back_inserter(all));
  return all;
}

void record(const std::vector<Outcome>& outcomes, const std::string& path) {
  Recording recording;
  for (const Outcome& outcome : outcomes) {
    if (outcome.observation) recording.add(outcome.version, *outcome.file, *outcome.one, *outcome.observation);
  }
  recording.write(path);
}

void print_all(const std::vector<Outcome>& outcomes) {
  for (const Outcome& outcome : outcomes) {
    if (!outcome.observation) continue;
    if (outcome.observation->sent) {
      fmt::print("{}:{}: {}\n    {}\n  on {}\n{}{}\n", outcome.file->path, outcome.one->line, outcome.one->name,
                 outcome.one->statement, outcome.version, describe(*outcome.observation->sent, "server"),
                 describe(compute_sent(*outcome.file, *outcome.one, outcome.version).facts, "pginterlock"));
      continue;
    }
    const Computed computed = computed_for(*outcome.file, *outcome.one, outcome.version, *outcome.observation);
    fmt::print("{}:{}: {}\n    {}\n  on {}\n{}{}\n", outcome.file->path, outcome.one->line, outcome.one->name,
               outcome.one->statement, outcome.version, describe(*outcome.observation), describe(computed.effects));
  }
}

/// Without arguments all cases are run, and the histories that stand beside them.
void add_what_is_run(Arguments& arguments) {
  if (!arguments.paths.empty() || !arguments.histories.empty()) return;
  arguments.paths = {"testdata/effects"};
  if (!arguments.filter.empty() || !arguments.only.empty() || !arguments.recorded.empty()) return;
  for (const auto& entry : fs::directory_iterator("testdata/projects")) {
    if (entry.is_directory()) arguments.histories.push_back(entry.path().generic_string());
  }
  std::sort(arguments.histories.begin(), arguments.histories.end());
}

bool run_all_histories(const Arguments& arguments, const std::vector<Server>& servers) {
  if (arguments.histories.empty()) return true;
  const Framework* framework = find_framework(arguments.framework);
  if (framework == nullptr && !arguments.framework.empty()) {
    throw CLI::ValidationError("--framework", "there is none of that name: " + arguments.framework);
  }
  std::vector<HistoryInput> inputs;
  for (const std::string& path : arguments.histories) inputs.push_back({path, framework, arguments.schema});
  std::string text;
  const bool agree = run_histories(servers, inputs, text);
  fmt::print("{}", text);
  return agree;
}

int run(Arguments arguments) {
  std::vector<Server> servers;
  for (const std::string& word : arguments.servers) servers.push_back(server_of(word));
  add_what_is_run(arguments);
  const bool histories_agree = run_all_histories(arguments, servers);
  if (arguments.paths.empty()) return histories_agree ? 0 : 1;
  const std::vector<CaseFile> files = read(arguments);
  std::vector<Outcome> outcomes = arguments.recorded.empty() ? run_all(servers, files, arguments.jobs)
                                                             : run_on(Recording::read(arguments.recorded), files);
  if (!arguments.record.empty()) record(outcomes, arguments.record);
  if (arguments.verbose) print_all(outcomes);
  const Report report = report_of(files, outcomes);
  fmt::print("{}", report.text);
  return report.disagreements == 0 && report.errors == 0 && histories_agree ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Compares what pginterlock says about the cases with what real servers do.", "conformance");
  app.add_option("--server", arguments.servers, "MAJOR=CONNINFO: a server to ask, as libpq reads it")
      ->allow_extra_args(false);
  app.add_option("--record", arguments.record, "FILE: also write down what the servers showed");
  app.add_option("--recorded", arguments.recorded, "FILE: ask no server, take what --record wrote")
      ->excludes("--server")
      ->check(CLI::ExistingFile);
  app.add_option("--filter", arguments.filter, "only the cases with this text in their name or file");
  app.add_option("--case", arguments.only, "FILE:NAME: only this case");
  app.add_flag("--verbose", arguments.verbose, "all that both sides say about each case");
  app.add_option("--jobs", arguments.jobs, "servers that are asked at the same time")->check(CLI::Range(1, 16));
  app.add_option("--history", arguments.histories,
                 "PATH: compare what a server holds after these migrations with what pginterlock replayed")
      ->allow_extra_args(false)
      ->check(CLI::ExistingPath);
  app.add_option("--framework", arguments.framework, "of the histories; else what is found");
  app.add_option("--schema", arguments.schema, "FILE: what is there before the histories")->check(CLI::ExistingFile);
  app.add_option("paths", arguments.paths, "case files, or folders of them (testdata/effects)")
      ->check(CLI::ExistingPath);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(arguments);
  } catch (const CLI::Error& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "conformance: {}\n", error.what());
    return 2;
  }
}
