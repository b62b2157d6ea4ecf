// Labelled rows to train on and to measure with. TSV: UTF-8, header line, no quoting (a `"` is a
// character). CSV: RFC 4180. JSONL: one object a line, string members. The form follows the file's
// ending. Fails with kInvalidArgument naming the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::text {

struct Dataset {
  struct Row {
    std::string label, a, b;  // b only for pairs
  };
  std::vector<Row> rows;
  // kPairs: text1 and text2, either may come first. kReplies: question and reply.
  enum class Shape : uint8_t { kTexts, kPairs, kReplies };
  Shape shape = Shape::kTexts;
  std::string fingerprint;  // SHA-256 over label and texts of every row, hex
};

struct DatasetOptions {
  std::string label_column = "label";
  std::string text_column;  // "" : "text", or "text1"+"text2", or "question"+"reply"
};

Result<Dataset> ReadDataset(const std::string& path, const DatasetOptions& options);
// `form`: "tsv", "csv" or "jsonl".
Result<Dataset> ParseDataset(std::string_view bytes, std::string_view form,
                             const DatasetOptions& options);

}  // namespace huiyin::text
