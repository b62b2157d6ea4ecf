// huiyin eval --task T --model M --data FILE [--json]: how good a model is on labelled rows.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "server/cli.h"
#include "text/train.h"

namespace huiyin::server {

int RunEval(int argc, char** argv) {
  CLI::App cli("Measure a model on labelled rows (TSV, CSV, JSON lines).", "huiyin eval");
  text::DatasetOptions columns;
  std::string task, model_path, data_path;
  bool json = false;
  cli.add_option("--task", task, "The task the model must be of");
  cli.add_option("--model", model_path, "The model file")->required();
  cli.add_option("--data", data_path, "Labelled rows")->required();
  cli.add_option("--label-column", columns.label_column, "Column of the label");
  cli.add_option("--text-column", columns.text_column, "Column of the text");
  cli.add_flag("--json", json, "JSON instead of a table");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const auto model = text::Model::Open(model_path);
  if (!model.ok()) return Fail(model.error());
  if (!task.empty() && task != (*model)->meta().task) {
    return Fail(InvalidArgument("the model is of task \"" + (*model)->meta().task + "\""));
  }
  const auto data = text::ReadDataset(data_path, columns);
  if (!data.ok()) return Fail(data.error());
  const auto metrics = text::Evaluate(**model, *data);
  if (!metrics.ok()) return Fail(metrics.error());
  std::printf("%s", json ? (text::MetricsJson(*metrics) + "\n").c_str()
                         : text::MetricsText(*metrics).c_str());
  return kExitOk;
}

}  // namespace huiyin::server
