#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "lint/lint.h"
#include "migration/discover.h"

namespace pginterlock {

/// What other threads do for the one that walks through the migrations: they read and parse them a little ahead of it,
/// and do behind it what can wait. Migrations come out in their order, whichever thread was faster.
class SideWork {
 public:
  /// `jobs`: threads in all, the caller's included. With one, or for a single short file, everything is done where it
  /// is asked for.
  SideWork(const std::vector<MigrationFile>& files, unsigned jobs);
  ~SideWork();
  SideWork(const SideWork&) = delete;
  SideWork& operator=(const SideWork&) = delete;

  /// Whether other threads do any of it.
  bool has_threads() const;
  /// The next migration; to be called once for each file. Throws what reading that file threw.
  Prepared next();
  /// Has `task` done at some time: after those that were given before, never beside one of them. Throws what one of
  /// them threw.
  void do_later(std::function<void()> task);
  /// Returns when all of those are done. Throws what one of them threw.
  void finish();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pginterlock
