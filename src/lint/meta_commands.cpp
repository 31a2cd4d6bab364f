#include "lint/meta_commands.h"

#include <algorithm>
#include <optional>

namespace pginterlock {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<MetaCommand> read(std::string_view text, Span span) {
  if (!text.starts_with('\\')) return std::nullopt;
  text.remove_prefix(1);
  const auto end = std::find_if(text.begin(), text.end(), is_space);
  const std::string_view name(text.begin(), end);
  std::string_view argument = trimmed(text.substr(name.size()));
  MetaCommand command{.kind = MetaCommand::Kind::include, .span = span, .argument = {}};
  if (name == "i" || name == "include" || name == "ir" || name == "include_relative") {
    command.relative = name == "ir" || name == "include_relative";
    const bool quoted = argument.size() >= 2 && argument.front() == '\'' && argument.back() == '\'';
    if (quoted) argument = argument.substr(1, argument.size() - 2);
  } else if (name == "gexec") {
    command.kind = MetaCommand::Kind::run_result;
  } else if (name == "copy") {
    command.kind = MetaCommand::Kind::copy;
  } else if (name == "if") {
    command.kind = MetaCommand::Kind::condition;
  } else {
    return std::nullopt;
  }
  command.argument = argument;
  return command;
}

}  // namespace

std::vector<MetaCommand> meta_commands(const SourceFile& source, std::span<const pg::Blank> blanks) {
  std::vector<MetaCommand> commands;
  for (const pg::Blank& blank : blanks) {
    if (blank.kind != pg::BlankKind::meta_command) continue;
    if (auto command = read(source.slice(blank.span), blank.span)) commands.push_back(*std::move(command));
  }
  return commands;
}

std::filesystem::path included_file(const MetaCommand& command, const std::filesystem::path& from) {
  if (command.argument.empty()) return {};
  const std::filesystem::path written(command.argument);
  const std::filesystem::path beside = from.parent_path() / written;
  std::error_code error;
  if (!command.relative && std::filesystem::is_regular_file(written, error)) return written;
  if (std::filesystem::is_regular_file(beside, error)) return beside;
  return {};
}

}  // namespace pginterlock
