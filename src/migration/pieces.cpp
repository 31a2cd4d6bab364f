#include "migration/pieces.h"

#include <string_view>

namespace pginterlock {

namespace {

constexpr std::size_t time_digits = 14;
constexpr std::size_t piece_digits = 20;

bool same_migration(const MigrationFile& a, const MigrationFile& b) {
  const auto time = [](const MigrationFile& file) { return std::string_view(file.version).substr(0, time_digits); };
  return a.version.size() == piece_digits && b.version.size() == piece_digits && time(a) == time(b);
}

}  // namespace

void note_pieces(std::vector<MigrationFile>& files) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    MigrationFile& before = files[i - 1];
    if (!same_migration(before, files[i])) continue;
    before.piece_follows = true;
    files[i].piece = before.piece + 1;
    if (before.down) files[i].earlier_down.push_back(*before.down);
    files[i].earlier_down.insert(files[i].earlier_down.end(), before.earlier_down.begin(), before.earlier_down.end());
  }
}

}  // namespace pginterlock
