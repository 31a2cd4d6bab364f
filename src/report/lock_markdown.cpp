#include <fmt/format.h>

#include <algorithm>

#include "report/lock_pages.h"
#include "report/names.h"
#include "risk/timeline.h"

namespace pginterlock::report {

namespace {

/// What would end the cell or the line is taken out of it.
std::string in_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

/// SQL in one line: white space is a blank.
std::string in_one_line(std::string_view sql) {
  std::string out;
  for (const char c : sql) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (out.ends_with(' ') || out.ends_with(';')) out.pop_back();
  return out;
}

/// The schema that the reader takes for granted is left out.
std::string short_name(const QualifiedName& relation) {
  return relation.schema == "public" ? relation.name.str() : relation.plain();
}

std::string code(std::string_view text) { return fmt::format("`{}`", in_cell(text)); }

std::string_view mark(Certainty certainty) { return certainty == Certainty::assumed ? " (assumed)" : ""; }

std::string lock_cell(const Lock& lock) {
  return fmt::format("{} on {}{} {}{}", name(lock.mode), lock.is_new ? "new " : "", word(lock.kind),
                     code(short_name(lock.relation)), mark(lock.certainty));
}

/// The lock on what the statement is about: the first that others can wait for, which PostgreSQL takes first. Of a
/// partition or index it takes the lock on the table before; the statement is about that table all the same.
const Lock* target_of(const Effects& effects) {
  const auto existing =
      std::find_if(effects.locks.begin(), effects.locks.end(), [](const Lock& lock) { return !lock.is_new; });
  if (existing != effects.locks.end()) return &*existing;
  return effects.locks.empty() ? nullptr : &effects.locks.front();
}

std::string other_locks(const Effects& effects, const Lock* target) {
  std::string out;
  for (const Lock& lock : effects.locks) {
    if (&lock == target) continue;
    out += (out.empty() ? "" : "<br>") + lock_cell(lock);
  }
  return out;
}

/// "reads, writes": what any of the locks on relations that existed before keeps waiting.
std::string blocked_cell(const Effects& effects) {
  Blocked blocked;
  for (const Lock& lock : effects.locks) {
    if (lock.is_new) continue;
    const Blocked by_lock = blocked_by(lock.mode);
    blocked.reads |= by_lock.reads;
    blocked.writes |= by_lock.writes;
    blocked.ddl |= by_lock.ddl;
  }
  if (blocked.reads) return "reads, writes, DDL";
  if (blocked.writes) return "writes, DDL";
  return blocked.ddl ? "DDL" : "nobody";
}

std::string work_cell(const Work& work) {
  const std::string table = code(short_name(work.relation));
  switch (work.kind) {
    case WorkKind::rewrite:
      return "rewrite of " + table;
    case WorkKind::scan:
      return "scan of " + table;
    case WorkKind::build:
      return "build of index " + (work.index.empty() ? "of " + table : code(work.index));
    case WorkKind::rebuild:
      return work.index.empty() ? "rebuild of the indexes of " + table : "rebuild of index " + code(work.index);
    case WorkKind::copy:
      return "copy of the files of " + table;
    case WorkKind::bulk:
      return "rows of " + table;
    case WorkKind::query:
      return "query for " + table;
  }
  return "";
}

std::string work_cells(const Effects& effects) {
  std::string out;
  for (const Work& work : effects.work) {
    const std::string cell = work_cell(work).append(mark(work.certainty));
    if (out.find(cell) == std::string::npos) out += (out.empty() ? "" : "<br>") + cell;
  }
  return out;
}

std::string_view transaction_cell(TransactionBlock block) {
  switch (block) {
    case TransactionBlock::allowed:
      return "yes";
    case TransactionBlock::forbidden:
      return "no";
    case TransactionBlock::required:
      return "only";
  }
  return "";
}

/// The certain failure that the reader must know of: the others depend on rows.
const Failure* failure_of(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.certainty == Certainty::proved && failure.kind != FailureKind::transaction_block;
  });
  return it == effects.failures.end() ? nullptr : &*it;
}

/// The cells behind the versions.
std::string answer_cells(const VersionFacts& facts) {
  const Effects& effects = facts.effects;
  if (const Failure* failure = failure_of(effects); failure != nullptr) {
    return fmt::format("fails{}: {} | | | | ", failure->sqlstate.empty() ? "" : " (" + failure->sqlstate + ")",
                       in_cell(failure->message));
  }
  std::string work = work_cells(effects);
  for (const Unknown& unknown : effects.unknown) work += (work.empty() ? "" : "<br>") + in_cell(unknown.what);
  const Lock* target = target_of(effects);
  if (target == nullptr) {
    const std::string_view word = effects.unknown.empty() ? "none" : "not known";
    const std::string_view blocked = effects.unknown.empty() ? "nobody" : word;
    return fmt::format("{} |  | {} | {} | {}", word, blocked, work, transaction_cell(effects.block));
  }
  return fmt::format("{} | {} | {} | {} | {}", lock_cell(*target), other_locks(effects, target), blocked_cell(effects),
                     work, transaction_cell(effects.block));
}

void write_case(const ReferenceFamily& family, const ReferenceCase& one, std::string& out) {
  const Migration setup = plain_migration("setup.sql", family.setup + "\n" + one.given);
  const SourceFile sql("statement.sql", one.session + "\n" + one.statement);
  const std::vector<StatementFacts> statements = facts_of(sql, {&setup, 1}, one.versions);
  if (statements.empty()) return;
  std::string cell = fmt::format("{}<br>{}", in_cell(one.name), code(in_one_line(one.statement)));
  if (!one.given.empty()) cell += "<br>after " + code(in_one_line(one.given));
  if (!one.session.empty()) cell += "<br>in a session with " + code(in_one_line(one.session));
  for (const std::string& open : one.open) cell += fmt::format("<br>*{}*", in_cell(open));
  for (const VersionGroup& group : grouped(statements.back(), answer_cells)) {
    out += fmt::format("| {} | {} | {} |\n", cell, group.range(), group.answer);
    cell.clear();
  }
}

std::string mode_table() {
  std::string out = "| mode | blocks | conflicts with |\n| --- | --- | --- |\n";
  for (int mode = 0; mode <= static_cast<int>(LockMode::access_exclusive); ++mode) {
    std::string conflicting;
    for (int other = 0; other <= static_cast<int>(LockMode::access_exclusive); ++other) {
      if (!conflicts(static_cast<LockMode>(mode), static_cast<LockMode>(other))) continue;
      if (!conflicting.empty()) conflicting += ", ";
      conflicting += name(static_cast<LockMode>(other));
    }
    const std::string blocked = blocked_in_words(static_cast<LockMode>(mode));
    out += fmt::format("| {} | {} | {} |\n", name(static_cast<LockMode>(mode)),
                       blocked.empty() ? "no reads, no writes" : blocked, conflicting);
  }
  return out;
}

/// A heading's name in a link, as GitHub makes it.
std::string anchor(std::string_view title) {
  std::string out;
  for (const char c : title) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '-') out += lower;
    if (lower == ' ') out += '-';
  }
  return out;
}

constexpr std::string_view introduction =
    R"(# What each statement locks

Written by `./dev docs` from the program's own facts: do not edit. Each row is a case under
`testdata/effects/reference`. `pginterlock locks 'SQL'` answers the same for any statement, and `--schema FILE` for your
own tables.

Versions that answer the same share a row. "Lock" is the strongest lock on what the statement is about, "other locks"
are those on other relations: new ones, referenced tables, partitions, indexes, sequences. "Blocks" is who waits for any
of those locks on a relation that existed before. "Work" grows with the size of the relation; all locks are held while it
goes on, and then until the transaction ends. A rewrite reads every row and builds all indexes anew as well.
"Transaction block": whether the statement may run inside one. Words in italics name what the statement alone does not
determine: there may be more than the row says. Locks on the system catalogs and on TOAST tables are not listed.

)";

}  // namespace

std::string locks_as_markdown(std::span<const ReferenceFamily> families) {
  std::string out(introduction);
  out += "## Lock modes\n\n" + mode_table();
  out += "\nReads: `SELECT`. Writes: `INSERT`, `UPDATE`, `DELETE`, `MERGE`. DDL: schema changes and `VACUUM`.\n\n";
  out += "## Statements\n\n";
  for (const ReferenceFamily& family : families) {
    out += fmt::format("- [{}](#{})\n", family.title, anchor(family.title));
  }
  for (const ReferenceFamily& family : families) {
    out += fmt::format("\n## {}\n\n{}{}", family.title, family.text, family.text.empty() ? "" : "\n\n");
    if (!family.setup.empty()) out += fmt::format("With these tables:\n\n```sql\n{}\n```\n\n", family.setup);
    out += "| statement | PostgreSQL | lock | other locks | blocks | work | transaction block |\n";
    out += "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const ReferenceCase& one : family.cases) write_case(family, one, out);
  }
  return out;
}

}  // namespace pginterlock::report
