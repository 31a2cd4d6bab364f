#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "effects/execute.h"
#include "effects/fold.h"
#include "pg/plpgsql.h"
#include "schema/uncertain.h"

// Running the body of a DO block, a function or a procedure as far as its text and history tell what it does.
namespace pginterlock::effects {

/// A body that a statement runs.
struct HiddenBody {
  std::string_view inside = {};  // "do", "function", "procedure"
  std::string name = {};         // of the routine
  QualifiedName key = {};        // in Schema::routines
  std::string text = {};         // the body
  pg::TextOrigin origin = {};    // of the text in the file
  bool plpgsql = true;           // else SQL
  std::string definition = {};   // BEGIN ATOMIC: the statement that made it
  pg::RoutineBody body = {};
  std::vector<std::string> parameters = {};
  std::map<std::string, std::string> arguments = {};  // the parameters whose values are known
  std::vector<std::pair<std::string, std::string>> settings = {};  // that its SET clauses give it
  bool certain = false;                               // a trigger's that fires whatever the rows
};

/// The bodies that a statement runs and that can be read. What can be read is taken out of `alone.unknown`; a body that
/// cannot be read says why there.
std::vector<HiddenBody> bodies_of(const pg::Statement& statement, Effects& alone, const State& state);

/// The body that CREATE FUNCTION or CREATE PROCEDURE makes, when words of DDL or EXECUTE stand in it and it can be
/// read. A string body only.
std::optional<HiddenBody> body_made_by(const pg::Statement& statement);

/// How a statement ended, or a list of them.
enum class Flow : std::uint8_t { next, exit, again, returned, failed };

/// Where the bodies are run.
struct RunContext {
  const pg::Statement* statement = nullptr;  // of the file
  bool atomic = true;                        // COMMIT and ROLLBACK are refused
  bool preview = false;                      // nothing stays of what it does
};

/// SQL of a body, or that it made, with its trees.
struct BodyText {
  BodyText(std::string name, std::string text) : source(std::move(name), std::move(text)), script(source) {}
  SourceFile source;
  pg::Script script;
};
/// Keeps a text and the trees of the statements at which its script is.
std::shared_ptr<const void> owner_of(const std::shared_ptr<BodyText>& text);

/// Runs bodies one after the other, each statement through effects_alone() and apply().
class BodyRun {
 public:
  BodyRun(State& state, Observer* observer, Effects own, RunContext context)
      : state_(state), observer_(observer), sum_(std::move(own)), context_(context) {}

  /// `conditional`: it may be run or not.
  Flow run(const HiddenBody& body, bool conditional);
  /// Whether something in it was not analysed.
  bool left_unread() const { return left_unread_; }
  Effects take_sum() { return std::move(sum_); }

 private:
  struct Frame {
    const HiddenBody& body;
    std::map<std::string, std::string> values;  // of variables ("v") and fields of records ("r.f")
    bool in_doubt = false;                      // a RETURN or EXIT before may have left it
  };
  /// What must be put back when a branch is left.
  struct Before {
    Schema::Mark mark;
    Session session;
    std::map<std::string, std::string> values;
    bool in_doubt = false;
  };

  Flow run_sql_body(const HiddenBody& body, Frame& frame);
  Flow run_list(const std::vector<pg::BodyStatement>& list, Frame& frame);
  Flow run_statement(const pg::BodyStatement& statement, Frame& frame);
  Flow run_block(const pg::BodyStatement& block, Frame& frame);
  Flow run_handlers(const pg::BodyStatement& block, Frame& frame);
  Flow run_if(const pg::BodyStatement& statement, Frame& frame);
  Flow run_alternatives(const std::vector<const std::vector<pg::BodyStatement>*>& bodies, bool ensured, Frame& frame);
  Flow run_loop(const pg::BodyStatement& loop, Frame& frame);
  std::optional<Flow> run_rows(const pg::BodyStatement& loop, Frame& frame);
  std::optional<Flow> run_integers(const pg::BodyStatement& loop, Frame& frame);
  Flow run_unknown_loop(const pg::BodyStatement& loop, bool at_least_once, Frame& frame);
  Flow run_sql(const pg::BodyStatement& statement, Frame& frame);
  Flow run_execute(const pg::BodySql& sql, Frame& frame);
  Flow run_raise(const pg::BodyStatement& statement, Frame& frame);
  Flow end_transaction(const pg::BodyStatement& statement, Frame& frame);
  void run_assignment(const pg::BodyStatement& statement, Frame& frame);
  void assign(const std::string& variable, const pg::BodySql& value, Frame& frame);

  /// SQL of the body, or that it made.
  Flow run_text(const std::string& text, const pg::TextOrigin& origin, Frame& frame);
  Flow run_one(const pg::Statement& statement, std::shared_ptr<const void> owner, const pg::TextOrigin& origin,
               Frame& frame);
  /// An expression: what its queries read, and the functions that it calls. Out: its value when it is true or false.
  std::optional<bool> evaluate(const pg::BodySql& sql, Frame& frame, bool* negated = nullptr);
  void not_analysed(const pg::BodySql& sql, std::string why, bool schema, Frame& frame);
  /// Whether so much has run that the rest is not analysed.
  bool exhausted(Frame& frame);
  /// RAISE, COMMIT and their like are refused, or refuse themselves.
  Flow fail(const std::string& sqlstate, std::string message, std::string_view word, const pg::BodyStatement& statement,
            Frame& frame);

  Before before_branch(Frame& frame);
  Alternative leave_branch(Before& before, Frame& frame);
  Values values_of(const Frame& frame) const;
  pg::TextOrigin origin_of(const pg::BodySql& sql, const Frame& frame) const;
  void add(Effects& effects, const pg::TextOrigin& origin);
  bool conditional(const Frame& frame) const { return conditional_ > 0 || frame.in_doubt; }
  bool is_caught(const std::string& sqlstate) const;
  /// Code that is not read ran.
  void note_unread();

  State& state_;
  Observer* observer_;
  Effects sum_;
  RunContext context_;
  bool left_unread_ = false;
  std::size_t conditional_ = 0;                                // branches around that may be taken or not
  std::size_t depth_ = 0;                                      // routines that call routines
  std::size_t executed_ = 0;                                   // statements so far
  std::string sqlstate_;                                       // of the last failure
  std::vector<const std::vector<pg::BodyHandler>*> handlers_;  // of the blocks around
  std::set<std::pair<std::size_t, std::size_t>> told_;         // places of what was not analysed
};

/// Whether WHEN `condition` catches an error. Source: pl_comp.c, exception_label_map; pl_exec.c,
/// exception_matches_conditions.
bool catches(std::string_view condition, std::string_view sqlstate);
/// The SQLSTATE of a condition's name; empty: it is not kept.
std::string_view sqlstate_of_condition(std::string_view condition);

/// Whether the statement runs the function once, whatever the rows: SELECT f(), SELECT … FROM f().
bool runs_once(const ::Node* node);

/// The variables that a statement may assign.
void collect_assigned(const std::vector<pg::BodyStatement>& list, std::set<std::string>& names);
/// Whether text that is made when it runs may make, change or drop objects, by the word that it begins with.
bool may_define_objects(const ::Node* expression);

}  // namespace pginterlock::effects
