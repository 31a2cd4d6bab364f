#include <fmt/format.h>

#include <algorithm>

#include "lint/rule.h"
#include "migration/revision.h"

namespace pginterlock {
namespace {

/// "2 changed, 1 added".
std::string counts(const Rewritten& rewritten) {
  std::string text;
  const auto append = [&](std::size_t count, std::string_view word) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
  };
  append(rewritten.changed, "changed");
  append(rewritten.added, "added");
  append(rewritten.removed, "removed");
  return text;
}

/// The beginning of a statement in one line.
std::string shortened(const std::string& statement) {
  constexpr std::size_t longest = 80;
  std::string line;
  for (const char c : statement) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.size() <= longest) return line;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

std::string why_not_edited(const Framework& framework) {
  if (!refuses_edits(framework)) return {};
  return fmt::format(
      "{} keeps a checksum of what it has run: on a database that has run this migration it finds another file and "
      "refuses to go on.",
      framework.id);
}

void report_edit(const MigrationContext& ctx, Reporter& out) {
  const Rewritten& rewritten = *ctx.rewritten;
  std::string message = fmt::format("this migration exists at {} with other statements ({})",
                                    ctx.migration.change->revision, counts(rewritten));
  if (!rewritten.was.empty()) message += ": it had " + shortened(rewritten.was);
  out.report({.span = rewritten.first,
              .message = std::move(message),
              .why = why_not_edited(*ctx.migration.framework),
              .instead = "-- leave the file as it was, and write what is to be different as a new migration",
              .certainty = Certainty::assumed});
}

void report_deletion(const MigrationContext& ctx, Reporter& out) {
  const Change& change = *ctx.migration.change;
  std::string message = fmt::format("this migration exists at {} and is gone here", change.revision);
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(change.others.size(), most); ++i) {
    message += (i == 0 ? ", as are " : ", ") + change.others[i];
  }
  if (change.others.size() > most) message += fmt::format(" and {} more", change.others.size() - most);
  out.report({.span = Span{},
              .message = std::move(message),
              .why = "Databases that have run it keep what it did, and new databases never get it. Many runners stop "
                     "when a migration that they have run is not there any more.",
              .instead = "-- leave the file, and take its effects back in a new migration",
              .certainty = Certainty::assumed});
}

void report_other_name(const MigrationContext& ctx, Reporter& out) {
  const Change& change = *ctx.migration.change;
  const std::size_t begin = ctx.migration.up.range.begin;
  out.report({.span = Span{begin, begin},
              .message = fmt::format("at {} this migration is {}", change.revision, change.old_path),
              .why = "Its runner knows it by its name: a database that has run it under the old name runs it again, or "
                     "the runner stops because the old one is missing.",
              .instead = "-- leave the name of a migration that has run anywhere",
              .certainty = Certainty::assumed});
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  const Migration& migration = ctx.migration;
  if (migration.change == nullptr || migration.direction == Direction::down) return;
  const Change& change = *migration.change;
  if (change.kind == Change::Kind::deleted) return report_deletion(ctx, out);
  // What has no version is run again whenever it changes (Flyway's R__ files), or stands in no order at all.
  if (migration.version.empty() || change.old_path.empty()) return;
  const bool known = knows_by_version(*migration.framework) && change.old_version == migration.version;
  if (change.kind == Change::Kind::renamed && !known) return report_other_name(ctx, out);
  if (ctx.rewritten) report_edit(ctx, out);
}

}  // namespace

namespace rules {

extern constinit const Rule edited_migration = {
    .id = "edited-migration",
    .family = Family::history,
    .severity = Severity::amber,
    .summary = "a migration that exists at the revision compared with and was changed, renamed or deleted since",
    .why =
        "A runner runs each migration once. Databases that have run this one keep what it did then; those that run it "
        "from now on get something else, and nobody is told that they differ.",
    .instead = R"(-- leave the file as it was, and write what is to be different as a new migration
ALTER TABLE users ALTER COLUMN active SET DEFAULT false;)",
    .bad = R"(-- at main: 0001_users.sql
CREATE TABLE users (id bigint, active boolean DEFAULT true);
-- file: 0001_users.sql
CREATE TABLE users (id bigint, active boolean DEFAULT false);
)",
    .good = R"(-- at main: 0001_users.sql
CREATE TABLE users (id bigint, active boolean DEFAULT true);
-- file: 0001_users.sql
-- only the layout is another one
create table users (
  id bigint,
  active boolean default true
);
-- file: 0002_inactive.sql
SET lock_timeout = '2s';
ALTER TABLE users ALTER COLUMN active SET DEFAULT false;
)",
    .see = "",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
