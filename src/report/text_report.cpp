#include "report/text_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "lint/rule.h"
#include "report/display.h"
#include "report/excerpt.h"
#include "report/names.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t text_width = 110;
constexpr std::size_t long_history = 50;  // migrations: nobody judges so many for the first time

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "INFO";
    case Severity::amber:
      return "AMBER";
    case Severity::red:
      return "RED";
  }
  return "";
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::green:
      return "GREEN";
    case Verdict::amber:
      return "AMBER";
    case Verdict::red:
      return "RED";
  }
  return "";
}

/// "2 red, 1 amber"; without what is not there, "no findings" when nothing is.
std::string counts(std::size_t red, std::size_t amber, std::size_t info, std::size_t suppressed) {
  std::string text;
  const auto append = [&](std::size_t count, std::string_view noun) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, noun);
  };
  append(red, "red");
  append(amber, "amber");
  append(info, "info");
  append(suppressed, "suppressed");
  return text.empty() ? "no findings" : text;
}

/// "blocks writes and DDL briefly".
std::string blocking(LockMode mode, Duration duration) {
  const std::string blocked = blocked_in_words(mode);
  return fmt::format("blocks {} {}", blocked.empty() ? "no reads, writes or DDL" : blocked,
                     duration_in_words(duration));
}

std::string impact_text(const Impact& impact) {
  return fmt::format("{} {}: {}", displayed(impact.relation.plain()), name(impact.mode),
                     blocking(impact.mode, impact.duration));
}

std::string versions_text(const VersionRange& versions) {
  if (versions.min != versions.max) return fmt::format("PostgreSQL {} to {}", versions.min, versions.max);
  const std::string_view why = versions.chosen ? "" : " (the oldest supported; choose with --pg-version)";
  return fmt::format("PostgreSQL {}{}", versions.min, why);
}

std::string frameworks_text(const Totals& totals) {
  if (totals.frameworks.empty()) return "";
  if (totals.frameworks.size() == 1 && totals.frameworks[0] == "plain") {
    return "; taken as psql -f sends it: no transaction but the file's own BEGIN";
  }
  return fmt::format("; framework: {}", fmt::join(totals.frameworks, ", "));
}

/// What of a run with --since or --staged was not judged: "; since main, 12 earlier migrations as history".
std::string history_text(const Totals& totals) {
  if (totals.since.empty()) return "";
  return fmt::format("; since {}, {} as history", displayed(totals.since),
                     count_of(totals.history, "earlier migration"));
}

bool is_notable(const Lock& lock) { return lock.mode > LockMode::access_share; }

}  // namespace

void TextReport::add(const JudgedMigration& judged) {
  const MigrationReport& report = judged.report;
  if (options_.quiet && report.verdict == Verdict::green) return;
  bool shown = false;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    if (finding.suppressed || (options_.quiet && finding.severity == Severity::info)) continue;
    write_finding(finding, *report.migration.up.source, judged.only_for(i, options_.versions));
    out_ += '\n';
    shown = true;
  }
  write_migration_line(report);
  if (options_.verbose) {
    write_locks(report);
    write_transactions(report);
  }
  if (shown) out_ += '\n';
}

std::string TextReport::finding(const Finding& finding, const SourceFile& source, const std::string& only_for) {
  out_.clear();
  write_finding(finding, source, only_for);
  return std::move(out_);
}

void TextReport::write_finding(const Finding& finding, const SourceFile& source, const std::string& only_for) {
  const std::string head = fmt::format("{}[{}]", word_of(finding.severity), finding.rule->id);
  out_ += style_.severity(finding.severity, head);
  out_ += style_.bold(": " + displayed(finding.message)) + '\n';
  const bool has_place = finding.statement.has_value() || !finding.span.empty();
  const std::size_t margin = has_place ? margin_of(source, finding.span) : 1;
  // What changes no verdict is told in two lines: who wants to know more asks for it.
  if (finding.severity == Severity::info && !options_.verbose && !options_.explain_always) {
    write_position(finding, source, margin);
    return;
  }
  write_place(finding, source, margin);
  write_impacts(finding, margin);
  if (!only_for.empty()) note(margin, "versions", "only on PostgreSQL " + only_for);
  write_advice(finding, margin);
  const bool proved = finding.certainty == Certainty::proved;
  note(margin, "certainty",
       proved ? "proved by the SQL that was read" : "assumed: what decides it is not in the SQL that was read");
}

void TextReport::write_position(const Finding& finding, const SourceFile& source, std::size_t margin) {
  const std::string path = displayed(display_path(source.path(), options_.working_directory));
  out_ += fmt::format(" {:>{}}", "", margin) + style_.frame("--> ") + path;
  if (finding.statement || !finding.span.empty()) {
    const Position position = source.position(finding.span.begin);
    out_ += fmt::format(":{}:{}", position.line, position.column);
  }
  out_ += '\n';
}

void TextReport::write_place(const Finding& finding, const SourceFile& source, std::size_t margin) {
  write_position(finding, source, margin);
  if (!finding.statement && finding.span.empty()) return;
  out_ += excerpt(source, finding.span, finding.severity, style_, margin);
}

void TextReport::write_impacts(const Finding& finding, std::size_t margin) {
  for (const Impact& impact : finding.impacts) note(margin, "lock", impact_text(impact));
}

void TextReport::write_advice(const Finding& finding, std::size_t margin) {
  const Rule& rule = *finding.rule;
  const std::string_view why = finding.why.empty() ? rule.why : std::string_view(finding.why);
  const std::string_view instead = finding.instead;
  const bool why_said = said_before(rule, why);
  const bool instead_said = said_before(rule, instead);
  if (why_said && instead_said) {
    note(margin, "why, instead", "as above, or: pginterlock explain " + std::string(rule.id));
  } else {
    note(margin, "why", why_said ? "as above, or: pginterlock explain " + std::string(rule.id) : std::string(why));
    if (instead_said) note(margin, "instead", "as above");
    if (!instead_said) sql_note(margin, "instead", instead);
  }
  if (finding.fix) {
    note(margin, "fix", fmt::format("{} ({})", finding.fix->title, name(finding.fix->applicability)));
  }
}

void TextReport::note(std::size_t margin, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out_ += fmt::format(" {:>{}} ", "", margin) + style_.frame("=") + ' ' + style_.bold(std::string(name) + ":") + ' ';
  out_ += wrapped(text, text_width, margin + name.size() + 6) + '\n';
}

void TextReport::sql_note(std::size_t margin, std::string_view name, std::string_view sql) {
  if (sql.empty()) return;
  while (sql.ends_with('\n')) sql.remove_suffix(1);
  out_ += fmt::format(" {:>{}} ", "", margin) + style_.frame("=") + ' ' + style_.bold(std::string(name) + ":") + '\n';
  while (true) {
    const std::size_t end = sql.find('\n');
    const std::string line = displayed(sql.substr(0, end));
    out_ += line.empty() ? "\n" : fmt::format(" {:>{}}     {}\n", "", margin, line);
    if (end == std::string_view::npos) return;
    sql.remove_prefix(end + 1);
  }
}

bool TextReport::said_before(const Rule& rule, std::string_view text) {
  if (options_.explain_always || text.empty()) return false;
  const std::uint64_t key = std::hash<std::string_view>{}(text)*31 + std::hash<std::string_view>{}(rule.id);
  return !said_.insert(key).second;
}

void TextReport::write_migration_line(const MigrationReport& report) {
  std::size_t by_severity[3] = {};
  std::size_t suppressed = 0;
  for (const Finding& finding : report.findings) {
    ++(finding.suppressed ? suppressed : by_severity[static_cast<std::size_t>(finding.severity)]);
  }
  const SourceFile& source = *report.migration.up.source;
  out_ += style_.verdict(report.verdict, fmt::format("{:<5}", word_of(report.verdict)));
  out_ += ' ' + displayed(display_path(source.path(), options_.working_directory)) + ": ";
  const bool gone = report.migration.change && report.migration.change->kind == Change::Kind::deleted;
  out_ += gone                        ? "deleted"
          : report.statements.empty() ? "no statements"
                                      : count_of(report.statements.size(), "statement");
  if (!report.findings.empty()) {
    out_ += ", " + counts(by_severity[2], by_severity[1], by_severity[0], suppressed);
  }
  if (!report.blanked.empty()) {
    out_ += fmt::format(", {} not filled in", count_of(report.blanked.size(), "placeholder"));
  }
  out_ += '\n';
}

void TextReport::write_locks(const MigrationReport& report) {
  const SourceFile& source = *report.migration.up.source;
  for (const StatementReport& statement : report.statements) {
    if (std::none_of(statement.effects.locks.begin(), statement.effects.locks.end(), is_notable)) continue;
    const Position position = source.position(statement.span.begin);
    out_ += fmt::format("      {}:{} {}\n", position.line, position.column, statement.kind);
    for (const Lock& lock : statement.effects.locks) {
      if (!is_notable(lock)) continue;
      out_ += fmt::format(
          "        {} {}: {}\n", displayed(lock.relation.plain()), name(lock.mode),
          lock.is_new ? "new, nobody waits" : blocking(lock.mode, duration_of(statement.effects, lock.relation)));
    }
  }
}

/// From when until when each transaction of several statements keeps others away, and what it does meanwhile.
void TextReport::write_transactions(const MigrationReport& report) {
  const SourceFile& source = *report.migration.up.source;
  const auto line_of = [&](std::size_t statement) {
    return source.position(report.statements[statement].span.begin).line;
  };
  for (const TransactionTimeline& transaction : report.transactions) {
    const auto is_shown = [](const LockInterval& lock) {
      return lock.mode > LockMode::access_share && stands_alone(lock.kind);
    };
    if (std::none_of(transaction.locks.begin(), transaction.locks.end(), is_shown)) continue;
    out_ += fmt::format("      one transaction, lines {} to {}{}:\n", line_of(transaction.first),
                        line_of(transaction.last), transaction.goes_on ? " and on into the next migration" : "");
    for (const LockInterval& lock : transaction.locks) {
      if (!is_shown(lock)) continue;
      const std::string from =
          lock.from ? fmt::format("from line {}", line_of(*lock.from)) : "since an earlier migration";
      out_ += fmt::format("        {} {} {} to line {}: {}\n", displayed(lock.relation.plain()), name(lock.mode), from,
                          line_of(lock.until), blocking(lock.mode, lock.duration));
    }
    for (const TimelineWork& work : transaction.work) {
      const std::string index = work.index.empty() ? "" : displayed(work.index) + " of ";
      out_ += fmt::format("        meanwhile, line {}: {} {}{}\n", line_of(work.statement), work_in_words(work.kind),
                          index, displayed(work.relation.plain()));
    }
  }
}

void TextReport::write_discovery(const Totals& totals) {
  const auto shown = [&](const std::string& path) {
    return displayed(display_path(path.empty() ? "." : path, options_.working_directory));
  };
  for (const FoundHistory& history : totals.histories) {
    if (history.framework == nullptr && totals.histories.size() == 1) continue;
    out_ += fmt::format("{}: {} in {} ({})\n", history.framework == nullptr ? "plain" : history.framework->id,
                        count_of(history.migrations, "migration"), shown(history.folder), displayed(history.reason));
  }
  for (const LeftOut& one : totals.left_out) {
    out_ += fmt::format("left out: {} ({}{}): {}\n", count_of(one.files, "file"), shown(one.example),
                        one.files > 1 ? ", …" : "", one.reason);
  }
}

LongText TextReport::finish(const Totals& totals) {
  if (options_.quiet && totals.verdict == Verdict::green) return {};
  write_discovery(totals);
  out_ += style_.verdict(totals.verdict, word_of(totals.verdict));
  const bool nothing = !totals.since.empty() && totals.migrations == 0 && totals.red + totals.amber + totals.info == 0;
  const std::string what =
      nothing ? "no migration changed"
              : fmt::format("{} in {}, {}", counts(totals.red, totals.amber, totals.info, totals.suppressed),
                            count_of(totals.migrations, "migration"), count_of(totals.statements, "statement"));
  out_ += fmt::format(": {}{}; {}{}\n", what, history_text(totals), versions_text(options_.versions),
                      frameworks_text(totals));
  if (totals.since.empty() && totals.migrations > long_history && !options_.quiet) {
    out_ += "hint: all of the history was judged; --since REV judges only what is new since a git revision\n";
  }
  return LongText(out_);
}

}  // namespace pginterlock::report
