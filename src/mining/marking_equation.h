// A lower bound on what the rest of an alignment costs, by the marking equation (A. Adriansyah
// 2014; B. van Dongen 2018): whatever still fires must lead from this marking to the final one.
// Firings x of the net's transitions solve N x = final - marking; with r_a events of activity a
// left, at least the minimum of sum_a |x_a - r_a| has to be paid. Solved as a linear program over
// the reals, so never above the integer optimum.
//
// Errors: a bound of 0 when the simplex does not finish in its iterations. Values are lowered by
// 1e-4 before they are rounded up, which is far above what doubles lose on nets of this size.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mining/marking.h"
#include "mining/petri_net.h"

namespace huiyin::mining {

class MarkingEquation {
 public:
  // Labels number the activities of the net; `label_of` by transition, kNoId for silent ones.
  MarkingEquation(const PetriNet& net, const std::vector<uint32_t>& label_of, size_t labels);

  // Numbers in the table; its cost is about this times the number of rows.
  size_t cells() const { return rows_ * (columns_ + rows_); }
  // `left`: events left by label. kNever when the equation has no solution at all.
  uint32_t LowerBound(const Marking& marking, std::span<const uint32_t> left);
  static constexpr uint32_t kNever = 1u << 30;

 private:
  enum class Outcome { kOptimal, kGaveUp };
  void Fill(const Marking& marking, std::span<const uint32_t> left);
  Outcome Minimise(const std::vector<double>& cost, double* value);
  void Pivot(size_t row, size_t column);

  const PetriNet& net_;
  size_t rows_, columns_;  // columns without artificial variables and right-hand side
  std::vector<std::vector<double>> constraints_;  // by row, without the right-hand side
  std::vector<std::vector<double>> table_;        // rows with artificials; last entry: right side
  std::vector<size_t> basis_;
};

}  // namespace huiyin::mining
