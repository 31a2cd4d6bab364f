#include "migration/template.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "migration/file_names.h"
#include "migration/paths.h"

namespace pginterlock {

namespace {

enum class Answer : std::uint8_t { no, unknown, yes };

constexpr std::size_t deepest_question = 16;

Answer opposite(Answer answer) {
  return answer == Answer::unknown ? answer : answer == Answer::yes ? Answer::no : Answer::yes;
}

/// Whether a word of a template names the database that runs.
Answer is_postgresql(std::string_view name) {
  if (name.size() > 40) return Answer::unknown;
  std::string word(name);
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  if (word == "postgres" || word == "postgresql") return Answer::yes;
  return foreign_database(word).empty() ? Answer::unknown : Answer::no;
}

/// Answers a condition as far as it is about the database. Source: Go, text/template, "Functions".
class Question {
 public:
  explicit Question(std::string_view text) : text_(text) {}

  Answer answer() { return expression(0); }

 private:
  std::string_view next() {
    text_ = trimmed(text_);
    if (text_.empty()) return {};
    std::size_t end = 1;
    if (text_[0] == '"') {
      end = text_.find('"', 1);
      end = end == std::string_view::npos ? text_.size() : end + 1;
    } else if (text_[0] != '(' && text_[0] != ')') {
      end = std::min(text_.find_first_of(" \t()\""), text_.size());
    }
    const std::string_view word = text_.substr(0, end);
    text_.remove_prefix(end);
    return word;
  }
  bool at_end() {
    text_ = trimmed(text_);
    return text_.empty() || text_[0] == ')';
  }

  Answer operand(std::size_t depth) {
    const std::string_view word = next();
    if (word == "(") {
      const Answer inner = expression(depth + 1);
      if (next() != ")") text_ = {};
      return inner;
    }
    return word.starts_with('.') ? is_postgresql(word.substr(1)) : Answer::unknown;
  }

  Answer expression(std::size_t depth) {
    if (depth > deepest_question) {
      text_ = {};
      return Answer::unknown;
    }
    const std::string_view rest = text_;
    const std::string_view word = next();
    if (word == "not") return opposite(operand(depth));
    if (word == "and" || word == "or") {
      Answer all = word == "and" ? Answer::yes : Answer::no;
      while (!at_end()) all = word == "and" ? std::min(all, operand(depth)) : std::max(all, operand(depth));
      return all;
    }
    if (word == "eq" || word == "ne") return comparison(word == "eq");
    text_ = rest;
    const Answer one = operand(depth);
    if (at_end()) return one;
    while (!at_end()) operand(depth);
    return Answer::unknown;
  }

  /// eq .Dialect "mysql" "sqlite": whether the first is any of the others.
  Answer comparison(bool equal) {
    Answer any = Answer::no;
    std::size_t names = 0;
    while (!at_end()) {
      const std::string_view word = next();
      if (word == "(") text_ = {};
      if (!word.starts_with('"') || word.size() < 2) continue;
      any = std::max(any, is_postgresql(word.substr(1, word.size() - 2)));
      ++names;
    }
    if (names == 0) return Answer::unknown;
    return equal ? any : opposite(any);
  }

  std::string_view text_;
};

/// {{ … }} with what stands in it, without the dashes that trim blanks.
struct Action {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view word;
  std::string_view rest;
};

std::optional<Action> next_action(std::string_view text, std::size_t from) {
  const std::size_t begin = text.find("{{", from);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t close = text.find("}}", begin + 2);
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view inside = text.substr(begin + 2, close - begin - 2);
  if (inside.starts_with('-')) inside.remove_prefix(1);
  if (inside.ends_with('-')) inside.remove_suffix(1);
  inside = trimmed(inside);
  const std::string_view word = inside.substr(0, inside.find_first_of(" \t\r\n("));
  return Action{begin, close + 2, word, inside.substr(word.size())};
}

/// A block that an action opened and that no {{end}} has closed yet.
struct Open {
  bool condition = false;      // {{if}}, not {{range}} and the like
  bool outer_dropped = false;  // it stands in a branch of another database
  bool dropped = false;        // so does what comes now
  bool answered = false;       // the branch that is open was decided
  Answer so_far = Answer::no;  // whether a branch before this one runs
};

class Renderer {
 public:
  explicit Renderer(std::string_view text) : text_(text), rendered_(text) {}

  std::optional<std::string> run() {
    std::size_t behind = 0;
    for (auto action = next_action(text_, 0); action; action = next_action(text_, behind)) {
      if (dropped()) blank(behind, action->begin);
      if (!take(*action)) return std::nullopt;
      behind = action->end;
    }
    if (!open_.empty() || !decided_) return std::nullopt;
    return std::move(rendered_);
  }

 private:
  bool dropped() const { return !open_.empty() && open_.back().dropped; }

  void blank(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (rendered_[i] != '\n' && rendered_[i] != '\r') rendered_[i] = ' ';
    }
  }

  /// False when the blocks do not fit together: it is no template of this kind.
  bool take(const Action& action) {
    static constexpr std::array other_blocks = {"range", "with", "block", "define"};
    if (action.word == "if") {
      open_.push_back({.condition = true, .outer_dropped = dropped()});
      branch(Question(action.rest).answer(), action);
      return true;
    }
    if (std::find(other_blocks.begin(), other_blocks.end(), action.word) != other_blocks.end()) {
      open_.push_back({.condition = false, .outer_dropped = dropped(), .dropped = dropped()});
    } else if (action.word == "else") {
      if (open_.empty()) return false;
      if (open_.back().condition) {
        const std::string_view rest = trimmed(action.rest);
        branch(rest.starts_with("if") ? Question(rest.substr(2)).answer() : Answer::yes, action);
        return true;
      }
    } else if (action.word == "end") {
      if (open_.empty()) return false;
      const Open closed = open_.back();
      open_.pop_back();
      if (closed.answered || closed.outer_dropped) blank(action.begin, action.end);
      return true;
    }
    if (dropped()) blank(action.begin, action.end);
    return true;
  }

  /// A branch runs when its condition holds and no branch before it ran.
  void branch(Answer condition, const Action& action) {
    Open& open = open_.back();
    const Answer runs = std::min(condition, opposite(open.so_far));
    open.so_far = std::max(open.so_far, condition);
    open.answered = runs != Answer::unknown;
    open.dropped = open.outer_dropped || runs == Answer::no;
    decided_ = decided_ || open.answered;
    if (open.answered || open.outer_dropped) blank(action.begin, action.end);
  }

  std::string_view text_;
  std::string rendered_;
  std::vector<Open> open_;
  bool decided_ = false;
};

}  // namespace

std::optional<std::string> template_for_postgresql(std::string_view text) {
  if (text.find("{{") == std::string_view::npos) return std::nullopt;
  return Renderer(text).run();
}

}  // namespace pginterlock
