#include "report/rule_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/display.h"
#include "report/json_writer.h"

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

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
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
  std::string out;
  JsonWriter json(out);
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
    out += '\n';
  }
  json.close_array();
  json.close_object();
  out += '\n';
  return out;
}

std::string rules_as_markdown(Rules) { return ""; }

}  // namespace pginterlock::report
