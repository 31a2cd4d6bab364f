#include "migration/example.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "migration/paths.h"
#include "text/read_file.h"

namespace pginterlock {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view marker = "-- file: ";
constexpr std::string_view main_marker = "-- at main: ";

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

struct Example {
  std::vector<ExampleFile> files;
  std::vector<ExampleFile> at_main;
};

/// Where the next line that begins with `text` starts; npos: there is none.
std::size_t line_with(std::string_view example, std::string_view text) {
  if (example.starts_with(text)) return 0;
  const std::size_t at = example.find("\n" + std::string(text));
  return at == std::string_view::npos ? at : at + 1;
}

Example cut(std::string_view example) {
  Example result;
  if (!example.starts_with(marker) && !example.starts_with(main_marker)) {
    result.files.push_back({"example.sql", std::string(example)});
    return result;
  }
  while (!example.empty()) {
    const bool old = example.starts_with(main_marker);
    const std::size_t line_end = std::min(example.find('\n'), example.size());
    const std::size_t name = (old ? main_marker : marker).size();
    ExampleFile file{std::string(example.substr(name, line_end - name)), {}};
    example.remove_prefix(std::min(line_end + 1, example.size()));
    file.text = example.substr(0, std::min(line_with(example, marker), line_with(example, main_marker)));
    example.remove_prefix(file.text.size());
    (old ? result.at_main : result.files).push_back(std::move(file));
  }
  return result;
}

void make_relative(std::string& text, const std::string& folder) {
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
    text.erase(at, folder.size());
  }
}

}  // namespace

void compare_with_example(std::vector<Migration>& migrations, const std::vector<ExampleFile>& at_main) {
  for (Migration& migration : migrations) {
    const std::string& path = migration.up.source->path();
    Change change;
    change.revision = "main";
    change.kind = Change::Kind::added;
    change.judged = Judged::all;
    for (const ExampleFile& old : at_main) {
      if (old.path != path) continue;
      change.kind = old.text == migration.up.source->text() ? Change::Kind::none : Change::Kind::modified;
      change.old_path = path;
      migration.before = load_text(path, old.text).up;
    }
    if (change.kind == Change::Kind::added) {
      for (const ExampleFile& old : at_main) {
        if (natural_less(path, old.path)) change.later = old.path;
      }
    }
    if (change.kind == Change::Kind::none) change.judged = Judged::nothing;
    migration.change = std::make_shared<const Change>(std::move(change));
  }
}

std::vector<Migration> example_migrations(std::string_view example) {
  const TemporaryFolder folder;
  const Example parts = cut(example);
  for (const ExampleFile& file : parts.files) write(folder.path() / file.path, file.text);
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
  if (!parts.at_main.empty()) compare_with_example(migrations, parts.at_main);
  return migrations;
}

}  // namespace pginterlock
