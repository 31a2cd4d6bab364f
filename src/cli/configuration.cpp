#include "cli/configuration.h"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <system_error>

#include "cli/options.h"
#include "text/read_file.h"

namespace pginterlock::cli {

namespace {

namespace fs = std::filesystem;

std::optional<std::string> scalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return std::nullopt;
}

Configuration::Setting setting_of(const std::string& path, std::string_view name, const toml::node& node) {
  Configuration::Setting setting{
      .name = std::string(name), .values = {}, .list = node.is_array(), .line = node.source().begin.line};
  const auto take = [&](const toml::node& one) {
    auto value = scalar(one);
    if (!value) {
      throw UsageError(
          fmt::format("{}:{}: {}: must be a text, a number or a list of texts", path, one.source().begin.line, name));
    }
    setting.values.push_back(*std::move(value));
  };
  if (const auto* list = node.as_array()) {
    for (const toml::node& one : *list) take(one);
  } else {
    take(node);
  }
  return setting;
}

}  // namespace

std::string find_configuration() {
  std::error_code ignored;
  fs::path folder = fs::current_path(ignored);
  std::string up;  // the way there, as short as it can be shown
  while (!folder.empty()) {
    if (fs::exists(folder / configuration_name, ignored)) return up + configuration_name;
    if (fs::exists(folder / ".git", ignored) || folder == folder.parent_path()) return {};
    folder = folder.parent_path();
    up += "../";
  }
  return {};
}

Configuration read_configuration(const std::string& path) {
  std::string text;
  try {
    text = read_file(path);
  } catch (const FileError& error) {
    throw UsageError(error.what());
  }
  const toml::parse_result result = toml::parse(text, path);
  if (!result) {
    const toml::parse_error& error = result.error();
    throw UsageError(fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  Configuration configuration{.path = path, .folder = fs::path(path).parent_path().string(), .settings = {}};
  for (const auto& [key, value] : result.table()) {
    configuration.settings.push_back(setting_of(path, key.str(), value));
  }
  return configuration;
}

}  // namespace pginterlock::cli
