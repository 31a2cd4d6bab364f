#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace pginterlock::git {

/// What git cannot answer, in one line that says what to do.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class DeltaKind : std::uint8_t { added, modified, renamed, deleted };

/// A file that differs between two states of a repository. Paths are relative to its root, with forward slashes.
struct Delta {
  DeltaKind kind = DeltaKind::modified;
  std::string path;      // where it is now; deleted: where it was
  std::string old_path;  // where it was; empty for a file that was not there
};

/// The files of a commit, by the id of their tree; empty: no file at all, as before the first commit.
using TreeId = std::string;

/// What a revision means for the branch that is checked out.
struct Resolved {
  TreeId tip;   // the revision's own files
  TreeId base;  // those from which the branch went on: the merge base with HEAD, or the tip when there is none
  bool diverged = false;  // the revision has commits that HEAD does not have
};

/// A repository, read through libgit2, which is loaded when the first one is opened: a run without git never pays for
/// it. Nothing is written. Every function throws Error.
class Repository {
 public:
  /// The repository whose work tree holds `folder`.
  explicit Repository(const std::filesystem::path& folder);
  ~Repository();
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  /// The root of the work tree: absolute, symbolic links resolved.
  const std::filesystem::path& root() const { return root_; }

  /// The revision as git rev-parse understands it. In a repository without a commit every revision is empty.
  Resolved resolve(const std::string& revision) const;

  /// What differs between the tree and the work tree (files that git ignores left out, untracked ones counted as
  /// added) or, with `staged`, the index; only at and below `paths`. Renames are found among these.
  std::vector<Delta> changes(const TreeId& tree, bool staged, const std::vector<std::string>& paths) const;
  /// What differs between the index and the work tree, untracked files included.
  std::vector<Delta> unstaged(const std::vector<std::string>& paths) const;

  /// The bytes of a file; nothing when it is not there.
  std::optional<std::string> text(const TreeId& tree, const std::string& path) const;
  std::optional<std::string> staged_text(const std::string& path) const;
  /// The paths of all files at and below a folder ("": the root).
  std::vector<std::string> files(const TreeId& tree, const std::string& folder) const;

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  std::filesystem::path root_;
};

}  // namespace pginterlock::git
