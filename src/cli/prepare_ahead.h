#pragma once

#include <memory>
#include <vector>

#include "lint/lint.h"
#include "migration/discover.h"

namespace pginterlock {

/// Reads and parses migrations in other threads, a little ahead of the one that judges them. Migrations come out in
/// their order, whichever thread was faster.
class PrepareAhead {
 public:
  /// `jobs`: threads in all, the caller's included. With one, or for a single file, everything is done in next().
  PrepareAhead(const std::vector<MigrationFile>& files, unsigned jobs);
  ~PrepareAhead();
  PrepareAhead(const PrepareAhead&) = delete;
  PrepareAhead& operator=(const PrepareAhead&) = delete;

  /// The next migration; to be called once for each file. Throws what reading that file threw.
  Prepared next();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pginterlock
