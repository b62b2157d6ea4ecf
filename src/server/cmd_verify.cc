#include <fstream>
#include <sstream>

#include "app/rollup_check.h"
#include "base/json_text.h"
#include "ledger/receipt.h"
#include "ledger/verify.h"
#include "server/cli.h"
#include "server/instance.h"
#include "store/log_reader.h"

namespace huiyin::server {
namespace {

Result<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound("cannot read " + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Trim(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

// Offline: no database, no key but the one given or the one inside.
int VerifyReceiptFile(const std::string& path, const std::string& key_text, bool json) {
  const auto text = ReadFile(path);
  if (!text.ok()) return Fail(text.error());
  std::optional<ledger::PublicKey> key;
  if (!key_text.empty()) {
    const auto parsed = ledger::PublicKey::Parse(key_text);
    if (!parsed.ok()) return Fail(parsed.error());
    key = *parsed;
  }
  const auto facts = ledger::VerifyReceiptText(Trim(*text), key);
  if (!facts.ok()) {
    if (json) std::printf("{\"ok\":false,\"problem\":\"%s\"}\n", facts.error().type.c_str());
    return Fail(facts.error());
  }
  if (json) {
    JsonText out;
    out.Open('{').Key("ok").Bool(true).Key("ticket_no").Str(facts->event.ticket_no);
    out.Key("kind").Str(facts->event.kind).Key("at").Str(FormatUtc(facts->event.at));
    out.Key("leaf_index").Int(static_cast<int64_t>(facts->leaf_index));
    out.Key("tree_size").Int(static_cast<int64_t>(facts->tree_size));
    out.Key("key").Str(facts->key_fingerprint).Close('}');
    std::printf("%s\n", out.text().c_str());
  } else {
    std::printf("valid: ticket %s, %s at %s, event %llu of %llu, key %s%s\n",
                facts->event.ticket_no.c_str(), facts->event.kind.c_str(),
                FormatUtc(facts->event.at).c_str(),
                static_cast<unsigned long long>(facts->leaf_index),
                static_cast<unsigned long long>(facts->tree_size), facts->key_fingerprint.c_str(),
                facts->trust == ledger::Trust::kKeyFromReceipt
                    ? " (the key inside the receipt; compare it with the organisation's)"
                    : "");
  }
  return kExitOk;
}

std::string Told(const app::RollupDifference& d) {
  return FormatUtc(Instant{d.hour * 3'600'000'000}) + " " + d.metric + " " + d.dims + " bucket " +
         std::to_string(d.bucket) + ": stored n=" + std::to_string(d.stored_n) +
         " sum=" + std::to_string(d.stored_sum) + ", events say n=" + std::to_string(d.counted_n) +
         " sum=" + std::to_string(d.counted_sum);
}

void AddRollups(JsonText& out, const app::RollupReport& rollups) {
  out.Key("rollups").Open('{').Key("ok").Bool(rollups.differences == 0);
  out.Key("rows").Int(rollups.rows).Key("differences").Int(rollups.differences).Key("first");
  if (rollups.first) {
    out.Str(Told(*rollups.first));
  } else {
    out.Null();
  }
  out.Close('}');
}

void PrintRollups(const app::RollupReport& rollups) {
  std::printf("rollups %s: %lld rows, %lld differ\n", rollups.differences == 0 ? "ok" : "NOT OK",
              static_cast<long long>(rollups.rows), static_cast<long long>(rollups.differences));
  if (rollups.first) std::printf("  first: %s\n", Told(*rollups.first).c_str());
}

void PrintReport(const ledger::Report& report, const std::optional<app::RollupReport>& rollups,
                 bool json) {
  if (!json) {
    std::printf("%s: %llu events, %llu signed heads\n", report.ok ? "ok" : "NOT OK",
                static_cast<unsigned long long>(report.events),
                static_cast<unsigned long long>(report.heads));
    for (const auto& finding : report.findings) {
      std::printf("  %s\n  %s\n", finding.message_zh.c_str(), finding.message_en.c_str());
    }
    if (rollups) PrintRollups(*rollups);
    return;
  }
  JsonText out;
  out.Open('{').Key("ok").Bool(report.ok && (!rollups || rollups->differences == 0));
  out.Key("events").Int(static_cast<int64_t>(report.events));
  out.Key("heads").Int(static_cast<int64_t>(report.heads)).Key("first_bad");
  if (report.first_bad()) {
    out.Int(static_cast<int64_t>(*report.first_bad()));
  } else {
    out.Null();
  }
  out.Key("findings").Open('[');
  for (const auto& finding : report.findings) {
    out.Open('{').Key("kind").Str(ledger::FindingKindName(finding.kind));
    out.Key("first_seq").Int(static_cast<int64_t>(finding.first_seq));
    out.Key("last_seq").Int(static_cast<int64_t>(finding.last_seq));
    out.Key("zh").Str(finding.message_zh).Key("en").Str(finding.message_en).Close('}');
  }
  out.Close(']');
  if (rollups) AddRollups(out, *rollups);
  out.Close('}');
  std::printf("%s\n", out.text().c_str());
}

}  // namespace

int RunVerify(int argc, char** argv) {
  CLI::App cli("Verifies the event log of an instance, or a receipt offline.", "huiyin verify");
  InstanceOptions options;
  std::string heads_file;
  std::string receipt;
  std::string key;
  bool json = false;
  bool with_rollups = false;
  cli.add_option("--data", options.data_dir, "data folder");
  cli.add_option("--db", options.db_url, "postgresql://…");
  cli.add_option("--heads", heads_file, "signed heads exported earlier, one a line");
  cli.add_option("--receipt", receipt, "a receipt file; needs no instance");
  cli.add_option("--key", key, "public key to trust (with --receipt)");
  cli.add_flag("--rollups", with_rollups, "recompute the figures from the events, too");
  cli.add_flag("--json", json, "for machines");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  if (!receipt.empty()) return VerifyReceiptFile(receipt, key, json);
  if (options.data_dir.empty()) {
    std::fprintf(stderr, "huiyin verify: --data or --receipt is required\n");
    return kExitUsage;
  }
  std::string heads;
  if (!heads_file.empty()) {
    auto text = ReadFile(heads_file);
    if (!text.ok()) return Fail(text.error());
    heads = std::move(*text);
  }
  auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  ledger::VerifyOptions verify;
  verify.trusted_keys = {(*instance)->signing_key().public_key()};
  verify.log_id = (*instance)->context().db->log_id();
  const auto report = store::VerifyLog(*(*instance)->context().db, verify, heads);
  if (!report.ok()) return Fail(report.error());
  std::optional<app::RollupReport> rollups;
  if (with_rollups) {
    auto counted = (*instance)->context().db->Get<app::RollupReport>(app::CheckRollups);
    if (!counted.ok()) return Fail(counted.error());
    rollups = std::move(*counted);
  }
  PrintReport(*report, rollups, json);
  return report->ok && (!rollups || rollups->differences == 0) ? kExitOk : kExitFailed;
}

}  // namespace huiyin::server
