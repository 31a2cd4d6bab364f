#include "migration/command_line.h"

#include <array>

#include "migration/paths.h"

namespace pginterlock {

namespace {

constexpr std::string_view one_each = "--no-single-transaction";
constexpr std::string_view one_by_one = "x-multi-statement=true";

constexpr std::array files = {"package.json",       "Makefile",     "makefile",    "Dockerfile",
                              "docker-compose.yml", "compose.yaml", "compose.yml", "docker-compose.yaml"};

std::string_view option_of(const Framework& framework) {
  if (framework.id == "node-pg-migrate") return one_each;
  return framework.id == "golang-migrate" ? one_by_one : std::string_view();
}

/// Another tool may have an option of that name.
bool holds(std::string_view text, const Framework& framework, std::string_view words) {
  if (text.find(words) == std::string_view::npos) return false;
  return framework.id != "node-pg-migrate" || text.find(framework.id) != std::string_view::npos;
}

}  // namespace

RunnerOption runner_option(const Framework& framework, std::string_view folder, Folders& folders) {
  const std::string_view words = option_of(framework);
  if (words.empty()) return {};
  for (const char* name : files) {
    const std::string path = folders.nearest(folder, name);
    if (!path.empty() && holds(folders.text(path), framework, words)) return {words, name};
  }
  const std::string workflows = folders.nearest(folder, ".github/workflows");
  if (workflows.empty()) return {};
  for (const Folders::Entry& entry : folders.list(workflows).entries) {
    const bool yaml = entry.name.ends_with(".yml") || entry.name.ends_with(".yaml");
    if (yaml && holds(folders.text(joined(workflows, entry.name)), framework, words))
      return {words, ".github/workflows"};
  }
  return {};
}

void apply_runner_option(std::string_view words, Wrap& wrap, Send& send) {
  if (words == one_each && wrap == Wrap::run) wrap = Wrap::file;
  if (words == one_by_one && send == Send::whole) send = Send::statement;
}

}  // namespace pginterlock
