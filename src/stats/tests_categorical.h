// Tests on counts. Two-sided. Every test carries its effect size, since a p alone says little.
#pragma once

#include <cstdint>
#include <vector>

namespace huiyin::stats {

// Rows: has the attribute or not; columns: has the outcome or not.
struct Table2x2 {
  uint64_t a = 0, b = 0, c = 0, d = 0;
  uint64_t total() const { return a + b + c + d; }
};

// P of a table as or less likely than this one with the same margins (Fisher's exact test; the sum
// of all such tables, as R's fisher.test). 1 for an empty margin.
double FisherExact(const Table2x2& table);

struct ChiSquare {
  double statistic = 0;
  double degrees = 0;
  double p = 1;
  double min_expected = 0;
};
// Pearson's statistic without continuity correction.
ChiSquare ChiSquareTest(const Table2x2& table);
// r x c counts, row by row; empty rows and columns are left out.
ChiSquare ChiSquareTest(const std::vector<std::vector<uint64_t>>& rows);
// Chi-square, or Fisher when an expected count is below 5.
double IndependenceP(const Table2x2& table);

double OddsRatio(const Table2x2& table);  // infinity when b or c is 0 and a, d are not
double Lift(const Table2x2& table);       // P(XY) / (P(X) P(Y)); 0 when a margin is empty

// Difference of two proportions x1/n1 - x2/n2, pooled z test (domain 5.5).
struct ProportionTest {
  double difference = 0, z = 0, p = 1, margin = 0;  // margin: half the 95 % interval, unpooled
};
ProportionTest TwoProportions(uint64_t x1, uint64_t n1, uint64_t x2, uint64_t n2);

double NormalTwoSidedP(double z);
double ChiSquareP(double statistic, double degrees);

}  // namespace huiyin::stats
