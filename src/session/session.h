#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

struct Node;
struct TransactionStmt;

namespace pginterlock {

/// What the runner puts around the statements of a migration.
enum class Envelope : std::uint8_t {
  none,         // each statement is sent on its own: only the script's own BEGIN opens a transaction block
  transaction,  // the runner opens a transaction before the first statement and commits after the last
  message,      // several statements travel in one message, which PostgreSQL runs as one implicit transaction block
  pipeline,     // one by one before a single Sync: the first stands alone, the others in the transaction that it began
  message_in_transaction,   // a message within the runner's transaction: what stands in it once the text ended that one
  pipeline_in_transaction,  // a pipeline within it
};

/// Settings (GUCs) with the life cycles that PostgreSQL gives SET, SET LOCAL and ROLLBACK. Values are as written; a
/// setting that no script set has none. Names are in lower case. Source: guc.c, AtEOXact_GUC.
class Settings {
 public:
  std::optional<std::string> value(std::string_view name) const;
  /// SET, or RESET when there is no value. SET LOCAL outside a transaction block has no effect.
  void set(std::string_view name, std::optional<std::string> value, bool local);
  void reset_all();
  void begin();
  void commit();
  void rollback();
  void savepoint();
  void release_savepoint(std::size_t depth);      // depth: number of savepoints that stay
  void rollback_to_savepoint(std::size_t depth);  // the last of them is the one that is rolled back to

 private:
  /// Copies share what they hold until one of them is changed: a session is copied for each statement.
  class Values {
   public:
    /// Null: no script set it.
    const std::optional<std::string>* find(std::string_view name) const;
    void set(std::string_view name, std::optional<std::string> value);
    void erase(std::string_view name);
    void clear() { values_ = nullptr; }

   private:
    using Map = std::map<std::string, std::optional<std::string>, std::less<>>;
    std::shared_ptr<const Map> values_;  // null: there are none
  };

  Values session_;   // what the session has when no transaction is open
  Values at_begin_;  // session_ when the transaction began: ROLLBACK returns to it
  Values local_;     // SET LOCAL of the open transaction
  std::vector<std::pair<Values, Values>> savepoints_;
  bool in_transaction_ = false;
};

/// The connection that runs the scripts: its transaction and its settings.
class Session {
 public:
  Session();
  /// Starts a migration in what its runner puts around it. `ordinal` counts migrations from 1.
  /// No setting is carried over from the migration before: many runners open a new connection or reset the one they
  /// have, and a lock_timeout that silently comes from another file is no protection to count on.
  void start_migration(std::size_t ordinal, Envelope envelope);
  /// Starts a migration on the connection of the one before, which was paused: with its settings, and in its
  /// transaction unless the text ended that one. `envelope` is that of the migration; its runner opens nothing any
  /// more.
  void continue_with_migration(std::size_t ordinal, Envelope envelope);
  /// Ends a migration whose runner goes on with the next on the same connection. An open transaction stays open.
  void pause_migration(Schema& schema);
  /// Whether the last migration was paused.
  bool is_paused() const { return paused_; }
  /// Ends it: what the runner opened is committed; so is a BEGIN that the script left open.
  void end_migration();

  /// Whether statements stand inside a transaction block, explicit, the runner's or implicit. The statements of a
  /// routine are in the transaction of the statement that runs it.
  bool in_transaction() const { return open_ || in_message() || routines_ > 0 || (in_pipeline() && under_way_); }
  /// Whether the statement to come belongs to a transaction of several: in a pipeline the first stands in no block, but
  /// what it locks is held for the others. Source: postgres.c, exec_execute_message.
  bool joins_transaction() const { return in_transaction() || in_pipeline(); }
  /// Whether the statements travel together, whoever opens a transaction around them.
  bool in_message() const { return envelope_ == Envelope::message || envelope_ == Envelope::message_in_transaction; }
  bool in_pipeline() const { return envelope_ == Envelope::pipeline || envelope_ == Envelope::pipeline_in_transaction; }
  /// Whether statements stand in the transaction that the runner opened: the text has not ended it.
  bool in_transaction_of_runner() const { return open_ && runners_; }
  /// Whether the runner opens a transaction before the first statement; the text may have ended it.
  bool is_wrapped() const {
    return envelope_ == Envelope::transaction || envelope_ == Envelope::message_in_transaction ||
           envelope_ == Envelope::pipeline_in_transaction;
  }
  /// Whether statements stand in the body of a DO block, a function or a procedure.
  bool in_routine() const { return routines_ > 0; }
  /// Whether BEGIN or the runner opened the block: SAVEPOINT works, which it does not in an implicit one.
  bool in_explicit_transaction() const { return open_; }
  std::size_t migration() const { return migration_; }
  /// A number that changes whenever a transaction ends; without a transaction it changes at every statement.
  std::size_t transaction() const { return transaction_; }
  const std::vector<std::string>& savepoints() const { return savepoints_; }
  /// When the last statement was ROLLBACK TO SAVEPOINT: the index of that savepoint, which stays. PostgreSQL has then
  /// given back what was locked after it.
  std::optional<std::size_t> rolled_back_to() const { return rolled_back_to_; }

  /// lock_timeout in effect; zero means "wait for ever", which is also the default.
  std::chrono::milliseconds lock_timeout() const;
  std::chrono::milliseconds statement_timeout() const;
  /// The schemas of search_path, "$user" left out; {"public"} by default.
  const std::vector<std::string>& search_path() const { return *search_path_; }
  /// TimeZone as set by a script; none when it is the server's or the role's.
  std::optional<std::string> time_zone() const { return settings_.value("timezone"); }
  /// PREPARE: the statement's text. It outlives transactions.
  void prepare(std::string_view name, std::string_view sql);
  /// The PREPARE statement of that name; null: there is none.
  const std::string* prepared(std::string_view name) const;
  bool has_cursor(std::string_view name) const;
  const Settings& settings() const { return settings_; }
  Settings& settings() { return settings_; }

  /// The body of a DO block, a function or a procedure begins, or ends.
  void enter_routine();
  void leave_routine(Schema& schema);
  /// What the SET clause of a routine sets, or puts back at its end.
  void set_in_routine(std::string_view name, std::optional<std::string> value) { set(name, std::move(value), true); }
  /// COMMIT or ROLLBACK in such a body: the next transaction begins at once. Source: spi.c, _SPI_commit.
  void end_transaction_in_routine(bool commit, Schema& schema) { end_transaction(commit, false, schema); }

  /// A statement that refuses transaction blocks ran: in a pipeline what it did is committed by then. Those behind it
  /// go on in the transaction that it began last, or anew when it began none itself. Source: postgres.c,
  /// exec_execute_message; xact.c, PreventInTransactionBlock, StartTransaction (which forgets that the commit is due).
  void after_lone_statement(const ::Node* statement, Schema& schema);

  /// Must see the schema before the first statement of a transaction changes it, so that ROLLBACK can go back there.
  void before_statement(Schema& schema);
  /// What a statement does to transaction and settings: BEGIN, COMMIT, SET, set_config(), … ROLLBACK also takes the
  /// schema back. Other statements only end the statement's own transaction.
  void apply(const ::Node* statement, Schema& schema);

 private:
  void apply_transaction(const ::TransactionStmt& statement, Schema& schema);
  void apply_savepoint(const ::TransactionStmt& statement, Schema& schema);
  void end_transaction(bool commit, bool chain, Schema& schema);
  void set(std::string_view name, std::optional<std::string> value, bool local);
  std::optional<std::size_t> savepoint_named(std::string_view name) const;
  void refresh();
  void apply_prepared(const ::Node* statement);
  void apply_cursor(const ::Node* statement);

  struct Cursor {
    std::string name;
    bool hold = false;
  };

  Settings settings_;
  Envelope envelope_ = Envelope::none;
  bool open_ = false;         // by BEGIN or by the runner
  bool runners_ = false;      // the runner opened the transaction
  bool paused_ = false;       // between two migrations of one run
  bool under_way_ = false;    // a pipeline has run a statement since it began or its last COMMIT
  std::size_t routines_ = 0;  // whose bodies are being run
  std::size_t migration_ = 0;
  std::size_t transaction_ = 0;
  std::vector<std::string> savepoints_;
  std::vector<Schema::Mark> marks_;  // one for the transaction, one for each savepoint
  std::optional<std::size_t> rolled_back_to_;
  std::shared_ptr<const std::vector<std::string>> search_path_;
  std::map<std::string, std::string, std::less<>> prepared_;
  std::vector<Cursor> cursors_;
};

/// A timeout as PostgreSQL reads it: "5s", "500", "2min", "0"; none when it is no duration. Unitless: milliseconds.
/// Source: guc.c, parse_int and time_unit_conversion_table.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace pginterlock
