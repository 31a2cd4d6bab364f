#include "describe.h"

#include <fmt/format.h>

namespace pginterlock::conformance {

std::string_view word(TransactionBlock block) {
  switch (block) {
    case TransactionBlock::allowed:
      return "is allowed";
    case TransactionBlock::forbidden:
      return "is refused";
    case TransactionBlock::required:
      return "is demanded";
  }
  return "";
}

std::string_view word(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
      return "rewrite";
    case WorkKind::scan:
      return "scan";
    case WorkKind::build:
      return "build";
    case WorkKind::rebuild:
      return "rebuild";
    case WorkKind::copy:
      return "copy";
    case WorkKind::bulk:
      return "bulk change";
    case WorkKind::query:
      return "query";
  }
  return "";
}

std::string describe(const Observation& server) {
  std::string text = fmt::format("    server: a transaction block {}\n", word(server.block));
  if (server.failure) text += fmt::format("    server: {} {}\n", server.failure->sqlstate, server.failure->message);
  for (const auto& [name, facts] : server.relations) {
    std::string line;
    const auto add = [&](bool condition, std::string_view words) {
      line += condition ? fmt::format(", {}", words) : "";
    };
    if (facts.lock) add(true, pginterlock::name(*facts.lock));
    add(facts.rewritten(), "rewritten");
    add(facts.emptied, "emptied");
    add(facts.moved, "moved");
    add(facts.said_verifying, "verified");
    add(facts.said_foreign_key, "foreign key checked");
    add(facts.built(), facts.is_new ? "built" : "rebuilt");
    add(facts.fetched > 0 && facts.kind != 'i', fmt::format("{} of {} blocks read", facts.fetched, facts.blocks));
    add(facts.changed > 0, fmt::format("{} rows changed", facts.changed));
    if (!line.empty()) text += fmt::format("    server: {}{}{}\n", facts.is_new ? "new " : "", name.plain(), line);
  }
  return text;
}

std::string describe(const Effects& ours) {
  std::string text = fmt::format("    pginterlock: a transaction block {}\n", word(ours.block));
  for (const Failure& failure : ours.failures) {
    text += fmt::format("    pginterlock: {} {}\n", failure.sqlstate, failure.message);
  }
  for (const Unknown& unknown : ours.unknown) text += fmt::format("    pginterlock: unknown: {}\n", unknown.what);
  for (const Lock& lock : ours.locks) {
    text += fmt::format("    pginterlock: {}{}, {}\n", lock.is_new ? "new " : "", lock.relation.plain(),
                        pginterlock::name(lock.mode));
  }
  for (const Work& work : ours.work) {
    text += fmt::format("    pginterlock: {} of {}{}{}\n", word(work.kind), work.relation.plain(),
                        work.index.empty() ? "" : " ", work.index);
  }
  return text;
}

}  // namespace pginterlock::conformance
