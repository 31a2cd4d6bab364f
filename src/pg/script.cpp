#include "pg/script.h"

#include <algorithm>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/parser_error.h"
#include "text/utf8.h"

extern "C" {
#include "pg_query.h"
#include "pg_query/pg_query_internal.h"
}
#undef DEBUG

namespace pginterlock::pg {

namespace {

// Large enough that the cost of a batch vanishes, small enough that its tree stays in the caches.
constexpr std::size_t batch_bytes = 256 * 1024;

/// libpg_query reports the place of an error in characters, from 1; the parser's text is `text`.
std::size_t byte_of_character(std::string_view text, int cursor) {
  std::size_t offset = 0;
  for (int character = 1; character < cursor && offset < text.size(); ++character) {
    const std::size_t length = utf8::character_length(text.substr(offset));
    offset += length == 0 ? 1 : length;
  }
  return offset;
}

/// Whether a template decides what the bytes in `span` are.
bool holds_template(std::span<const Blank> blanks, Span span) {
  return std::any_of(blanks.begin(), blanks.end(), [&](const Blank& blank) {
    const bool of_template = blank.kind == BlankKind::placeholder || blank.kind == BlankKind::quoted_value ||
                             blank.kind == BlankKind::template_control;
    return of_template && blank.span.begin < span.end && span.begin < blank.span.end;
  });
}

}  // namespace

/// The memory context that holds one parse's tree.
struct Script::Tree {
  explicit Tree(const char* sql) : context(pg_query_enter_memory_context()), result(pg_query_raw_parse(sql, 0)) {
    MemoryContextSwitchTo(TopMemoryContext);
    // A context hangs in the list of its thread's top context. Taken out of there it belongs to nobody, and whichever
    // thread has the tree may delete it.
    MemoryContextSetParent(context, nullptr);
  }
  ~Tree() {
    if (result.error != nullptr) pg_query_free_error(result.error);
    free(result.stderr_buffer);
    pg_query_exit_memory_context(context);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  MemoryContext context;
  PgQueryInternalParsetreeAndError result;
};

class Script::Batch {
 public:
  std::vector<Statement> statements;
  std::vector<std::unique_ptr<Tree>> trees;
};

Script::Script(const SourceFile& source, Span range) : source_(source), split_(split(source.text(), range)) {
  const auto& pieces = split_.statements;
  for (std::size_t first = 0; first < pieces.size(); first = batch_ends_.back()) {
    std::size_t last = first + 1;
    while (last < pieces.size() && pieces[last].end - pieces[first].begin <= batch_bytes) ++last;
    batch_ends_.push_back(last);
  }
}

Script::~Script() = default;

void Script::parse_ahead() {
  if (!batch_ends_.empty()) ahead_ = parse(0);
}

bool Script::next_batch() {
  statements_ = {};
  current_ = nullptr;
  if (next_ == batch_ends_.size()) return false;
  const std::size_t batch = next_++;
  current_ = batch == 0 && ahead_ != nullptr ? std::move(ahead_) : supplier_ ? supplier_(batch) : parse(batch);
  for (Statement& statement : current_->statements) statement.index = index_++;
  statements_ = current_->statements;
  return true;
}

Script::BatchPointer Script::parse(std::size_t number) const {
  auto batch = std::make_shared<Batch>();
  const std::size_t first = number == 0 ? 0 : batch_ends_[number - 1];
  const std::size_t last = batch_ends_[number];
  if (parse_together(first, last, *batch)) return batch;
  for (std::size_t piece = first; piece < last; ++piece) parse_alone(piece, *batch);
  return batch;
}

/// The bytes of the source in `span` with what is no SQL blanked out.
std::string Script::readable_text(Span span) const {
  std::string copy(source_.slice(span));
  const auto behind = [&](const Blank& blank) { return blank.span.end <= span.begin; };
  const auto before = [&](const Blank& blank) { return blank.span.begin < span.end; };
  const auto first = std::partition_point(split_.blanks.begin(), split_.blanks.end(), behind);
  auto blank = std::partition_point(first, split_.blanks.end(), before);
  while (blank != first) apply_blank(*--blank, copy, span.begin);
  return copy;
}

/// Parses the pieces [first, last) as one text; false when the parser refuses any of it or sees other statements than
/// the splitter did.
bool Script::parse_together(std::size_t first, std::size_t last, Batch& into) const {
  const Span span{split_.statements[first].begin, split_.statements[last - 1].end};
  const std::string sql = readable_text(span);
  auto tree = std::make_unique<Tree>(sql.c_str());
  if (tree->result.error != nullptr || length(tree->result.tree) != last - first) return false;
  for (std::size_t i = first; i < last; ++i) {
    const auto* raw = as<RawStmt>(nth(tree->result.tree, i - first));
    into.statements.push_back({.node = raw->stmt,
                               .span = split_.statements[i],
                               .index = 0,
                               .tree_base = span.begin,
                               .error = std::nullopt,
                               .source = &source_});
  }
  into.trees.push_back(std::move(tree));
  return true;
}

void Script::parse_alone(std::size_t piece, Batch& into) const {
  const Span whole = split_.statements[piece];
  std::vector<Span> parts{whole};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Span span = parts[i];
    const std::string sql = readable_text(span);
    auto tree = std::make_unique<Tree>(sql.c_str());
    if (const PgQueryError* error = tree->result.error; error != nullptr) {
      // An unclosed parenthesis may have swallowed the statements behind it: cut again, without regard to it.
      if (parts.size() == 1) {
        std::vector<Span> smaller = split_at_every_semicolon(source_.text(), span);
        if (smaller.size() > 1) {
          parts = std::move(smaller);
          i = static_cast<std::size_t>(-1);
          continue;
        }
      }
      const std::size_t at = std::min(span.begin + byte_of_character(sql, error->cursorpos), span.end);
      Lexer lexer(source_.text(), at, span.end);
      const Span token = lexer.next().span;
      into.statements.push_back(
          {.node = nullptr,
           .span = span,
           .index = 0,
           .tree_base = span.begin,
           .error = SyntaxError{token.empty() ? span : token, error->message, sqlstate_of_parser_error(error->message),
                                holds_template(split_.blanks, span)},
           .source = &source_});
      continue;
    }
    for (const auto& raw : each<RawStmt>(tree->result.tree)) {
      into.statements.push_back({.node = raw.stmt,
                                 .span = span,
                                 .index = 0,
                                 .tree_base = span.begin,
                                 .error = std::nullopt,
                                 .source = &source_});
    }
    into.trees.push_back(std::move(tree));
  }
}

Span Statement::token_at(int location) const {
  if (location < 0) return span;
  Lexer lexer(source->text(), offset_of(location), span.end);
  const Span token = lexer.next_significant().span;
  return token.empty() ? span : token;
}

namespace {

/// The actions in the text of an ALTER TABLE.
std::vector<Span> actions_in(std::string_view text) {
  // ALTER TABLE [IF EXISTS] [ONLY] name [*] action, action …: the first action starts where the tree cannot tell, so
  // the words before it are skipped by the grammar, and actions are cut at the commas outside brackets.
  Lexer lexer(text);
  const auto is_word = [&](const Token& token, std::string_view word) {
    return token.kind == TokenKind::word && same_word(text.substr(token.span.begin, token.span.size()), word);
  };
  Token token = lexer.next_significant();  // ALTER
  token = lexer.next_significant();        // TABLE, INDEX, FOREIGN, MATERIALIZED, …
  if (is_word(token, "foreign") || is_word(token, "materialized")) token = lexer.next_significant();
  token = lexer.next_significant();
  if (is_word(token, "if")) {
    lexer.next_significant();
    token = lexer.next_significant();
  }
  if (is_word(token, "only")) token = lexer.next_significant();
  bool parenthesised = token.is('(', text);
  if (parenthesised) token = lexer.next_significant();
  Token after = lexer.next_significant();
  while (after.is('.', text)) {
    lexer.next_significant();
    after = lexer.next_significant();
  }
  if (parenthesised && after.is(')', text)) after = lexer.next_significant();
  if (after.kind == TokenKind::op && text.substr(after.span.begin, after.span.size()) == "*")
    after = lexer.next_significant();

  std::vector<Span> actions;
  Span action{after.span.begin, after.span.end};
  std::size_t depth = 0;
  for (token = after; token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', text) || token.is('[', text)) ++depth;
    if ((token.is(')', text) || token.is(']', text)) && depth > 0) --depth;
    if (depth == 0 && token.is(',', text)) {
      actions.push_back(action.empty() ? token.span : action);
      action = {0, 0};
      continue;
    }
    action = {action.empty() ? token.span.begin : action.begin, token.span.end};
  }
  if (!action.empty()) actions.push_back(action);
  return actions;
}

/// The statement that was asked about last: facts, rules and advice ask about one after the other.
struct LastActions {
  std::string text;
  std::vector<Span> actions;
};
thread_local LastActions last_actions;

const std::vector<Span>& known_actions(std::string_view text) {
  if (last_actions.text != text) last_actions = {std::string(text), actions_in(text)};
  return last_actions.actions;
}

Span moved(Span span, std::size_t by) { return {span.begin + by, span.end + by}; }

}  // namespace

Span Statement::action(std::size_t n) const {
  const std::vector<Span>& all = known_actions(text());
  return n < all.size() ? moved(all[n], span.begin) : span;
}

std::vector<Span> Statement::actions() const {
  std::vector<Span> all = known_actions(text());
  for (Span& one : all) one = moved(one, span.begin);
  return all;
}

}  // namespace pginterlock::pg
