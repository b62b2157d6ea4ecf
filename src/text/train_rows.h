// Labelled texts as rows of numbers for the solver: every text hashed once, features that occur in
// too few training rows left out, the rest numbered by how many rows they occur in (frequent ones
// first). Reproducible whatever the number of cores.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "text/char_table.h"
#include "text/dataset.h"
#include "text/solver.h"

namespace huiyin::text {

// Work(i) for every i below `count`, shared out among the processor's cores; the order is open.
void ForEach(size_t count, const std::function<void(size_t)>& work);

struct TrainingRows {
  SparseRows sparse;
  std::vector<uint64_t> ids;     // by feature number
  std::vector<uint32_t> sizes;   // by row: all features of the text, known or not
  std::vector<uint32_t> labels;  // by row: place in the list of labels
  uint32_t taught = 0;           // the first rows, which are trained on; then those of `dev`

  // (number of features)^-power of every row.
  std::vector<float> Norms(double power) const;
};

// Rows of `dev` with a label not in `labels` are left out. `input`: see Extractor::Of.
TrainingRows ReadRows(const CharTable& table, const Dataset& data, const Dataset& dev,
                      const std::vector<std::string>& labels, const std::string& input,
                      uint32_t min_documents);

}  // namespace huiyin::text
