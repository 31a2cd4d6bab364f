#include "case_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "pg/splitter.h"

namespace pginterlock::conformance {

namespace {

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string> statements_of(std::string_view sql) {
  std::vector<std::string> statements;
  for (const Span& span : pg::split(sql, {0, sql.size()}).statements) {
    statements.emplace_back(sql.substr(span.begin, span.end - span.begin));
  }
  return statements;
}

/// A variable of @each with its values.
struct Each {
  std::string name;
  std::vector<std::string> values;
};

/// A case as written, before @each is expanded.
struct Draft {
  std::size_t line = 0;
  std::string name;
  int first_version = oldest_version;
  int last_version = newest_version;
  std::string given;
  std::string session;
  std::string statement;
  std::vector<Each> each;
  std::vector<Undetermined> undetermined;
  std::vector<Send> sends;  // empty: the case is one statement
  std::vector<Wrap> wraps;
};

/// A word of @send or @wrap.
template <typename Value>
struct Word {
  std::string_view text;
  Value value;
};
constexpr std::array<Word<Send>, 3> send_words = {
    {{"message", Send::whole}, {"statement", Send::statement}, {"pipeline", Send::pipeline}}};
constexpr std::array<Word<Wrap>, 3> wrap_words = {{{"none", Wrap::none}, {"file", Wrap::file}, {"run", Wrap::run}}};

constexpr std::string_view next_file = "-- @file\n";  // in the text of a case that is sent

std::string_view prefix_of(Wrap wrap) {
  switch (wrap) {
    case Wrap::none:
    case Wrap::changeset:
      return "";
    case Wrap::file:
      return "wrapped, ";
    case Wrap::run:
      return "one run, ";
  }
  return "";
}

std::vector<std::string> files_of(std::string_view text) {
  std::vector<std::string> files;
  while (true) {
    const std::size_t at = text.find(next_file);
    files.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return files;
    text.remove_prefix(at + next_file.size());
  }
}

std::string_view word_of(Send send) {
  return std::find_if(send_words.begin(), send_words.end(), [&](const auto& word) { return word.value == send; })->text;
}

using Values = std::map<std::string, std::string, std::less<>>;

/// The text with every ${name} replaced; none when a name has no value, which `missing` then tells.
std::optional<std::string> fill_in(std::string_view text, const Values& values, std::string& missing) {
  std::string filled;
  while (true) {
    const std::size_t at = text.find("${");
    filled += text.substr(0, at);
    if (at == std::string_view::npos) return filled;
    const std::size_t close = text.find('}', at);
    const std::string_view name = text.substr(at + 2, close == std::string_view::npos ? close : close - at - 2);
    const auto value = values.find(name);
    if (close == std::string_view::npos || value == values.end()) {
      missing = name.substr(0, 40);
      return std::nullopt;
    }
    filled += value->second;
    text.remove_prefix(close + 1);
  }
}

class Parser {
 public:
  explicit Parser(std::string path) { file_.path = std::move(path); }

  CaseFile parse(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      take(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    finish_case();
    file_.setup = statements_of(setup_);
    return std::move(file_);
  }

 private:
  void problem(std::size_t line, std::string message) { file_.problems.push_back({line, std::move(message)}); }
  void problem(std::string message) { problem(line_, std::move(message)); }

  void take(std::string_view line) {
    if (line.starts_with("-- @")) return directive(trim(line.substr(4)));
    if (into_ != nullptr) {
      into_->append(line).push_back('\n');
      return;
    }
    const std::string_view text = trim(line);
    if (!text.empty() && !text.starts_with("--")) problem("SQL before the first directive");
  }

  void directive(std::string_view text) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    const std::string_view rest = trim(text.substr(space));
    if (word == "case") return start_case(rest);
    if (word == "setup") return enter(draft_ ? draft_->given : setup_, rest);
    if (!draft_) return problem(fmt::format("@{} stands before the first @case", word));
    if (word == "versions") return versions(rest);
    if (word == "each") return each(rest);
    if (word == "undetermined") return undetermined(rest);
    if (word == "given") return enter(draft_->given, rest);
    if (word == "session") return enter(draft_->session, rest);
    if (word == "send") return list(rest, send_words, draft_->sends);
    if (word == "wrap") return list(rest, wrap_words, draft_->wraps);
    if (word == "statement") return enter(draft_->statement, rest);
    if (word == "file") return file();
    problem(fmt::format("unknown directive @{}", word));
  }

  void enter(std::string& section, std::string_view rest) {
    into_ = &section;
    if (!rest.empty()) problem("the SQL of a directive begins on the next line");
  }

  void file() {
    if (into_ != &draft_->statement || draft_->sends.empty()) return problem("@file stands in a text that is sent");
    draft_->statement += next_file;
  }

  void start_case(std::string_view name) {
    finish_case();
    if (name.empty()) problem("a case needs a name");
    draft_.emplace();
    draft_->line = line_;
    draft_->name = name;
    into_ = &draft_->statement;
  }

  /// a | b | c, each of them one of the words.
  template <typename Words, typename Value>
  void list(std::string_view text, const Words& words, std::vector<Value>& values) {
    while (true) {
      const std::size_t bar = text.find('|');
      const std::string_view written = trim(text.substr(0, bar));
      const auto word = std::find_if(words.begin(), words.end(), [&](const auto& one) { return one.text == written; });
      if (word == words.end()) return problem(fmt::format("unknown word: {}", written));
      values.push_back(word->value);
      if (bar == std::string_view::npos) return;
      text.remove_prefix(bar + 1);
    }
  }

  void versions(std::string_view text) {
    const std::size_t dots = text.find("..");
    const auto number = [&](std::string_view digits, int& version) {
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
      return error == std::errc() && end == digits.data() + digits.size() && version >= oldest_version &&
             version <= newest_version;
    };
    const std::string_view last = dots == std::string_view::npos ? text : text.substr(dots + 2);
    if (!number(text.substr(0, dots), draft_->first_version) || !number(last, draft_->last_version) ||
        draft_->first_version > draft_->last_version) {
      problem(fmt::format("@versions wants 13..18 or 15, within {}..{}", oldest_version, newest_version));
    }
  }

  void each(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return problem("@each wants NAME: value | value");
    Each each{std::string(trim(text.substr(0, colon))), {}};
    std::string_view values = text.substr(colon + 1);
    while (true) {
      const std::size_t bar = values.find(" | ");
      each.values.emplace_back(trim(values.substr(0, bar)));
      if (each.values.back().empty()) problem(fmt::format("@each {} has an empty value", each.name));
      if (bar == std::string_view::npos) break;
      values.remove_prefix(bar + 3);
    }
    const bool again = std::any_of(draft_->each.begin(), draft_->each.end(),
                                   [&](const Each& other) { return other.name == each.name; });
    if (again) return problem(fmt::format("@each {} is there twice", each.name));
    draft_->each.push_back(std::move(each));
  }

  void undetermined(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view kind = trim(text.substr(0, colon));
    const std::string_view reason = colon < text.size() ? trim(text.substr(colon + 1)) : "";
    if (reason.empty()) return problem("@undetermined wants KIND: REASON");
    if (kind == "locks") {
      draft_->undetermined.push_back({Undetermined::Facts::locks, std::string(reason)});
    } else if (kind == "work") {
      draft_->undetermined.push_back({Undetermined::Facts::work, std::string(reason)});
    } else if (kind == "failure") {
      draft_->undetermined.push_back({Undetermined::Facts::failure, std::string(reason)});
    } else {
      problem(fmt::format("@undetermined knows locks, work and failure, not {}", kind));
    }
  }

  void finish_case() {
    if (!draft_) return;
    const Draft draft = std::move(*draft_);
    draft_.reset();
    into_ = nullptr;
    Values values;
    expand(draft, 0, values);
  }

  /// Every combination of the values of @each from the n-th on.
  bool expand(const Draft& draft, std::size_t n, Values& values) {
    if (n == draft.each.size()) return add(draft, values);
    for (const std::string& value : draft.each[n].values) {
      values[draft.each[n].name] = value;
      if (!expand(draft, n + 1, values)) return false;  // one problem for all of them
    }
    return true;
  }

  bool add(const Draft& draft, const Values& values) {
    const auto refuse = [&](std::string message) {
      problem(draft.line, std::move(message));
      return false;
    };
    std::string missing;
    const auto name = fill_in(draft.name, values, missing);
    const auto given = fill_in(draft.given, values, missing);
    const auto session = fill_in(draft.session, values, missing);
    const auto statement = fill_in(draft.statement, values, missing);
    if (!name || !given || !session || !statement) return refuse(fmt::format("${{{}}} has no @each", missing));
    Case one{.name = *name,
             .line = draft.line,
             .first_version = draft.first_version,
             .last_version = draft.last_version,
             .given = statements_of(*given),
             .session = statements_of(*session),
             .statement = {},
             .sending = {},
             .files = {},
             .undetermined = draft.undetermined};
    for (const Each& each : draft.each) {
      const std::string variable = "${" + each.name + "}";
      const auto mentions = [&](const std::string& text) { return text.find(variable) != std::string::npos; };
      if (!mentions(draft.given) && !mentions(draft.session) && !mentions(draft.statement)) {
        return refuse(fmt::format("@each {} is not used", each.name));
      }
      if (!mentions(draft.name)) one.name += fmt::format(" [{}]", values.find(each.name)->second);
    }
    if (!draft.sends.empty()) return add_sent(draft, one, *statement);
    if (!draft.wraps.empty()) return refuse("@wrap wants @send");
    std::vector<std::string> statements = statements_of(*statement);
    if (statements.size() != 1) return refuse(fmt::format("a case has one statement, not {}", statements.size()));
    one.statement = std::move(statements.front());
    return add(draft, std::move(one));
  }

  bool add(const Draft& draft, Case one) {
    if (!names_.insert(one.name).second) {
      problem(draft.line, fmt::format("a second case is called: {}", one.name));
      return false;
    }
    file_.cases.push_back(std::move(one));
    return true;
  }

  /// A case for each way in which the text is sent.
  bool add_sent(const Draft& draft, const Case& one, std::string_view text) {
    const std::vector<Wrap> around = draft.wraps.empty() ? std::vector{Wrap::none} : draft.wraps;
    for (const Wrap wrap : around) {
      for (const Send send : draft.sends) {
        Case sent = one;
        sent.statement = trim(text);
        sent.files = files_of(sent.statement);
        sent.sending = Sending{wrap, send};
        sent.name += fmt::format(" [{}{}]", prefix_of(wrap), word_of(send));
        if (!add(draft, std::move(sent))) return false;
      }
    }
    return true;
  }

  CaseFile file_;
  std::size_t line_ = 0;
  std::string setup_;
  std::optional<Draft> draft_;
  std::string* into_ = nullptr;  // the section that lines of SQL go to
  std::set<std::string> names_;
};

}  // namespace

const Undetermined* Case::leaves_open(Undetermined::Facts facts) const {
  const auto it = std::find_if(undetermined.begin(), undetermined.end(),
                               [&](const Undetermined& one) { return one.facts == facts; });
  return it == undetermined.end() ? nullptr : &*it;
}

CaseFile parse_case_file(std::string path, std::string_view text) { return Parser(std::move(path)).parse(text); }

}  // namespace pginterlock::conformance
