#include "report/rule_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/lint.h"
#include "migration/example.h"
#include "report/display.h"
#include "report/json_writer.h"
#include "report/text_report.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t text_width = 110;

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!line.empty()) out.append("    ").append(line);
    out += '\n';
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string fenced(std::string_view language, std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return fmt::format("```{}\n{}\n```\n", language, text);
}

/// A vertical bar would end the cell.
std::string in_table(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
  return out;
}

}  // namespace

std::string rule_page(const Rule& rule) {
  std::string out = fmt::format("{} ({}, {}{})\n\n", rule.id, upper(name(rule.severity)), name(rule.family),
                                rule.default_on ? "" : ", only with --select");
  out += wrapped(rule.summary, text_width, 0) + "\n\nWhy:\n" + "  " + wrapped(rule.why, text_width, 2) + "\n";
  out += "\nInstead:\n" + indented(rule.instead) + "\nObjects to:\n" + indented(rule.bad);
  out += "\nDoes not object to:\n" + indented(rule.good);
  out += fmt::format("\nTo allow it for one statement, write above it:\n    -- pginterlock: allow {}: the reason\n",
                     rule.id);
  if (!rule.see.empty()) out += fmt::format("\nSee {}\n", rule.see);
  return out;
}

std::string rule_list(Rules rules) {
  std::size_t width = 0;
  for (const Rule* rule : rules) width = std::max(width, rule->id.size());
  std::string out;
  for (const Rule* rule : rules) {
    out += fmt::format("{:<{}}  {:<5}  {:<13}  {}{}\n", rule->id, width, upper(name(rule->severity)),
                       name(rule->family), rule->summary, rule->default_on ? "" : " (only with --select)");
  }
  return out;
}

std::string rules_as_json(Rules rules) {
  JsonWriter json;
  json.open_object();
  json.member("schema_version", std::size_t{1});
  json.key("rules");
  json.open_array();
  for (const Rule* rule : rules) {
    json.open_object();
    json.member("id", rule->id);
    json.member("family", name(rule->family));
    json.member("severity", name(rule->severity));
    json.member("default", rule->default_on);
    json.member("summary", rule->summary);
    json.member("why", rule->why);
    json.member("instead", rule->instead);
    json.member("bad", rule->bad);
    json.member("good", rule->good);
    json.optional_member("see", rule->see);
    json.close_object();
    json.line_break();
  }
  json.close_array();
  json.close_object();
  json.line_break();
  return json.take().str();
}

std::string report_on_example(const Rule& rule, Rules rules) {
  State state;
  // All rules run: some speak about what others find.
  const LintOptions options{.rules = rules, .all_rules = rules};
  TextReport writer({.explain_always = true});
  std::string out;
  std::size_t ordinal = 0;
  for (const Migration& migration : example_migrations(rule.bad)) {
    if (is_history(migration)) {
      replay(prepare(migration), ++ordinal, state);
      continue;
    }
    const MigrationReport report = lint(migration, ++ordinal, state, options);
    for (const Finding& finding : report.findings) {
      if (finding.rule != &rule || finding.suppressed) continue;
      if (!out.empty()) out += '\n';
      out += writer.finding(finding, *report.migration.up.source, "");
    }
  }
  return out;
}

std::string rules_as_markdown(Rules rules) {
  std::string out =
      "# Rules\n\n"
      "Written by `./dev docs` from the rules themselves: do not edit. Each report below is what the rule says about\n"
      "the SQL above it, for PostgreSQL 15.\n\n"
      "RED: it will fail, block an existing table for a time that grows with its size, destroy data, or break "
      "clients.\n"
      "AMBER: a person must decide. INFO leaves a migration GREEN. A rule can report less than its severity.\n\n"
      "| rule | severity | family | what it finds |\n| --- | --- | --- | --- |\n";
  for (const Rule* rule : rules) {
    out += fmt::format("| [{0}](#{0}) | {1} | {2} | {3}{4} |\n", rule->id, upper(name(rule->severity)),
                       name(rule->family), in_table(rule->summary), rule->default_on ? "" : " (only with `--select`)");
  }
  for (const Rule* rule : rules) {
    out += fmt::format("\n## {}\n\n**{}**, {}. Finds {}.\n\n{}\n\n", rule->id, upper(name(rule->severity)),
                       name(rule->family), rule->summary, wrapped(rule->why, text_width, 0));
    out += "Not like this:\n\n" + fenced("sql", rule->bad);
    out += "\n" + fenced("text", report_on_example(*rule, rules));
    out += "\nInstead:\n\n" + fenced("sql", rule->instead);
    out += "\nThis passes:\n\n" + fenced("sql", rule->good);
    if (!rule->see.empty()) out += fmt::format("\nSee <{}>.\n", rule->see);
  }
  return out;
}

}  // namespace pginterlock::report
