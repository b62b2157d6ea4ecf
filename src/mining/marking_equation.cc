#include "mining/marking_equation.h"

#include <cmath>

namespace huiyin::mining {
namespace {

constexpr double kTiny = 1e-9;
constexpr double kSlack = 1e-4;
constexpr size_t kPatience = 5;  // pivots for every row and column before giving up

}  // namespace

// Columns: x by transition, then for each label u (fired more often than left) and v (less often).
MarkingEquation::MarkingEquation(const PetriNet& net, const std::vector<uint32_t>& label_of,
                                 size_t labels)
    : net_(net),
      rows_(net.place_count + labels),
      columns_(net.transitions.size() + 2 * labels),
      constraints_(rows_, std::vector<double>(columns_, 0)) {
  const size_t over = net.transitions.size(), under = over + labels;
  for (size_t t = 0; t < net.transitions.size(); ++t) {
    for (const uint32_t p : net.transitions[t].in) constraints_[p][t] -= 1;
    for (const uint32_t p : net.transitions[t].out) constraints_[p][t] += 1;
    if (label_of[t] != kNoId) constraints_[net.place_count + label_of[t]][t] = 1;
  }
  for (size_t a = 0; a < labels; ++a) {
    constraints_[net.place_count + a][over + a] = -1;
    constraints_[net.place_count + a][under + a] = 1;
  }
}

// The table of the first phase: right sides not negative, one artificial variable a row.
void MarkingEquation::Fill(const Marking& marking, std::span<const uint32_t> left) {
  table_.assign(rows_, {});
  basis_.resize(rows_);
  for (size_t row = 0; row < rows_; ++row) {
    double right = 0;
    if (row < net_.place_count) {
      right = (row == net_.sink ? 1 : 0) - static_cast<double>(marking[row]);
    } else {
      right = left[row - net_.place_count];
    }
    const double sign = right < 0 ? -1 : 1;
    std::vector<double>& line = table_[row];
    line.assign(columns_ + rows_ + 1, 0);
    for (size_t c = 0; c < columns_; ++c) line[c] = sign * constraints_[row][c];
    line[columns_ + row] = 1;
    line.back() = sign * right;
    basis_[row] = columns_ + row;
  }
}

void MarkingEquation::Pivot(size_t row, size_t column) {
  std::vector<double>& line = table_[row];
  const double by = line[column];
  for (double& value : line) value /= by;
  for (size_t other = 0; other < table_.size(); ++other) {
    if (other == row) continue;
    const double times = table_[other][column];
    if (std::fabs(times) < kTiny) continue;
    for (size_t c = 0; c < line.size(); ++c) table_[other][c] -= times * line[c];
  }
  basis_[row] = column;
}

// Bland's rule: the first column that helps, so that it never circles. Artificial variables, once
// out, stay out: only the real columns may come in.
MarkingEquation::Outcome MarkingEquation::Minimise(const std::vector<double>& cost, double* value) {
  const size_t most = kPatience * (rows_ + columns_);
  for (size_t step = 0; step < most; ++step) {
    size_t in = columns_;
    for (size_t c = 0; c < columns_ && in == columns_; ++c) {
      double gain = cost[c];
      for (size_t row = 0; row < rows_; ++row) gain -= cost[basis_[row]] * table_[row][c];
      if (gain < -kTiny) in = c;
    }
    if (in == columns_) {
      *value = 0;
      for (size_t row = 0; row < rows_; ++row) *value += cost[basis_[row]] * table_[row].back();
      return Outcome::kOptimal;
    }
    size_t out = rows_;
    double least = 0;
    for (size_t row = 0; row < rows_; ++row) {
      if (table_[row][in] <= kTiny) continue;
      const double ratio = table_[row].back() / table_[row][in];
      if (out == rows_ || ratio < least - kTiny ||
          (ratio < least + kTiny && basis_[row] < basis_[out])) {
        out = row;
        least = ratio;
      }
    }
    if (out == rows_) return Outcome::kGaveUp;  // costs are not negative: cannot be unbounded
    Pivot(out, in);
  }
  return Outcome::kGaveUp;
}

uint32_t MarkingEquation::LowerBound(const Marking& marking, std::span<const uint32_t> left) {
  Fill(marking, left);
  std::vector<double> cost(columns_ + rows_, 0);
  for (size_t c = columns_; c < cost.size(); ++c) cost[c] = 1;
  double value = 0;
  Outcome outcome = Minimise(cost, &value);
  if (outcome != Outcome::kOptimal) return 0;
  if (value > kSlack) return kNever;
  for (size_t c = 0; c < cost.size(); ++c) {
    cost[c] = c >= net_.transitions.size() && c < columns_ ? 1 : 0;
  }
  // An artificial variable still in the basis stands at zero; it must not grow again.
  for (size_t row = 0; row < rows_; ++row) {
    if (basis_[row] < columns_) continue;
    for (size_t c = 0; c < columns_; ++c) {
      if (std::fabs(table_[row][c]) < 1e-7) continue;
      Pivot(row, c);
      break;
    }
  }
  outcome = Minimise(cost, &value);
  if (outcome != Outcome::kOptimal) return 0;
  return static_cast<uint32_t>(std::max(0.0, std::ceil(value - kSlack)));
}

}  // namespace huiyin::mining
