#include "text/solver.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"

namespace huiyin::text {
namespace {

constexpr int kMostPasses = 60;
constexpr float kTolerance = 0.1f;  // liblinear's: a finer solution classifies no better
constexpr uint64_t kSeed = 20080705;

// Weight and squared scale side by side: one line of cache serves both.
struct Cell {
  float weight = 0, square = 0;
};

class Descent {
 public:
  explicit Descent(const BinaryProblem& p) : p_(p), cells_(p.rows->features) {
    for (size_t f = 0; f < cells_.size(); ++f) cells_[f].square = p.scales[f] * p.scales[f];
    order_.resize(p.used.size());
    lengths_.resize(p.used.size());
    for (uint32_t k = 0; k < order_.size(); ++k) {
      order_[k] = k;
      const uint32_t row = p.used[k];
      float sum = 0;
      for (const uint32_t f : (*p.rows)[row]) sum += cells_[f].square;
      lengths_[k] = 1 + sum * p.norms[row] * p.norms[row];
    }
  }

  std::vector<float> Run() {
    if (p_.loss == Loss::kSquaredHinge) {
      RunHinge();
    } else {
      RunLogistic();
    }
    std::vector<float> out(cells_.size() + 1);
    for (size_t f = 0; f < cells_.size(); ++f) out[f] = cells_[f].weight;
    out.back() = bias_;
    return out;
  }

 private:
  float Margin(uint32_t row) const {  // score times sign
    float sum = 0;
    for (const uint32_t f : (*p_.rows)[row]) sum += cells_[f].weight;
    return static_cast<float>(p_.signs[row]) * (sum * p_.norms[row] + bias_);
  }
  void Move(uint32_t row, float step) {
    step *= static_cast<float>(p_.signs[row]);
    bias_ += step;
    step *= p_.norms[row];
    for (const uint32_t f : (*p_.rows)[row]) cells_[f].weight += step * cells_[f].square;
  }
  float Cost(uint32_t row) const { return p_.signs[row] > 0 ? p_.cost_positive : p_.cost_negative; }
  void Shuffle(size_t n) {
    for (size_t i = n; i > 1; --i) std::swap(order_[i - 1], order_[random_.Below(i)]);
  }

  void RunHinge() {
    constexpr float kInfinite = std::numeric_limits<float>::infinity();
    std::vector<float> alpha(order_.size(), 0);
    size_t active = order_.size();
    float shrink_above = kInfinite;
    for (int pass = 0; pass < kMostPasses; ++pass) {
      float largest = -kInfinite, least = kInfinite;
      Shuffle(active);
      for (size_t s = 0; s < active; ++s) {
        const uint32_t k = order_[s], row = p_.used[k];
        const float softness = 0.5f / Cost(row);
        const float gradient = Margin(row) - 1 + alpha[k] * softness;
        float projected = gradient;
        if (alpha[k] == 0) {
          if (gradient > shrink_above) {  // far on the right side: not looked at for now
            std::swap(order_[s--], order_[--active]);
            continue;
          }
          projected = std::min(gradient, 0.0f);
        }
        largest = std::max(largest, projected);
        least = std::min(least, projected);
        if (std::fabs(projected) < 1e-6f) continue;
        const float before = alpha[k];
        alpha[k] = std::max(before - gradient / (lengths_[k] + softness), 0.0f);
        Move(row, alpha[k] - before);
      }
      if (largest - least <= kTolerance) {
        if (active == order_.size()) return;
        active = order_.size();  // a last look at all
        shrink_above = kInfinite;
        continue;
      }
      shrink_above = largest <= 0 ? kInfinite : largest;
    }
  }

  // Root of the one-variable problem: log(a / (C - a)) + gradient + length * (a - before) = 0.
  static float Best(float before, float cost, float length, float gradient) {
    float low = 0, high = cost, a = std::clamp(before, 1e-3f * cost, 0.999f * cost);
    for (int step = 0; step < 20; ++step) {
      const float slope = std::log(a / (cost - a)) + gradient + length * (a - before);
      (slope > 0 ? high : low) = a;
      if (std::fabs(slope) < 1e-2f) break;
      const float next = a - slope / (cost / (a * (cost - a)) + length);
      a = next > low && next < high ? next : 0.5f * (low + high);
    }
    return a;
  }

  void RunLogistic() {
    std::vector<float> alpha(order_.size());
    for (uint32_t k = 0; k < order_.size(); ++k) {
      alpha[k] = std::min(0.001f * Cost(p_.used[k]), 1e-8f);
      Move(p_.used[k], alpha[k]);
    }
    for (int pass = 0; pass < kMostPasses; ++pass) {
      Shuffle(order_.size());
      float largest = 0;
      for (const uint32_t k : order_) {
        const uint32_t row = p_.used[k];
        const float cost = Cost(row), before = alpha[k];
        const float margin = Margin(row);
        const float violation = std::fabs(std::log(before / (cost - before)) + margin);
        if (violation < kTolerance * 0.1f) continue;
        alpha[k] = Best(before, cost, lengths_[k], margin);
        largest = std::max(largest, std::fabs(alpha[k] - before) / cost);
        Move(row, alpha[k] - before);
      }
      if (largest < kTolerance * 0.1f) return;
    }
  }

  const BinaryProblem& p_;
  std::vector<Cell> cells_;
  float bias_ = 0;
  std::vector<uint32_t> order_;
  std::vector<float> lengths_;  // squared length of each used row, bias included
  SeededRandom random_{kSeed};
};

}  // namespace

std::vector<float> Solve(const BinaryProblem& problem) { return Descent(problem).Run(); }

}  // namespace huiyin::text
