#pragma once

#include "cli/options.h"

namespace pginterlock::cli {

/// Each runs one command and gives its exit status: 0 or 1. What keeps it from its work is an exception.

int run(const Options& options);
int run_check(const Options& options);
int run_locks(const Options& options);
int run_explain(const Options& options);
int run_rules(const Options& options);
int run_version();

}  // namespace pginterlock::cli
