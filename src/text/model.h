// A linear model in a file (.hym), memory-mapped and read-only. Layout, little-endian:
//   header (64 bytes): "HUIYINM1", format version, sizes, CRC-32 of everything behind the header
//   meta: lines "key<TAB>value" (task, labels, temperature, data fingerprint, metrics, …)
//   biases and scales: float32 per output
//   slots: uint32, a power of two, open addressing; one output: 16 bits of fingerprint and the
//     int16 weight itself, several: 12 bits of fingerprint and 20 bits of row number
//   rows: int16 per output (several outputs only), padded to a multiple of 8
// score_k = bias_k + scale_k · Σ weight / (number of features)^norm. A file that is short, damaged
// or of another version is refused with kCorruption and a message. Immutable, any number of
// threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "text/features.h"

namespace huiyin::text {

struct ModelMeta {
  std::string task;
  std::vector<std::string> labels;  // two labels: one output, positive speaks for labels[1]
  std::string input = "text";       // "text", "text_words" or one of pairs: see extract.h
  float temperature = 1;
  float norm = 0.5f;                         // scores are divided by (number of features)^norm
  std::string fingerprint;                   // SHA-256 of the training rows, hex
  std::string version;                       // first 12 digits of what the weights depend on
  std::map<std::string, std::string> notes;  // rows, seed, metrics: for people

  size_t outputs() const { return labels.size() == 2 ? 1 : labels.size(); }
};

// What training hands over; float weights by feature, row-major [feature][output].
struct ModelWeights {
  ModelMeta meta;
  std::vector<uint64_t> features;
  std::vector<float> weights;
  std::vector<float> biases;
};

// The bytes of the file; weights are quantised here.
std::string EncodeModel(const ModelWeights& weights);

class Model {
 public:
  static Result<std::shared_ptr<const Model>> Open(const std::string& path);
  static Result<std::shared_ptr<const Model>> FromBytes(std::string bytes);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const ModelMeta& meta() const { return meta_; }
  // Where the features stand in this model: the dear part of judging, done once for all that is
  // asked about one text.
  using Places = std::vector<uint32_t>;  // by feature; 0: the model does not know it
  void Find(const FeatureSet& features, Places& out) const;
  // Scores in logit units before the temperature, one per output.
  void Score(const Places& places, std::span<float> out) const;
  // Calibrated shares, one per label, sum 1.
  void Probabilities(const Places& places, std::span<float> out) const;
  void Probabilities(const FeatureSet& features, std::span<float> out) const;
  // Share of every feature in the score of `label`, divided by the temperature (exact: the shares
  // and the bias make the score).
  void Contributions(const Places& places, size_t label, std::vector<float>& out) const;

 private:
  Model() = default;
  Status Parse();
  Status ParseMeta(std::string_view text);
  float NormOf(size_t features) const;

  std::string bytes_;           // when not mapped
  const char* data_ = nullptr;  // whole file
  size_t size_ = 0;
  bool mapped_ = false;
  ModelMeta meta_;
  size_t outputs_ = 0, stride_ = 0;
  uint64_t slot_mask_ = 0;
  const float* biases_ = nullptr;
  const float* scales_ = nullptr;
  const uint32_t* slots_ = nullptr;
  const int16_t* rows_ = nullptr;
};

}  // namespace huiyin::text
