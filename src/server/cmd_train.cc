// huiyin train --task T --data FILE [--dev FILE] --out MODEL: a linear model from labelled rows.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

#include "server/cli.h"
#include "text/train.h"

namespace huiyin::server {
namespace {

Status WriteBytes(const std::string& path, const std::string& bytes) {
  // Beside the target and renamed, so that a program that has the old file mapped keeps it.
  const std::string part = path + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file || std::rename(part.c_str(), path.c_str()) != 0) {
    return Unavailable("cannot write " + path);
  }
  return Ok();
}

Result<text::Dataset> ReadAll(const std::vector<std::string>& paths,
                              const text::DatasetOptions& options) {
  text::Dataset all;
  for (const auto& path : paths) {
    TRY_ASSIGN(auto one, text::ReadDataset(path, options));
    if (!all.rows.empty() && one.shape != all.shape) {
      return InvalidArgument(path + ": single texts, pairs and replies cannot be mixed");
    }
    all.shape = one.shape;
    all.fingerprint += one.fingerprint;
    std::move(one.rows.begin(), one.rows.end(), std::back_inserter(all.rows));
  }
  return all;
}

}  // namespace

int RunTrain(int argc, char** argv) {
  CLI::App cli("Train a model of understanding from labelled rows (TSV, CSV, JSON lines).",
               "huiyin train");
  text::TrainOptions options;
  text::DatasetOptions columns;
  std::vector<std::string> data_paths, dev_paths;
  std::string out;
  cli.add_option("--task", options.task, "What is learnt: sentiment, category, intent, …")
      ->required();
  cli.add_option("--data", data_paths, "Rows to train on")->required();
  cli.add_option("--dev", dev_paths, "Rows to choose and calibrate on; else parts of the data");
  cli.add_option("--out", out, "The model file to write")->required();
  cli.add_option("--seed", options.seed, "Seed of every random choice");
  cli.add_option("--label-column", columns.label_column, "Column of the label");
  cli.add_option("--text-column", columns.text_column, "Column of the text");
  cli.add_flag_callback(
      "--no-words", [&] { options.words = text::TrainOptions::Words::kNo; },
      "Only n-grams: what the server's own models of understanding use");
  cli.add_option("--cost", options.cost, "Solver's C; else chosen");
  cli.add_option("--ratio-power", options.ratio_power, "Share of the log-count ratio; else chosen");
  cli.add_option("--balance", options.balance, "Weight of rare classes, 0 to 1");
  cli.add_option("--min-documents", options.min_documents, "Rows a feature must occur in");
  cli.add_option("--max-features", options.max_features, "Features to keep");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  options.progress = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  const auto data = ReadAll(data_paths, columns);
  if (!data.ok()) return Fail(data.error());
  const auto dev = ReadAll(dev_paths, columns);
  if (!dev.ok()) return Fail(dev.error());
  const auto trained = text::Train(*data, *dev, options);
  if (!trained.ok()) return Fail(trained.error());
  if (auto status = WriteBytes(out, trained->model_bytes); !status.ok()) {
    return Fail(status.error());
  }
  std::printf("%s", text::MetricsText(trained->dev).c_str());
  std::printf("%s: %zu bytes\n", out.c_str(), trained->model_bytes.size());
  return kExitOk;
}

}  // namespace huiyin::server
