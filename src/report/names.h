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

/// Who waits while the mode is held, in words: "reads, writes and DDL"; empty when nobody does that matters.
std::string blocked_in_words(LockMode mode);
/// How long a lock is needed for, in words: "while every row is rewritten".
std::string_view duration_in_words(Duration duration);
/// "1 statement", "3 statements".
std::string count_of(std::size_t count, std::string_view noun);

}  // namespace pginterlock::report
