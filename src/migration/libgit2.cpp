#include "migration/libgit2.h"

#include <dlfcn.h>

#include <array>
#include <string>

#include "migration/git.h"

namespace pginterlock::git {

namespace {

constexpr const char* library_name = "libgit2.so." LIBGIT2_SOVERSION;

void* open_library() {
  // The loader's own search first; then the copy that the program was built with, which may stand elsewhere.
  for (const char* name : {library_name, PGINTERLOCK_LIBGIT2}) {
    if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL); library != nullptr) return library;
  }
  throw Error(std::string(library_name) + " was not found: install libgit2 (Debian: libgit2-" LIBGIT2_SOVERSION
                                          "), which --since and --staged need");
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) throw Error(std::string(library_name) + " lacks " + name + ": install its release again");
}

/// What a repository may say about itself without being refused: these extensions change nothing for a reader of
/// committed files. Partial clones and sparse work trees set them.
constexpr std::array<const char*, 2> harmless_extensions = {"worktreeconfig", "partialclone"};

Libgit2 load() {
  void* library = open_library();
  Libgit2 git;
#define PGINTERLOCK_FIND(function) find(library, #function, git.function);
  PGINTERLOCK_LIBGIT2_FUNCTIONS(PGINTERLOCK_FIND)
#undef PGINTERLOCK_FIND
  git.git_libgit2_init();
  // The check of who owns the repository guards those who run its hooks and filters. Nothing of it is run here, and in
  // a container the owner is often somebody else.
  git.git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  git.git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, const_cast<const char**>(harmless_extensions.data()),
                       harmless_extensions.size());
  return git;
}

}  // namespace

const Libgit2& libgit2() {
  static const Libgit2 git = load();
  return git;
}

}  // namespace pginterlock::git
