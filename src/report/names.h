#pragma once

#include <string>
#include <string_view>

#include "lint/lint.h"

namespace pginterlock::report {

// The words that reports use for facts. They are part of the JSON report: changing one changes its schema.

std::string_view word(RelationKind kind);       // "materialized view"
std::string_view word(Certainty certainty);     // "proved"
std::string_view word(TransactionBlock block);  // "forbidden"
std::string_view word(FailureKind kind);        // "not_null_without_default"
std::string_view word(BreakKind kind);          // "required_column"
std::string_view word(WorkKind kind);           // "rewrite"
std::string_view word(Reason reason);           // "volatile_default"

/// Who waits while the mode is held, in words: "reads, writes and DDL"; empty when nobody does that matters.
std::string blocked_in_words(LockMode mode);
/// Why the work is done, in words: "the default is volatile: each row gets its own value"; empty for none.
std::string_view reason_in_words(Reason reason);
/// What the work does, before the name of a table or of its index: "builds index".
std::string_view work_in_words(WorkKind kind);
/// How long a lock is needed for, in words: "while every row is rewritten".
std::string_view duration_in_words(Duration duration);
/// "1 statement", "3 statements".
std::string count_of(std::size_t count, std::string_view noun);

}  // namespace pginterlock::report
