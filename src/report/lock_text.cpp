#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/display.h"
#include "report/lock_pages.h"
#include "report/names.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t text_width = 118;
constexpr std::size_t label_width = 13;
constexpr std::size_t indent = 2 + label_width;

constexpr std::array all_modes = {
    LockMode::access_share, LockMode::row_share,           LockMode::row_exclusive, LockMode::share_update_exclusive,
    LockMode::share,        LockMode::share_row_exclusive, LockMode::exclusive,     LockMode::access_exclusive};

/// Lines under one label, with their cells below each other. The last cell may be long.
class Section {
 public:
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  void write(std::string_view label, std::string& out) const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
      widths.resize(std::max(widths.size(), row.size()));
      for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], DisplayLine(row[i]).width());
    }
    for (const auto& row : rows_) {
      out += fmt::format("  {:<{}}", &row == rows_.data() ? label : "", label_width);
      std::size_t column = indent;
      for (std::size_t i = 0; i + 1 < row.size(); ++i) {
        out += row[i] + std::string(widths[i] - DisplayLine(row[i]).width() + 2, ' ');
        column += widths[i] + 2;
      }
      out += wrapped(row.back(), std::max(text_width, column + 40), column) + '\n';
    }
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

std::string lock_effect(const Lock& lock, Duration duration) {
  if (lock.is_new) return "new: nobody else uses it yet";
  if (lock.mode < LockMode::share_update_exclusive) return who_waits(lock.mode);
  return fmt::format("{} {}", who_waits(lock.mode), duration_in_words(duration));
}

void write_locks(const VersionFacts& facts, std::string& out) {
  const Effects& effects = facts.effects;
  Section section;
  for (std::size_t i = 0; i < effects.locks.size(); ++i) {
    const Lock& lock = effects.locks[i];
    std::string effect = lock_effect(lock, facts.durations[i]);
    if (lock.certainty == Certainty::assumed) effect += " (assumed)";
    section.add({std::string(name(lock.mode)), std::string(word(lock.kind)) + " " + displayed(lock.relation.plain()),
                 std::move(effect)});
  }
  if (effects.locks.empty()) {
    section.add({effects.unknown.empty() ? "none on a table, view, index or sequence" : "none that is known"});
  }
  section.write("locks", out);
}

std::string work_in_words(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
      return "rewrites";
    case WorkKind::scan:
      return "reads every row of";
    case WorkKind::build:
      return "builds index";
    case WorkKind::rebuild:
      return "rebuilds index";
    case WorkKind::copy:
      return "copies the files of";
    case WorkKind::bulk:
      return "changes rows of";
    case WorkKind::query:
      return "runs a query for";
  }
  return "";
}

std::string object_of(const Work& work) {
  const bool of_index = work.kind == WorkKind::build || work.kind == WorkKind::rebuild;
  if (!of_index) return displayed(work.relation.plain());
  const std::string table = displayed(work.relation.plain());
  return work.index.empty() ? fmt::format("(all of {})", table) : fmt::format("{} of {}", displayed(work.index), table);
}

void write_work(const Effects& effects, std::string& out) {
  Section section;
  for (const Work& work : effects.work) {
    std::string why(reason_in_words(work.reason));
    if (!work.column.empty()) why += fmt::format(" (column {})", displayed(work.column));
    if (work.certainty == Certainty::assumed) why += " (assumed)";
    section.add({work_in_words(work.kind), object_of(work), std::move(why)});
  }
  if (effects.work.empty()) {
    section.add({effects.unknown.empty() ? "none that grows with the size of a table" : "none that is known"});
  }
  section.write("work", out);
}

std::string_view transaction_in_words(TransactionBlock block) {
  switch (block) {
    case TransactionBlock::allowed:
      return "may run inside a transaction block";
    case TransactionBlock::forbidden:
      return "refuses to run inside a transaction block (25001)";
    case TransactionBlock::required:
      return "must run inside a transaction block (else 25P01)";
  }
  return "";
}

void write_failures(const Effects& effects, std::string& out) {
  Section section;
  for (const Failure& failure : effects.failures) {
    // The line about the transaction block says it.
    if (effects.block == TransactionBlock::required && failure.kind == FailureKind::transaction_block) continue;
    const bool certain = failure.certainty == Certainty::proved;
    section.add({failure.sqlstate.empty() ? "error" : failure.sqlstate,
                 displayed(failure.message) + (certain ? "" : " (assumed)")});
  }
  section.write("fails", out);
}

/// What fails loses nothing.
void write_losses(const Effects& effects, std::string& out) {
  const bool fails = std::any_of(effects.failures.begin(), effects.failures.end(),
                                 [](const Failure& failure) { return failure.certainty == Certainty::proved; });
  if (effects.losses.empty() || fails) return;
  Section section;
  for (const Loss& loss : effects.losses) {
    std::string what = fmt::format("{} {}", name(loss.kind), displayed(loss.object));
    if (loss.kind == ObjectKind::rows) what = "rows of " + displayed(loss.relation.plain());
    if (loss.data && loss.kind != ObjectKind::rows) what += " with its data";
    if (loss.implicit) what += ", which the statement does not name";
    if (loss.certainty == Certainty::assumed) what += " (assumed)";
    section.add({std::move(what)});
  }
  section.write("loses", out);
}

bool assumes(const Effects& effects) {
  const auto any = [](const auto& facts) {
    return std::any_of(facts.begin(), facts.end(),
                       [](const auto& fact) { return fact.certainty == Certainty::assumed; });
  };
  return any(effects.locks) || any(effects.work) || any(effects.losses) || any(effects.failures);
}

void write_notes(const VersionFacts& facts, bool schema_given, std::string& out) {
  Section unknown;
  for (const Unknown& one : facts.effects.unknown) unknown.add({displayed(one.what)});
  unknown.write("unknown", out);
  Section notes;
  if (!facts.unseen.empty()) {
    std::vector<std::string> names;
    for (const QualifiedName& name : facts.unseen) names.push_back(displayed(name.plain()));
    notes.add({schema_given ? fmt::format("as far as is known: {} {} not in the schema that was given",
                                          fmt::join(names, ", "), names.size() == 1 ? "is" : "are")
                            : "as far as is known without the schema; give the tables with --schema FILE"});
  }
  if (assumes(facts.effects)) {
    notes.add({schema_given ? "assumed: what decides it is not in the schema that was given"
                            : "assumed: what decides it is not in the SQL"});
  }
  notes.write("note", out);
}

std::string answer_text(const VersionFacts& facts, bool schema_given) {
  std::string out;
  write_failures(facts.effects, out);
  write_locks(facts, out);
  write_work(facts.effects, out);
  write_losses(facts.effects, out);
  Section transaction;
  transaction.add({std::string(transaction_in_words(facts.effects.block))});
  transaction.write("transaction", out);
  write_notes(facts, schema_given, out);
  return out;
}

/// The statement as it was written, line by line.
std::string statement_text(const SourceFile& sql, Span span) {
  std::string out;
  std::string_view rest = sql.slice(span);
  while (true) {
    const std::size_t end = rest.find('\n');
    out += displayed(rest.substr(0, end)) + '\n';
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

std::string who_waits(LockMode mode) {
  if (mode >= LockMode::share_update_exclusive) return "blocks " + blocked_in_words(mode);
  const auto weakest =
      std::find_if(all_modes.begin(), all_modes.end(), [&](LockMode other) { return conflicts(mode, other); });
  return fmt::format("blocks no reads or writes, only {}{}", name(*weakest),
                     *weakest == LockMode::access_exclusive ? "" : " and stronger");
}

std::string locks_as_text(const SourceFile& sql, const std::vector<StatementFacts>& statements, bool schema_given) {
  std::string out;
  for (const StatementFacts& statement : statements) {
    if (!out.empty()) out += '\n';
    out += statement_text(sql, statement.span);
    for (const VersionGroup& group :
         grouped(statement, [&](const VersionFacts& facts) { return answer_text(facts, schema_given); })) {
      out += fmt::format("\nPostgreSQL {}\n{}", group.range(), group.answer);
    }
  }
  return out;
}

}  // namespace pginterlock::report
