#include "cli/prepare_ahead.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace pginterlock {

namespace {

// How far the readers may be ahead: enough to even out files of different size, little enough for memory.
constexpr std::size_t window = 64;

struct Slot {
  std::optional<Prepared> prepared;
  std::exception_ptr error;
  bool ready() const { return prepared.has_value() || error != nullptr; }
};

}  // namespace

struct PrepareAhead::Work {
  const std::vector<MigrationFile>& files;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::condition_variable ready;    // the slot that next() waits for
  std::condition_variable room;     // slots that the readers wait for
  std::vector<Slot> slots{window};  // file i is in slot i % window
  std::size_t taken = 0;            // files that a thread has begun
  std::size_t given = 0;            // files that next() has handed out
  bool stop = false;

  explicit Work(const std::vector<MigrationFile>& all) : files(all) {}

  void read_files() {
    for (;;) {
      std::size_t mine = 0;
      {
        std::unique_lock lock(mutex);
        room.wait(lock, [&] { return stop || taken == files.size() || taken < given + window; });
        if (stop || taken == files.size()) return;
        mine = taken++;
      }
      Slot slot;
      try {
        slot.prepared = prepare(load(files[mine]));
      } catch (...) {
        slot.error = std::current_exception();
      }
      const std::lock_guard lock(mutex);
      slots[mine % window] = std::move(slot);
      if (mine == given) ready.notify_one();
    }
  }
};

PrepareAhead::PrepareAhead(const std::vector<MigrationFile>& files, unsigned jobs)
    : work_(std::make_unique<Work>(files)) {
  const std::size_t helpers = std::min<std::size_t>(jobs < 2 ? 0 : jobs - 1, files.size() < 2 ? 0 : files.size());
  for (std::size_t i = 0; i < helpers; ++i) {
    work_->threads.emplace_back([work = work_.get()] { work->read_files(); });
  }
}

PrepareAhead::~PrepareAhead() {
  {
    const std::lock_guard lock(work_->mutex);
    work_->stop = true;
  }
  work_->room.notify_all();
  for (std::thread& thread : work_->threads) thread.join();
}

Prepared PrepareAhead::next() {
  Work& work = *work_;
  if (work.threads.empty()) return prepare(load(work.files[work.given++]));
  std::unique_lock lock(work.mutex);
  Slot& slot = work.slots[work.given % window];
  work.ready.wait(lock, [&] { return slot.ready(); });
  Slot ready = std::exchange(slot, Slot{});
  // Waking a thread costs more than reading a small file: readers sleep until there is room for many.
  const bool much_room = ++work.given % (window / 2) == 0;
  lock.unlock();
  if (much_room) work.room.notify_all();
  if (ready.error != nullptr) std::rethrow_exception(ready.error);
  return std::move(*ready.prepared);
}

}  // namespace pginterlock
