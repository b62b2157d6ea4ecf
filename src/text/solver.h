// Linear classifiers of many sparse rows, fast: dual coordinate descent for the L2-regularised
// squared hinge loss (Hsieh et al. 2008) and for the logistic loss (Yu, Huang & Lin 2011), over
// rows whose features are present or not. A feature's scale belongs to the feature and the norm to
// the row, so one list of numbers serves every label, loss and norm. Single precision;
// reproducible: the same input and seed give the same weights.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace huiyin::text {

// Rows as ascending lists of feature numbers, each list behind the other. Frequent features should
// have small numbers: their weights then stay in the processor's cache.
struct SparseRows {
  std::vector<uint32_t> columns;
  std::vector<size_t> starts{0};
  size_t features = 0;

  size_t size() const { return starts.size() - 1; }
  std::span<const uint32_t> operator[](size_t row) const {
    return {columns.data() + starts[row], starts[row + 1] - starts[row]};
  }
};

enum class Loss : uint8_t { kSquaredHinge, kLogistic };

// One binary problem. Value of feature f in row r: scales[f] * norms[r]; a bias of 1 is added.
struct BinaryProblem {
  const SparseRows* rows = nullptr;
  std::span<const uint32_t> used;  // rows that take part
  std::span<const float> norms;    // by row
  std::span<const float> scales;   // by feature
  std::span<const int8_t> signs;   // by row: 1 or -1
  Loss loss = Loss::kSquaredHinge;
  float cost_positive = 1, cost_negative = 1;
};

// Weights by feature with the scales multiplied in, then the bias: the score of a row is
// norm * sum of its weights + bias.
std::vector<float> Solve(const BinaryProblem& problem);

}  // namespace huiyin::text
