#include "migration/git.h"

#include <cstdlib>
#include <utility>

#include "migration/libgit2.h"

namespace pginterlock::git {

namespace fs = std::filesystem;

namespace {

// Two files of which more is different are two files: migrations resemble each other.
constexpr std::uint16_t rename_threshold = 70;

std::string last_error() {
  const git_error* error = libgit2().git_error_last();
  return error == nullptr || error->message == nullptr ? "git gives no reason" : error->message;
}

void require(int status, const std::string& what) {
  if (status < 0) throw Error(what + ": " + last_error());
}

/// Frees what libgit2 gave.
template <typename T, auto Free>
class Owned {
 public:
  Owned() = default;
  ~Owned() {
    if (pointer_ != nullptr) (libgit2().*Free)(pointer_);
  }
  Owned(Owned&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  T** out() { return &pointer_; }
  T* get() const { return pointer_; }

 private:
  T* pointer_ = nullptr;
};

using Tree = Owned<git_tree, &Libgit2::git_tree_free>;
using Blob = Owned<git_blob, &Libgit2::git_blob_free>;
using Commit = Owned<git_commit, &Libgit2::git_commit_free>;
using Object = Owned<git_object, &Libgit2::git_object_free>;
using Diff = Owned<git_diff, &Libgit2::git_diff_free>;
using Entry = Owned<git_tree_entry, &Libgit2::git_tree_entry_free>;

TreeId id_of(const git_oid* id) { return libgit2().git_oid_tostr_s(id); }

git_oid oid_of(const TreeId& id) {
  git_oid oid;
  require(libgit2().git_oid_fromstr(&oid, id.c_str()), id);
  return oid;
}

/// Null for the empty tree.
Tree tree_of(git_repository* repository, const TreeId& id) {
  Tree tree;
  if (id.empty()) return tree;
  const git_oid oid = oid_of(id);
  require(libgit2().git_tree_lookup(tree.out(), repository, &oid), "git tree " + id);
  return tree;
}

TreeId tree_of_commit(git_repository* repository, const git_oid& id) {
  Commit commit;
  require(libgit2().git_commit_lookup(commit.out(), repository, &id), "git commit");
  return id_of(libgit2().git_commit_tree_id(commit.get()));
}

std::string text_of(git_repository* repository, const git_oid* id, const std::string& path) {
  Blob blob;
  require(libgit2().git_blob_lookup(blob.out(), repository, id), path);
  return {static_cast<const char*>(libgit2().git_blob_rawcontent(blob.get())),
          static_cast<std::size_t>(libgit2().git_blob_rawsize(blob.get()))};
}

/// The options of a comparison; they borrow `paths`.
struct DiffOptions {
  explicit DiffOptions(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (!path.empty()) pointers.push_back(const_cast<char*>(path.c_str()));
    }
    // One of the paths is the root itself: everything is meant.
    if (pointers.size() < paths.size()) pointers.clear();
    options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS | GIT_DIFF_DISABLE_PATHSPEC_MATCH |
                    GIT_DIFF_IGNORE_SUBMODULES | GIT_DIFF_INCLUDE_TYPECHANGE;
    options.pathspec = {pointers.data(), pointers.size()};
  }

  std::vector<char*> pointers;
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
};

/// What kind of difference it is to somebody who reads files; nothing: none.
std::optional<DeltaKind> kind_of(git_delta_t status) {
  switch (status) {
    case GIT_DELTA_ADDED:
    case GIT_DELTA_UNTRACKED:
    case GIT_DELTA_COPIED:
      return DeltaKind::added;
    case GIT_DELTA_DELETED:
      return DeltaKind::deleted;
    case GIT_DELTA_MODIFIED:
    case GIT_DELTA_TYPECHANGE:
    case GIT_DELTA_CONFLICTED:
    case GIT_DELTA_UNREADABLE:
      return DeltaKind::modified;
    case GIT_DELTA_RENAMED:
      return DeltaKind::renamed;
    case GIT_DELTA_UNMODIFIED:
    case GIT_DELTA_IGNORED:
      return std::nullopt;
  }
  return std::nullopt;
}

std::vector<Delta> deltas_of(const Diff& diff) {
  std::vector<Delta> deltas;
  const std::size_t count = libgit2().git_diff_num_deltas(diff.get());
  for (std::size_t i = 0; i < count; ++i) {
    const git_diff_delta* delta = libgit2().git_diff_get_delta(diff.get(), i);
    const std::optional<DeltaKind> kind = kind_of(delta->status);
    if (!kind) continue;
    const auto text = [](const char* path) { return std::string(path == nullptr ? "" : path); };
    const std::string old_path = *kind == DeltaKind::added ? std::string() : text(delta->old_file.path);
    deltas.push_back({*kind, *kind == DeltaKind::deleted ? old_path : text(delta->new_file.path), old_path});
  }
  return deltas;
}

void find_renames(Diff& diff) {
  git_diff_find_options options = GIT_DIFF_FIND_OPTIONS_INIT;
  options.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
  options.rename_threshold = rename_threshold;
  require(libgit2().git_diff_find_similar(diff.get(), &options), "git diff");
}

}  // namespace

struct Repository::Handle {
  git_repository* repository = nullptr;
  git_index* index = nullptr;

  ~Handle() {
    if (index != nullptr) libgit2().git_index_free(index);
    if (repository != nullptr) libgit2().git_repository_free(repository);
  }
  bool has_commits() const { return libgit2().git_repository_head_unborn(repository) != 1; }
};

Repository::Repository(const fs::path& folder) : handle_(std::make_unique<Handle>()) {
  const Libgit2& git = libgit2();
  const int status =
      git.git_repository_open_ext(&handle_->repository, folder.c_str(), GIT_REPOSITORY_OPEN_CROSS_FS, nullptr);
  if (status == GIT_ENOTFOUND) {
    throw Error((folder == "." ? "this folder" : folder.string() + ":") +
                " is in no git repository; --since and --staged need one");
  }
  require(status, folder.string());
  const char* root = git.git_repository_workdir(handle_->repository);
  if (root == nullptr) throw Error(folder.string() + ": is in a bare git repository; --since and --staged need files");
  root_ = fs::weakly_canonical(root);
  if (!root_.has_filename()) root_ = root_.parent_path();
  // "git commit -a" and "git commit FILE" show a hook the index that is going to be committed in this variable.
  const char* other_index = std::getenv("GIT_INDEX_FILE");
  if (other_index != nullptr && *other_index != '\0') {
    require(git.git_index_open(&handle_->index, (root_ / other_index).c_str()), other_index);
  } else {
    require(git.git_repository_index(&handle_->index, handle_->repository), folder.string());
  }
  require(git.git_index_read(handle_->index, 0), folder.string());
}

Repository::~Repository() = default;

Resolved Repository::resolve(const std::string& revision) const {
  const Libgit2& git = libgit2();
  git_repository* repository = handle_->repository;
  if (!handle_->has_commits()) return {};
  Object object;
  Object commit;
  int status = git.git_revparse_single(object.out(), repository, revision.c_str());
  if (status == GIT_EAMBIGUOUS) throw Error(revision + ": git knows several revisions of that name; write more of it");
  if (status < 0) {
    const bool shallow = git.git_repository_is_shallow(repository) == 1;
    throw Error(revision + (shallow ? ": no such revision in this shallow clone; fetch more of the history (git fetch "
                                      "--unshallow; actions/checkout: fetch-depth: 0)"
                                    : ": git knows no such revision; check its name, or fetch it"));
  }
  status = git.git_object_peel(commit.out(), object.get(), GIT_OBJECT_COMMIT);
  if (status < 0) {
    Object tree;
    status = git.git_object_peel(tree.out(), object.get(), GIT_OBJECT_TREE);
    if (status < 0) throw Error(revision + ": is no commit; name a commit, a branch or a tag");
    const TreeId id = id_of(git.git_object_id(tree.get()));
    return {.tip = id, .base = id};
  }
  const git_oid tip = *git.git_object_id(commit.get());
  Resolved resolved{.tip = tree_of_commit(repository, tip), .base = {}};
  git_oid head;
  git_oid base;
  const bool related = git.git_reference_name_to_id(&head, repository, "HEAD") == 0 &&
                       git.git_merge_base(&base, repository, &tip, &head) == 0;
  resolved.diverged = related && git.git_oid_equal(&base, &tip) == 0;
  resolved.base = resolved.diverged ? tree_of_commit(repository, base) : resolved.tip;
  return resolved;
}

std::vector<Delta> Repository::changes(const TreeId& tree_id, bool staged,
                                       const std::vector<std::string>& paths) const {
  const Tree tree = tree_of(handle_->repository, tree_id);
  const DiffOptions options(paths);
  Diff diff;
  const int status = staged ? libgit2().git_diff_tree_to_index(diff.out(), handle_->repository, tree.get(),
                                                               handle_->index, &options.options)
                            : libgit2().git_diff_tree_to_workdir_with_index(diff.out(), handle_->repository, tree.get(),
                                                                            &options.options);
  require(status, "git diff");
  find_renames(diff);
  return deltas_of(diff);
}

std::vector<Delta> Repository::unstaged(const std::vector<std::string>& paths) const {
  const DiffOptions options(paths);
  Diff diff;
  require(libgit2().git_diff_index_to_workdir(diff.out(), handle_->repository, handle_->index, &options.options),
          "git diff");
  return deltas_of(diff);
}

std::optional<std::string> Repository::text(const TreeId& tree_id, const std::string& path) const {
  const Tree tree = tree_of(handle_->repository, tree_id);
  if (tree.get() == nullptr) return std::nullopt;
  Entry entry;
  const int status = libgit2().git_tree_entry_bypath(entry.out(), tree.get(), path.c_str());
  if (status == GIT_ENOTFOUND) return std::nullopt;
  require(status, path);
  if (libgit2().git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB) return std::nullopt;
  return text_of(handle_->repository, libgit2().git_tree_entry_id(entry.get()), path);
}

std::optional<std::string> Repository::staged_text(const std::string& path) const {
  const git_index_entry* entry = libgit2().git_index_get_bypath(handle_->index, path.c_str(), 0);
  if (entry == nullptr) return std::nullopt;
  return text_of(handle_->repository, &entry->id, path);
}

std::vector<std::string> Repository::files(const TreeId& tree_id, const std::string& folder) const {
  std::vector<std::string> paths;
  const Tree root = tree_of(handle_->repository, tree_id);
  if (root.get() == nullptr) return paths;
  Tree below;
  if (!folder.empty()) {
    Entry entry;
    const int status = libgit2().git_tree_entry_bypath(entry.out(), root.get(), folder.c_str());
    if (status < 0 || libgit2().git_tree_entry_type(entry.get()) != GIT_OBJECT_TREE) return paths;
    require(libgit2().git_tree_lookup(below.out(), handle_->repository, libgit2().git_tree_entry_id(entry.get())),
            folder);
  }
  const auto visit = [](const char* at, const git_tree_entry* entry, void* payload) {
    if (libgit2().git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
      static_cast<std::vector<std::string>*>(payload)->push_back(std::string(at) +
                                                                 libgit2().git_tree_entry_name(entry));
    }
    return 0;
  };
  const Tree& start = folder.empty() ? root : below;
  require(libgit2().git_tree_walk(start.get(), GIT_TREEWALK_PRE, visit, &paths), folder);
  const std::string prefix = folder.empty() ? std::string() : folder + "/";
  for (std::string& path : paths) path.insert(0, prefix);
  return paths;
}

}  // namespace pginterlock::git
