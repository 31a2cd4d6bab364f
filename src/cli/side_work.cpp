#include "cli/side_work.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace pginterlock {

namespace {

// How far the readers may be ahead: enough to even out files of different size, little enough for memory.
constexpr std::size_t window = 64;                 // files
constexpr std::size_t byte_window = 64ULL << 20U;  // their text
constexpr std::size_t batch_window = 16;           // parsed batches of long files
constexpr std::size_t later_window = 64;           // tasks that may wait
constexpr std::size_t later_many = 2;              // worth waking a thread for

struct Slot {
  std::optional<Prepared> prepared;
  std::exception_ptr error;
  bool ready() const { return prepared.has_value() || error != nullptr; }
};

/// A batch of a long file.
struct BatchSlot {
  pg::Script::BatchPointer batch;
  std::exception_ptr error;
  bool ready() const { return batch != nullptr || error != nullptr; }
};

/// A file of several batches: the first one comes with it, the others are parsed by whoever has time.
struct LongScript {
  std::shared_ptr<const SourceFile> source;  // that the script reads
  std::shared_ptr<pg::Script> script;
  std::vector<BatchSlot> batches;
  std::size_t begun = 1;
};

/// Whether a file may hold more than one batch.
bool is_long(const MigrationFile& file) {
  std::error_code unknown;
  const std::uintmax_t bytes = std::filesystem::file_size(file.path, unknown);
  return !unknown && bytes > 256 * 1024;
}

}  // namespace

struct SideWork::Work {
  const std::vector<MigrationFile>& files;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::condition_variable ready;                         // what the walking thread waits for
  std::condition_variable room;                          // what the readers wait for: something to do
  std::vector<Slot> slots{window};                       // file i is in slot i % window
  std::size_t taken = 0;                                 // files that a thread has begun
  std::size_t given = 0;                                 // files that next() has handed out
  std::size_t bytes_ahead = 0;                           // of files that were read and not handed out
  std::deque<std::shared_ptr<LongScript>> long_scripts;  // in the order of the files
  std::size_t batches_ahead = 0;                         // begun and not handed out
  std::deque<std::function<void()>> later;               // tasks, in their order
  bool doing_later = false;                              // some thread does one of them
  std::exception_ptr later_error;                        // of the first that failed; the others are dropped
  bool stop = false;

  explicit Work(const std::vector<MigrationFile>& all) : files(all) {}

  /// Whether there is a file to be read, and room for it.
  bool may_take_file() const {
    return taken < files.size() && taken < given + window && (bytes_ahead < byte_window || taken == given);
  }

  /// A script with a batch that nobody has begun, the earliest first; null: there is none, or enough are ahead.
  std::shared_ptr<LongScript> script_to_parse() const {
    if (batches_ahead >= batch_window) return nullptr;
    for (const auto& script : long_scripts) {
      if (script->begun < script->batches.size()) return script;
    }
    return nullptr;
  }

  void run() {
    std::unique_lock lock(mutex);
    for (;;) {
      room.wait(lock, [&] { return stop || may_take_file() || script_to_parse() != nullptr || may_do_later(); });
      if (stop) return;
      // What waits holds more memory than what is to be read.
      if (do_one_later(lock) || parse_one(lock)) continue;
      if (may_take_file()) read_one(lock);
    }
  }

  bool may_do_later() const { return !later.empty() && !doing_later; }

  /// Does the task that is next; false when there is none, or another thread is at one. The lock is held again
  /// afterwards.
  bool do_one_later(std::unique_lock<std::mutex>& lock) {
    if (!may_do_later()) return false;
    std::function<void()> task = std::move(later.front());
    later.pop_front();
    doing_later = true;
    lock.unlock();
    std::exception_ptr error;
    try {
      task();
    } catch (...) {
      error = std::current_exception();
    }
    task = nullptr;  // what it holds goes before the next one begins
    lock.lock();
    doing_later = false;
    if (error != nullptr && later_error == nullptr) {
      later_error = error;
      later.clear();
    }
    ready.notify_one();
    return true;
  }

  void rethrow_later_error() {
    if (later_error != nullptr) std::rethrow_exception(std::exchange(later_error, nullptr));
  }

  /// Parses a batch of a long file; false when there is none to be parsed. The lock is held again afterwards.
  bool parse_one(std::unique_lock<std::mutex>& lock) {
    const std::shared_ptr<LongScript> script = script_to_parse();
    if (script == nullptr) return false;
    const std::size_t number = script->begun++;
    ++batches_ahead;
    lock.unlock();
    BatchSlot parsed;
    try {
      parsed.batch = script->script->parse(number);
    } catch (...) {
      parsed.error = std::current_exception();
    }
    lock.lock();
    script->batches[number] = std::move(parsed);
    ready.notify_one();
    return true;
  }

  void read_one(std::unique_lock<std::mutex>& lock) {
    const std::size_t mine = taken++;
    lock.unlock();
    Slot slot;
    std::size_t bytes = 0;
    try {
      slot.prepared = prepare(load(files[mine]));
      bytes = slot.prepared->migration.up.source->text().size();
    } catch (...) {
      slot.error = std::current_exception();
    }
    lock.lock();
    bytes_ahead += bytes;
    if (slot.prepared && slot.prepared->script->batch_count() > 1) add_long_script(*slot.prepared);
    slots[mine % window] = std::move(slot);
    if (mine == given) ready.notify_one();
  }

  void add_long_script(Prepared& prepared) {
    auto script = std::make_shared<LongScript>();
    script->source = prepared.migration.up.source;
    script->script = prepared.script;
    script->batches.resize(prepared.script->batch_count());
    prepared.script->take_from([this, entry = script.get()](std::size_t number) { return batch(*entry, number); });
    long_scripts.push_back(std::move(script));
    room.notify_all();
  }

  /// Hands out a batch of a long file to the walking thread, which parses as well while it would have to wait.
  pg::Script::BatchPointer batch(LongScript& script, std::size_t number) {
    std::unique_lock lock(mutex);
    while (!script.batches[number].ready()) {
      if (script.begun <= number) {
        script.begun = number + 1;
        ++batches_ahead;
        lock.unlock();
        BatchSlot parsed{script.script->parse(number), nullptr};
        lock.lock();
        script.batches[number] = std::move(parsed);
      } else if (!parse_one(lock)) {
        ready.wait(lock, [&] { return script.batches[number].ready(); });
      }
    }
    BatchSlot slot = std::exchange(script.batches[number], BatchSlot{});
    --batches_ahead;
    const bool last = number + 1 == script.batches.size();
    if (last) {
      std::erase_if(long_scripts, [&](const auto& other) { return other.get() == &script; });
    }
    lock.unlock();
    room.notify_one();
    if (slot.error != nullptr) std::rethrow_exception(slot.error);
    return std::move(slot.batch);
  }
};

SideWork::SideWork(const std::vector<MigrationFile>& files, unsigned jobs) : work_(std::make_unique<Work>(files)) {
  const bool worth_it = jobs > 1 && (files.size() > 1 || (files.size() == 1 && is_long(files.front())));
  for (unsigned i = 1; worth_it && i < jobs; ++i) {
    work_->threads.emplace_back([work = work_.get()] { work->run(); });
  }
}

SideWork::~SideWork() {
  {
    const std::lock_guard lock(work_->mutex);
    work_->stop = true;
  }
  work_->room.notify_all();
  for (std::thread& thread : work_->threads) thread.join();
}

bool SideWork::has_threads() const { return !work_->threads.empty(); }

void SideWork::do_later(std::function<void()> task) {
  Work& work = *work_;
  if (work.threads.empty()) return task();
  std::unique_lock lock(work.mutex);
  work.rethrow_later_error();
  while (work.later.size() >= later_window) {
    // Another thread is behind with them: what it would do next is done here.
    if (work.do_one_later(lock) || work.parse_one(lock)) continue;
    if (work.may_take_file()) {
      work.read_one(lock);
    } else {
      work.ready.wait(lock, [&] { return !work.doing_later; });
    }
  }
  work.later.push_back(std::move(task));
  const bool many = work.later.size() >= later_many;  // finish() does what is left
  lock.unlock();
  if (many) work.room.notify_one();
}

void SideWork::finish() {
  Work& work = *work_;
  std::unique_lock lock(work.mutex);
  while (!work.later.empty() || work.doing_later) {
    if (!work.do_one_later(lock)) work.ready.wait(lock, [&] { return !work.doing_later; });
  }
  work.rethrow_later_error();
}

Prepared SideWork::next() {
  Work& work = *work_;
  if (work.threads.empty()) return prepare(load(work.files[work.given++]));
  std::unique_lock lock(work.mutex);
  Slot& slot = work.slots[work.given % window];
  // Nobody waits while there is something to do.
  while (!slot.ready()) {
    if (work.may_take_file()) {
      work.read_one(lock);
    } else if (!work.parse_one(lock)) {
      work.ready.wait(lock, [&] { return slot.ready(); });
    }
  }
  Slot ready = std::exchange(slot, Slot{});
  const bool was_full = work.bytes_ahead >= byte_window;
  if (ready.prepared) work.bytes_ahead -= ready.prepared->migration.up.source->text().size();
  // Waking a thread costs more than reading a small file: readers sleep until there is room for many.
  const bool much_room = ++work.given % (window / 2) == 0 || was_full;
  lock.unlock();
  if (much_room) work.room.notify_all();
  if (ready.error != nullptr) std::rethrow_exception(ready.error);
  return std::move(*ready.prepared);
}

}  // namespace pginterlock
