#pragma once

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "effects/effects.h"
#include "pg/script.h"
#include "session/state.h"

// What statements do, as text: for tables of tests.
namespace pginterlock::test {

inline std::string_view word_of(WorkKind kind) {
  constexpr std::array words = {"rewrite", "scan", "build", "rebuild", "copy", "bulk", "query"};
  return words.at(static_cast<std::size_t>(kind));
}

inline std::string_view word_of(Reason reason) {
  constexpr std::array words = {"none",
                                "volatile_default",
                                "serial_column",
                                "identity_column",
                                "stored_generated",
                                "constrained_domain",
                                "type_change",
                                "set_expression",
                                "set_logged",
                                "access_method",
                                "tablespace",
                                "vacuum_full",
                                "cluster",
                                "refresh",
                                "set_not_null",
                                "add_not_null_constraint",
                                "add_check",
                                "column_check",
                                "add_foreign_key",
                                "column_foreign_key",
                                "validate_constraint",
                                "add_unique",
                                "add_primary_key",
                                "add_exclusion",
                                "create_index",
                                "create_index_concurrently",
                                "reindex",
                                "reindex_concurrently",
                                "attach_partition",
                                "default_partition",
                                "domain_constraint",
                                "update",
                                "delete",
                                "insert",
                                "merge",
                                "copy",
                                "select",
                                "create_table_as",
                                "truncate",
                                "analyze",
                                "type_change_check",
                                "type_change_foreign_key"};
  return words.at(static_cast<std::size_t>(reason));
}

inline std::string_view word_of(BreakKind kind) {
  constexpr std::array words = {"rename",      "set_schema",   "drop",         "required_column",
                                "type_change", "drop_default", "drop_not_null"};
  return words.at(static_cast<std::size_t>(kind));
}

inline std::string mark_of(Certainty certainty) { return certainty == Certainty::assumed ? "?" : ""; }

/// One line for each fact, in the order of Effects:
///
///     ACCESS EXCLUSIVE public.t          a lock; "new …" for a relation that the statement makes
///     rewrite public.t (volatile_default)  work; "build public.t t_pkey (…)" with an index; "….c (…)" with a column
///     lose column public.t c data        a loss; "implicit" when it goes with something else
///     break drop public.t c              a break; "-> name" for a new name
///     fail 23502 message                 a failure
///     unknown: what
///     forbidden / required               the transaction block
///
/// What is assumed ends in "?".
inline std::string text_of(const Effects& effects) {
  std::string text;
  const auto line = [&](const std::string& words) { text += (text.empty() ? "" : "\n") + words; };
  const auto with = [](std::string_view word) { return word.empty() ? std::string() : " " + std::string(word); };
  for (const Lock& lock : effects.locks) {
    line((lock.is_new ? "new " : "") + std::string(name(lock.mode)) + " " + lock.relation.plain() +
         mark_of(lock.certainty));
  }
  for (const Work& work : effects.work) {
    line(std::string(word_of(work.kind)) + " " + work.relation.plain() +
         (work.column.empty() ? "" : "." + work.column) + with(work.index) + " (" + std::string(word_of(work.reason)) +
         ")" + (work.whole_table ? "" : " bounded") + mark_of(work.certainty));
  }
  for (const Loss& loss : effects.losses) {
    line("lose " + std::string(name(loss.kind)) + with(loss.relation.plain()) + with(loss.object) +
         (loss.data ? " data" : "") + (loss.implicit ? " implicit" : "") + mark_of(loss.certainty));
  }
  for (const Break& broken : effects.breaks) {
    line("break " + std::string(word_of(broken.kind)) + with(broken.relation.plain()) + with(broken.column) +
         with(broken.object) + (broken.new_name.empty() ? "" : " -> " + broken.new_name));
  }
  for (const Failure& failure : effects.failures) {
    line("fail " + failure.sqlstate + " " + failure.message + mark_of(failure.certainty));
  }
  for (const Unknown& unknown : effects.unknown) line("unknown: " + unknown.what);
  if (effects.block == TransactionBlock::forbidden) line("forbidden");
  if (effects.block == TransactionBlock::required) line("required");
  return text;
}

/// Applies `setup` as an earlier migration, then gives the effects of the last statement of `sql`; the statements
/// before it are applied as part of the same migration.
inline Effects effects_after(std::string_view setup, std::string_view sql, int version = 15) {
  State state;
  state.pg_version = version;
  const auto replay = [&](std::size_t ordinal, const SourceFile& source) {
    Effects effects;
    state.session.start_migration(ordinal, Envelope::none);
    pg::Script script(source);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        CAPTURE(std::string(statement.text()));
        if (statement.error) FAIL(statement.error->message);
        if (ordinal == 2) effects = effects_of(statement, state);
        apply(statement, state);
      }
    }
    state.session.end_migration();
    return effects;
  };
  const SourceFile before("setup.sql", std::string(setup));
  replay(1, before);
  const SourceFile source("test.sql", std::string(sql));
  return replay(2, source);
}

/// The same as text.
inline std::string effects_text(std::string_view setup, std::string_view sql, int version = 15) {
  return text_of(effects_after(setup, sql, version));
}

}  // namespace pginterlock::test
