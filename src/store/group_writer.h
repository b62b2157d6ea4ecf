// The Writer: one thread that takes what waits, runs it as a Batch, and answers after the commit.
// See writer.h for the contract.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "ledger/head.h"
#include "store/batch.h"
#include "store/connection.h"
#include "store/id_allocator.h"
#include "store/writer.h"

namespace huiyin::store {

struct GroupWriterOptions {
  size_t queue_limit = 20'000;
  size_t batch_limit = 1'024;
  const Clock* clock = nullptr;
  ledger::SigningKey key;
  // On the writer thread after each commit, before the next batch (checkpoints).
  std::function<void()> after_commit;
};

class GroupWriter final : public Writer {
 public:
  // `connection` is the writer's alone from now on.
  static Result<std::unique_ptr<GroupWriter>> Start(std::unique_ptr<Connection> connection,
                                                    GroupWriterOptions options);
  ~GroupWriter() override;

  Status Submit(Command command, Done done) override;
  Result<std::shared_ptr<const CommitInfo>> Run(Command command) override;
  void OnCommit(std::function<void(const std::vector<StoredEvent>&)> listener) override;
  void Drain() override;

 private:
  GroupWriter(std::unique_ptr<Connection> connection, GroupWriterOptions options);
  Status RegisterMark();
  void Loop();
  bool Take(std::vector<WorkItem>& items);
  void Process(std::vector<WorkItem>& items);
  Batch::Outcome Attempt(Batch& batch, int& attempts, Guard& guard);
  Batch::Outcome ResolveLostCommit();
  Status Restore();
  void Answer(std::vector<WorkItem>& items, Batch& batch);
  void AnswerAll(std::vector<WorkItem>& items, const Error& error);

  const std::unique_ptr<Connection> connection_;
  const GroupWriterOptions options_;
  IdAllocator ids_;
  BatchContext context_;
  int guarded_batches_ = 0;  // so many batches still use savepoints
  bool link_down_ = false;
  bool restore_failed_ = false;  // the last attempt to reconnect used up its time
  std::string writer_id_;        // PostgreSQL: names our row of writer_marks
  int64_t batch_number_ = 0;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<WorkItem> queue_;
  bool draining_ = false;
  std::mutex listeners_mutex_;
  std::vector<std::function<void(const std::vector<StoredEvent>&)>> listeners_;
  std::thread thread_;
};

}  // namespace huiyin::store
