#include "migration/example.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "text/read_file.h"

namespace pginterlock {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view marker = "-- file: ";

/// A new folder that goes away with its scope.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "pginterlock-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw FileError(name + ": cannot be made; check TMPDIR");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) throw FileError(path.string() + ": cannot be written; check TMPDIR");
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
}

void write_files(const fs::path& folder, std::string_view example) {
  if (!example.starts_with(marker)) {
    write(folder / "example.sql", example);
    return;
  }
  while (!example.empty()) {
    const std::size_t line_end = std::min(example.find('\n'), example.size());
    const std::string_view name = example.substr(marker.size(), line_end - marker.size());
    example.remove_prefix(std::min(line_end + 1, example.size()));
    std::size_t next = example.starts_with(marker) ? 0 : example.find("\n-- file: ");
    if (next != std::string_view::npos && next > 0) ++next;
    const std::string_view text = example.substr(0, next);
    write(folder / name, text);
    example.remove_prefix(text.size());
  }
}

void make_relative(std::string& text, const std::string& folder) {
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
    text.erase(at, folder.size());
  }
}

}  // namespace

std::vector<Migration> example_migrations(std::string_view example) {
  const TemporaryFolder folder;
  write_files(folder.path(), example);
  const std::string prefix = folder.path().generic_string() + "/";
  const auto relative = [&](const std::shared_ptr<const SourceFile>& source) {
    std::string path = source->path();
    make_relative(path, prefix);
    return std::make_shared<const SourceFile>(std::move(path), std::string(source->text()));
  };
  std::vector<Migration> migrations;
  for (const MigrationFile& file : discover({folder.path().string()}).files) {
    Migration migration = load(file);
    const bool one_file = migration.down && migration.down->source == migration.up.source;
    migration.up.source = relative(migration.up.source);
    if (migration.down) migration.down->source = one_file ? migration.up.source : relative(migration.down->source);
    make_relative(migration.expected_down, prefix);
    migrations.push_back(std::move(migration));
  }
  return migrations;
}

}  // namespace pginterlock
