// uses: mining
// Process mining: speed and memory of discovery and of reading XES, as ratios to a bare pass over
// the same columns in the same run. usage: bench_mining [events_million=10] [xes_mb=200]
#include <zlib.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <numeric>
#include <string>

#include "base/random.h"
#include "base/time.h"
#include "mining/dfg.h"
#include "mining/live_log.h"
#include "mining/load.h"
#include "mining/log_builder.h"
#include "mining/parallel.h"
#include "mining/process_tree.h"
#include "mining/variants.h"

namespace {

using namespace huiyin;          // NOLINT: a program of one file
using namespace huiyin::mining;  // NOLINT

double Seconds(const std::function<void()>& work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

// Of all threads; says what others on the machine do not disturb.
double CpuSeconds(const std::function<void()>& work) {
  const auto now = [] {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
  };
  const double from = now();
  work();
  return now() - from;
}

double Best(int times, const std::function<void()>& work) {
  double best = 1e300;
  for (int i = 0; i < times; ++i) best = std::min(best, Seconds(work));
  return best;
}

// kStrict: four ways through and no more, as where a program leads the work. kFree: skips and
// rework at every step, so that two cases of three are alone in their variant.
enum class Freedom { kStrict, kFree };

// A service process of 20 steps, about ten events a case.
EventLog MakeLog(size_t events, Freedom freedom = Freedom::kFree) {
  SeededRandom random(42);
  LogBuilder builder;
  std::vector<Id> activities, resources;
  for (int i = 0; i < 20; ++i) activities.push_back(builder.Activity("step " + std::to_string(i)));
  for (int i = 0; i < 200; ++i) {
    resources.push_back(builder.Resource("agent " + std::to_string(i)));
  }
  size_t made = 0;
  int64_t at = 1'700'000'000'000'000;
  for (size_t c = 0; made < events; ++c) {
    const Id id = builder.Case("T" + std::to_string(c));
    at += static_cast<int64_t>(random.Below(60'000'000));
    int64_t t = at;
    const size_t way = 1 + random.Below(4);
    for (size_t step = 0; step < activities.size() && made < events;) {
      const uint64_t dice = random.Next();
      builder.Append(id, activities[step], t, resources[(dice >> 40) % resources.size()]);
      ++made;
      t += 1'000'000 + static_cast<int64_t>((dice >> 8) % 7'200'000'000ull);
      if (freedom == Freedom::kStrict) {
        step += way;
        continue;
      }
      const uint64_t turn = dice % 100;
      step += turn < 60 ? 1 : turn < 75 ? 2 : turn < 90 ? 4 : 0;
      if (turn >= 97 && step > 2) step -= 2;
    }
  }
  return std::move(builder).Build();
}

uint64_t BarePass(const EventLog& log, size_t threads) {
  const auto ranges = SplitCases(log, threads);
  std::vector<uint64_t> sums(threads);
  RunThreads(threads, [&](size_t i) {
    uint64_t sum = 0;
    for (size_t e = log.CaseBegin(ranges[i].begin); e < log.CaseBegin(ranges[i].end); ++e) {
      sum += log.activity()[e] + static_cast<uint64_t>(log.time_us()[e]) + log.resource()[e];
    }
    sums[i] = sum;
  });
  return std::accumulate(sums.begin(), sums.end(), uint64_t{0});
}

std::string MakeXes(const EventLog& log, size_t bytes) {
  std::string xes = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\">\n";
  for (size_t c = 0; c < log.case_count() && xes.size() < bytes; ++c) {
    xes += "\t<trace>\n\t\t<string key=\"concept:name\" value=\"" + std::string(log.CaseName(c)) +
           "\"/>\n";
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
      xes += "\t\t<event>\n\t\t\t<string key=\"org:resource\" value=\"" +
             std::string(log.ResourceName(log.resource()[e])) +
             "\"/>\n\t\t\t<date key=\"time:timestamp\" value=\"" +
             FormatUtc({log.time_us()[e] / 1000 * 1000}) +
             "\"/>\n\t\t\t<string key=\"concept:name\" value=\"" +
             std::string(log.ActivityName(log.activity()[e])) +
             "\"/>\n\t\t\t<string key=\"lifecycle:transition\" value=\"complete\"/>\n"
             "\t\t\t<int key=\"cost\" value=\"" +
             std::to_string(e % 97) + "\"/>\n\t\t</event>\n";
    }
    xes += "\t</trace>\n";
  }
  return xes + "</log>\n";
}

std::string Gzip(const std::string& text) {
  std::string out(text.size() / 2 + 4096, '\0');
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

void BenchDiscovery(const char* name, const EventLog& log) {
  const double million = static_cast<double>(log.event_count()) / 1e6;
  std::printf("%s log: %.1f million events, %zu cases, %.1f bytes an event\n", name, million,
              log.case_count(),
              static_cast<double>(log.column_bytes()) / static_cast<double>(log.event_count()));
  double one_thread = 0;
  for (size_t threads = 1; threads <= ThreadCount(0); ++threads) {
    volatile uint64_t sink = 0;
    const double bare = Best(5, [&] { sink = BarePass(log, threads); });
    size_t arcs = 0, variants = 0;
    const double dfg = Best(3, [&] { arcs = DiscoverDfg(log, threads).arcs.size(); });
    const double var = Best(3, [&] { variants = FindVariants(log, threads).list.size(); });
    const double cpu = CpuSeconds([&] {
      (void)DiscoverDfg(log, threads);
      (void)FindVariants(log, threads);
    });
    if (threads == 1) one_thread = dfg + var;
    std::printf(
        "%zu thread(s): bare pass %.3f s | DFG with times (%zu arcs) %.3f s = %.1fx | variants "
        "(%zu) %.3f s = %.1fx | together %.3f s, %.1f million events/s, %.1fx bare, "
        "%.3f s of CPU, %.2fx one thread\n",
        threads, bare, arcs, dfg, dfg / bare, variants, var, var / bare, dfg + var,
        million / (dfg + var), (dfg + var) / bare, cpu, one_thread / (dfg + var));
  }
}

void BenchReading(const EventLog& log, size_t bytes) {
  const std::string xes = MakeXes(log, bytes);
  const double mb = static_cast<double>(xes.size()) / 1e6;
  size_t events = 0;
  volatile uint64_t sink = 0;
  const double bare = Best(3, [&] {
    uint64_t sum = 0;
    for (const char c : xes) sum += static_cast<unsigned char>(c);
    sink = sum;
  });
  const auto read = [&](const std::string& text) {
    return Best(2, [&] {
      const auto file = InputFile::Over(FromMemory(text));
      auto loaded = LoadLogFrom(*file, {});
      if (loaded.ok()) events = loaded->log.event_count();
    });
  };
  const double plain = read(xes);
  std::printf("XES: %.0f MB, %zu events: %.2f s = %.0f MB/s, %.2f million events/s (%.0fx bare)\n",
              mb, events, plain, mb / plain, static_cast<double>(events) / 1e6 / plain,
              plain / bare);
  const double packed = read(Gzip(xes));
  std::printf("XES.gz: %.2f s = %.0f MB/s of XML\n", packed, mb / packed);
}

// The inductive miner on 150,000 traces, and the live log at a million events.
void BenchModel() {
  const EventLog log = MakeLog(2'150'000);
  const Variants variants = FindVariants(log);
  const double mine = Best(2, [&] { (void)MineInductive(variants, 0.2); });
  std::printf("inductive miner: %zu traces, %zu variants: %.2f s\n", log.case_count(),
              variants.list.size(), mine);
}

void BenchLive() {
  const EventLog log = MakeLog(1'000'000);
  LiveLog live;
  const double append = Seconds([&] {
    for (size_t c = 0; c < log.case_count(); ++c) {
      for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
        (void)live.Append(log.CaseName(c), log.ActivityName(log.activity()[e]), {log.time_us()[e]},
                          log.ResourceName(log.resource()[e]));
      }
    }
  });
  const double all = Best(3, [&] { (void)live.Summary(); });
  LiveQuery half;
  half.keep = [](size_t number) { return number % 2 == 0; };
  const double some = Best(3, [&] { (void)live.Summary(half); });
  const double copy = Best(3, [&] { (void)live.Snapshot(); });
  const double behind = Best(3, [&] {
    (void)live.CasesBehind({LivePlace::Kind::kArc, "step 1", "step 2"}, 50);
  });
  std::printf(
      "live log of 1 million events: append %.2f us an event, summary %.1f ms, of every other case "
      "%.1f ms, copied %.1f ms, cases behind an arc %.1f ms\n",
      append, all * 1000, some * 1000, copy * 1000, behind * 1000);
}

}  // namespace

int main(int argc, char** argv) {
  const double million = argc > 1 ? std::atof(argv[1]) : 10;
  const double xes_mb = argc > 2 ? std::atof(argv[2]) : 200;
  const size_t events = static_cast<size_t>(million * 1e6);
  BenchDiscovery("strict", MakeLog(events, Freedom::kStrict));
  const EventLog log = MakeLog(events);
  BenchDiscovery("free", log);
  BenchReading(log, static_cast<size_t>(xes_mb * 1e6));
  BenchModel();
  BenchLive();
  return 0;
}
