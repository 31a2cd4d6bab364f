#pragma once

#include <string>
#include <string_view>

#include "migration/folders.h"
#include "migration/migration.h"

namespace pginterlock {

/// An option on a runner's command line that changes how it runs migrations, found where a project keeps its commands.
struct RunnerOption {
  std::string_view words;  // "--no-single-transaction"; empty: none is found
  std::string_view where;  // the file that holds it: "package.json"
};

/// Looks in package.json, Makefile, Dockerfile and compose files from a folder of migrations upward, and in the
/// workflows of GitHub, for node-pg-migrate's --no-single-transaction (a transaction for each migration) and
/// golang-migrate's x-multi-statement (statements one by one). Source: node-pg-migrate, docs/cli.md; golang-migrate,
/// database/postgres/README.md.
RunnerOption runner_option(const Framework& framework, std::string_view folder, Folders& folders);

/// How the option changes a migration's transaction.
void apply_runner_option(std::string_view words, Wrap& wrap, Send& send);

}  // namespace pginterlock
