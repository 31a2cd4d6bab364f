#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pg/splitter.h"
#include "text/source_file.h"
#include "text/span.h"

struct Node;

namespace pginterlock::pg {

/// Why PostgreSQL's parser refuses a statement, and at which bytes of the source.
struct SyntaxError {
  Span span;
  std::string message;
  std::string_view sqlstate = "42601";
  bool in_template = false;  // it holds a piece of a template, which is another text when it is filled in
};

/// One statement of a script. Its tree lives until the script moves to its next batch.
struct Statement {
  const ::Node* node = nullptr;  // null: the parser refused it, see `error`
  Span span;                     // first to last token, without the semicolon
  std::size_t index = 0;         // position among the statements of the script
  std::size_t tree_base = 0;     // byte of the source at which the tree's locations start to count
  std::optional<SyntaxError> error;
  const SourceFile* source = nullptr;

  std::string_view text() const { return source->slice(span); }
  /// The byte of the source that a `location` field of the tree means; the statement's start when it is unknown (-1).
  std::size_t offset_of(int location) const {
    return location < 0 ? span.begin : tree_base + static_cast<std::size_t>(location);
  }
  /// The token at a `location` field of the tree, or the whole statement when the location is unknown.
  Span token_at(int location) const;
  /// The n-th comma-separated action of ALTER TABLE / ALTER TYPE (which carry no location), or the whole statement.
  Span action(std::size_t n) const;
  /// All of those actions, in order. One pass over the tokens.
  std::vector<Span> actions() const;
};

/// One parsed range of a file. Parsing never fails: what the parser refuses is a statement with an error, and the
/// statements around it are parsed all the same. Trees are made batch by batch, so that the memory for a long file is
/// that of one batch. A Script may be made in one thread and used in another, not in two at once; but its batches may
/// be parsed in several.
class Script {
 public:
  /// The trees of some statements that follow each other.
  class Batch;
  using BatchPointer = std::shared_ptr<Batch>;
  /// Gives the parsed batch of that number, once.
  using Supplier = std::function<BatchPointer(std::size_t)>;

  Script(const SourceFile& source, Span range);
  explicit Script(const SourceFile& source) : Script(source, {0, source.text().size()}) {}
  ~Script();
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  /// Parses the first batch now, so that the first next_batch() has it ready.
  void parse_ahead();
  /// Moves on to the next statements, in place of those of the batch before; false when there are no more.
  bool next_batch();
  std::span<const Statement> statements() const { return statements_; }
  /// The trees of these statements, for who needs them longer.
  BatchPointer batch() const { return current_; }

  std::size_t batch_count() const { return batch_ends_.size(); }
  /// Parses one batch. It changes nothing here: other threads may do so as well.
  BatchPointer parse(std::size_t batch) const;
  /// From now on next_batch() takes what it has not parsed yet from there.
  void take_from(Supplier supplier) { supplier_ = std::move(supplier); }

  std::size_t statement_count() const { return split_.statements.size(); }
  std::span<const Comment> comments() const { return split_.comments; }
  /// What was blanked out before parsing: psql meta-commands, placeholders, COPY data, NUL bytes, a byte order mark.
  std::span<const Blank> blanks() const { return split_.blanks; }

 private:
  struct Tree;

  bool parse_together(std::size_t first, std::size_t last, Batch& into) const;
  void parse_alone(std::size_t piece, Batch& into) const;
  std::string readable_text(Span span) const;

  const SourceFile& source_;
  Split split_;
  std::vector<std::size_t> batch_ends_;  // behind the last piece of each batch
  std::size_t next_ = 0;                 // the batch that comes next
  std::size_t index_ = 0;
  BatchPointer ahead_;  // the first one, parsed and not handed out yet
  BatchPointer current_;
  Supplier supplier_;
  std::span<const Statement> statements_;
};

}  // namespace pginterlock::pg
