#pragma once

#include <git2.h>

namespace pginterlock::git {

/// The functions of libgit2 that are used, found when they are first needed. The library brings eighteen others with it
/// (TLS, SSH, Kerberos): linked, they would make every start of the program several times as long.
struct Libgit2 {
#define PGINTERLOCK_LIBGIT2_FUNCTIONS(use)                                                                             \
  use(git_blob_free) use(git_blob_lookup) use(git_blob_rawcontent) use(git_blob_rawsize) use(git_commit_free) use(     \
      git_commit_lookup) use(git_commit_tree_id) use(git_diff_find_similar) use(git_diff_free) use(git_diff_get_delta) \
      use(git_diff_index_to_workdir) use(git_diff_num_deltas) use(git_diff_tree_to_index)                              \
          use(git_diff_tree_to_workdir_with_index) use(git_error_last) use(git_index_free) use(git_index_get_bypath)   \
              use(git_index_open) use(git_index_read) use(git_libgit2_init) use(git_libgit2_opts) use(git_merge_base)  \
                  use(git_object_free) use(git_object_id) use(git_object_peel) use(git_oid_equal) use(git_oid_fromstr) \
                      use(git_oid_tostr_s) use(git_reference_name_to_id) use(git_repository_free)                      \
                          use(git_repository_head_unborn) use(git_repository_index) use(git_repository_is_shallow)     \
                              use(git_repository_open_ext) use(git_repository_path) use(git_repository_workdir)        \
                                  use(git_revparse_single) use(git_tree_entry_bypath) use(git_tree_entry_free)         \
                                      use(git_tree_entry_id) use(git_tree_entry_name) use(git_tree_entry_type)         \
                                          use(git_tree_free) use(git_tree_lookup) use(git_tree_walk)
#define PGINTERLOCK_DECLARE(function) decltype(&::function) function = nullptr;
  PGINTERLOCK_LIBGIT2_FUNCTIONS(PGINTERLOCK_DECLARE)
#undef PGINTERLOCK_DECLARE
};

/// The library, loaded at the first call. Throws Error when it is not there.
const Libgit2& libgit2();

}  // namespace pginterlock::git
