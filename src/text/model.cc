#include "text/model.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/bytes.h"

namespace huiyin::text {
namespace {

constexpr char kMagic[8] = {'H', 'U', 'I', 'Y', 'I', 'N', 'M', '1'};
constexpr uint32_t kVersion = 1;
constexpr size_t kMaxLabels = 4096;
constexpr uint32_t kMinSlotBits = 4, kMaxSlotBits = 24;
constexpr float kSteps = 32000;
constexpr uint32_t kRowMask = (1u << 20) - 1;

struct Header {
  char magic[8];
  uint32_t version, meta_bytes, outputs, stride, slot_bits, rows;
  uint64_t file_bytes;
  uint32_t crc, reserved[5];
};
static_assert(sizeof(Header) == 64);

uint32_t Crc(std::string_view bytes) {
  return static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

uint32_t InlineTag(uint64_t id) { return static_cast<uint32_t>(id >> 48) | 1u; }
uint32_t RowTag(uint64_t id) { return static_cast<uint32_t>(id >> 52) | 1u; }

std::string MetaText(const ModelMeta& meta) {
  std::string out = "task\t" + meta.task + "\ninput\t" + meta.input + "\n";
  for (const auto& label : meta.labels) out += "label\t" + label + "\n";
  out += "temperature\t" + std::to_string(meta.temperature) + "\n";
  out += "norm\t" + std::to_string(meta.norm) + "\n";
  out += "fingerprint\t" + meta.fingerprint + "\nversion\t" + meta.version + "\n";
  for (const auto& [key, value] : meta.notes) out += "note." + key + "\t" + value + "\n";
  while (out.size() % 64 != 0) out += '\n';
  return out;
}

template <typename T>
void Append(std::string& out, const std::vector<T>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// The strongest words carry the verdict: nothing is cut off.
float ScaleOf(const ModelWeights& w, size_t output) {
  const size_t k = w.meta.outputs();
  float largest = 1e-9f;
  for (size_t i = output; i < w.weights.size(); i += k) {
    largest = std::max(largest, std::fabs(w.weights[i]));
  }
  return largest / kSteps;
}

int16_t Quantise(float weight, float scale) {
  return static_cast<int16_t>(std::clamp<long>(std::lround(weight / scale), -32767, 32767));
}

}  // namespace

std::string EncodeModel(const ModelWeights& w) {
  const size_t k = w.meta.outputs();
  const size_t n = w.features.size();
  const bool single = k == 1;
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.outputs = static_cast<uint32_t>(k);
  header.stride = single ? 0 : static_cast<uint32_t>((k + 7) / 8 * 8);
  header.rows = single ? 0 : static_cast<uint32_t>(n);
  header.slot_bits = kMinSlotBits;
  // At most two slots of five are taken: most n-grams of a text are unknown, and the search for
  // one of those ends at the first empty slot.
  while ((size_t{1} << header.slot_bits) * 2 < n * 5) ++header.slot_bits;
  std::vector<float> scales(k);
  for (size_t o = 0; o < k; ++o) scales[o] = ScaleOf(w, o);
  std::vector<uint32_t> slots(size_t{1} << header.slot_bits, 0);
  std::vector<int16_t> rows(header.rows * size_t{header.stride}, 0);
  for (size_t i = 0; i < n; ++i) {
    const uint64_t id = w.features[i];
    uint32_t value;
    if (single) {
      const int16_t q = Quantise(w.weights[i], scales[0]);
      value = InlineTag(id) << 16 | static_cast<uint16_t>(q);
    } else {
      value = RowTag(id) << 20 | static_cast<uint32_t>(i);
      for (size_t o = 0; o < k; ++o) {
        rows[i * header.stride + o] = Quantise(w.weights[i * k + o], scales[o]);
      }
    }
    size_t at = id & (slots.size() - 1);
    while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = value;
  }
  std::string body = MetaText(w.meta);
  header.meta_bytes = static_cast<uint32_t>(body.size());
  Append(body, w.biases);
  Append(body, scales);
  while (body.size() % 64 != 0) body += '\0';
  Append(body, slots);
  Append(body, rows);
  header.file_bytes = sizeof header + body.size();
  header.crc = Crc(body);
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + body;
}

Model::~Model() {
  if (mapped_) munmap(const_cast<char*>(data_), size_);
}

Result<std::shared_ptr<const Model>> Model::Open(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return NotFound("cannot read model " + path + ": " + std::strerror(errno));
  struct stat info {};
  const bool ok = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
  const auto size = ok ? static_cast<size_t>(info.st_size) : 0;
  void* data =
      size > 0 ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0) : MAP_FAILED;
  close(fd);
  if (data == MAP_FAILED) return Corruption("model " + path + " is empty or not a file");
  std::shared_ptr<Model> model(new Model());
  model->data_ = static_cast<const char*>(data);
  model->size_ = size;
  model->mapped_ = true;
  if (auto status = model->Parse(); !status.ok()) {
    return std::move(status).error().Prefixed("model " + path + ": ");
  }
  return std::shared_ptr<const Model>(std::move(model));
}

Result<std::shared_ptr<const Model>> Model::FromBytes(std::string bytes) {
  std::shared_ptr<Model> model(new Model());
  // Copied behind an aligned start: the arrays inside are read in place.
  model->bytes_ = std::move(bytes);
  model->data_ = model->bytes_.data();
  model->size_ = model->bytes_.size();
  TRY(model->Parse());
  return std::shared_ptr<const Model>(std::move(model));
}

Status Model::Parse() {
  Header h;
  if (size_ < sizeof h) return Corruption("too short for a header");
  std::memcpy(&h, data_, sizeof h);
  if (std::memcmp(h.magic, kMagic, sizeof kMagic) != 0) return Corruption("not a model file");
  if (h.version != kVersion) {
    return Corruption("format version " + std::to_string(h.version) + ", this program reads " +
                      std::to_string(kVersion));
  }
  if (h.file_bytes != size_) {
    return Corruption("cut short or grown: " + std::to_string(size_) + " bytes of " +
                      std::to_string(h.file_bytes));
  }
  if (h.outputs == 0 || h.outputs > kMaxLabels || h.slot_bits < kMinSlotBits ||
      h.slot_bits > kMaxSlotBits || h.rows > kRowMask || h.stride > kMaxLabels + 16 ||
      h.meta_bytes % 64 != 0) {
    return Corruption("its header makes no sense");
  }
  const bool single = h.outputs == 1;
  if (single ? h.rows != 0 : (h.stride < h.outputs || h.stride % 8 != 0)) {
    return Corruption("its header makes no sense");
  }
  uint64_t at = sizeof h + uint64_t{h.meta_bytes};
  const uint64_t floats_at = at;
  at = (at + uint64_t{h.outputs} * 8 + 63) / 64 * 64;
  const uint64_t slots_at = at;
  at += uint64_t{4} << h.slot_bits;
  const uint64_t rows_at = at;
  at += uint64_t{h.rows} * h.stride * 2;
  if (at != size_) return Corruption("its parts do not fill the file");
  if (Crc({data_ + sizeof h, size_ - sizeof h}) != h.crc) return Corruption("checksum differs");
  TRY(ParseMeta({data_ + sizeof h, h.meta_bytes}));
  if (meta_.outputs() != h.outputs) return Corruption("labels and outputs differ in number");
  outputs_ = h.outputs;
  stride_ = h.stride;
  slot_mask_ = (uint64_t{1} << h.slot_bits) - 1;
  biases_ = reinterpret_cast<const float*>(data_ + floats_at);
  scales_ = biases_ + outputs_;
  slots_ = reinterpret_cast<const uint32_t*>(data_ + slots_at);
  rows_ = reinterpret_cast<const int16_t*>(data_ + rows_at);
  for (size_t o = 0; o < outputs_; ++o) {
    if (!std::isfinite(biases_[o]) || !std::isfinite(scales_[o])) {
      return Corruption("a bias or scale is not a number");
    }
  }
  // Eight at a time, so that the compiler makes it one wide loop; there are sixteen and more.
  constexpr size_t kWide = 8;
  uint32_t used = 0, last_row = 0, empty = 0;
  uint32_t all_used[kWide] = {}, all_last[kWide] = {}, all_empty[kWide] = {};
  for (uint64_t i = 0; i <= slot_mask_; i += kWide) {
    for (size_t k = 0; k < kWide; ++k) {
      const uint32_t slot = slots_[i + k], row = slot & kRowMask;
      all_used[k] |= slot;
      all_empty[k] |= slot == 0 ? 1 : 0;
      all_last[k] = all_last[k] > row ? all_last[k] : row;
    }
  }
  for (size_t k = 0; k < kWide; ++k) {
    used |= all_used[k];
    empty |= all_empty[k];
    last_row = std::max(last_row, all_last[k]);
  }
  if (!single && used != 0 && last_row >= h.rows)
    return Corruption("a slot points behind the rows");
  return empty != 0 ? Ok() : Status(Corruption("its table has no empty slot"));
}

Status Model::ParseMeta(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.empty()) continue;
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return Corruption("a line of its description has no tab");
    const std::string_view key = line.substr(0, tab);
    const std::string value(line.substr(tab + 1));
    if (key == "task") meta_.task = value;
    if (key == "input") meta_.input = value;
    if (key == "label") meta_.labels.push_back(value);
    if (key == "fingerprint") meta_.fingerprint = value;
    if (key == "version") meta_.version = value;
    if (key == "temperature") meta_.temperature = std::strtof(value.c_str(), nullptr);
    if (key == "norm") meta_.norm = std::strtof(value.c_str(), nullptr);
    if (key.starts_with("note.")) meta_.notes[std::string(key.substr(5))] = value;
  }
  if (meta_.labels.size() < 2) return Corruption("it names fewer than two labels");
  if (!(meta_.temperature > 0) || !std::isfinite(meta_.temperature)) {
    return Corruption("its temperature is not a positive number");
  }
  if (!(meta_.norm >= 0 && meta_.norm <= 1)) return Corruption("its norm is not within 0 and 1");
  return Ok();
}

void Model::Find(const FeatureSet& features, Places& out) const {
  // The table is larger than the cache: slots are asked for some features ahead of their use.
  constexpr size_t kAhead = 12;
  const auto& ids = features.ids();
  const size_t n = ids.size();
  const bool single = outputs_ == 1;
  const int shift = single ? 16 : 20;
  out.resize(n);
  for (size_t i = 0; i < std::min(n, kAhead); ++i)
    __builtin_prefetch(slots_ + (ids[i] & slot_mask_));
  for (size_t i = 0; i < n; ++i) {
    if (i + kAhead < n) __builtin_prefetch(slots_ + (ids[i + kAhead] & slot_mask_));
    const uint64_t id = ids[i];
    const uint32_t tag = single ? InlineTag(id) : RowTag(id);
    uint64_t at = id & slot_mask_;
    uint32_t slot = slots_[at];
    while (slot != 0 && slot >> shift != tag) {
      at = (at + 1) & slot_mask_;
      slot = slots_[at];
    }
    out[i] = slot;
    if (!single) __builtin_prefetch(rows_ + size_t{slot & kRowMask} * stride_);
  }
}

float Model::NormOf(size_t features) const {
  if (features == 0) return 0;
  const auto n = static_cast<float>(features);
  if (meta_.norm == 0.5f) return 1 / std::sqrt(n);
  return meta_.norm == 0.25f ? 1 / std::sqrt(std::sqrt(n)) : std::pow(n, -meta_.norm);
}

void Model::Score(const Places& places, std::span<float> out) const {
  const float norm = NormOf(places.size());
  if (outputs_ == 1) {
    int64_t sum = 0;
    for (const uint32_t slot : places) sum += static_cast<int16_t>(slot & 0xFFFF);
    out[0] = biases_[0] + scales_[0] * static_cast<float>(sum) * norm;
    return;
  }
  // 16-bit weights of 2^15 features fit into 32-bit sums; longer texts are added up in parts.
  constexpr size_t kPart = size_t{1} << 15;
  thread_local std::vector<int32_t> sums;
  thread_local std::vector<float> totals;
  totals.assign(stride_, 0);
  thread_local std::vector<uint32_t> known;  // gathered without a branch nobody could predict
  known.resize(places.size());
  size_t count = 0;
  for (const uint32_t slot : places) {
    known[count] = slot & kRowMask;
    count += slot != 0 ? 1 : 0;
  }
  for (size_t part = 0; part < count; part += kPart) {
    sums.assign(stride_, 0);
    for (size_t i = part; i < std::min(count, part + kPart); ++i) {
      const int16_t* row = rows_ + size_t{known[i]} * stride_;
      for (size_t block = 0; block < stride_; block += 8) {
        for (size_t o = 0; o < 8; ++o) sums[block + o] += row[block + o];
      }
    }
    for (size_t o = 0; o < stride_; ++o) totals[o] += static_cast<float>(sums[o]);
  }
  for (size_t o = 0; o < outputs_; ++o) out[o] = biases_[o] + scales_[o] * totals[o] * norm;
}

void Model::Probabilities(const FeatureSet& features, std::span<float> out) const {
  thread_local Places places;
  Find(features, places);
  Probabilities(places, out);
}

void Model::Probabilities(const Places& places, std::span<float> out) const {
  if (outputs_ == 1) {
    float score;
    Score(places, {&score, 1});
    out[1] = 1 / (1 + std::exp(-score / meta_.temperature));
    out[0] = 1 - out[1];
    return;
  }
  Score(places, out);
  const float top = *std::max_element(out.begin(), out.begin() + static_cast<ptrdiff_t>(outputs_));
  float sum = 0;
  for (size_t o = 0; o < outputs_; ++o) {
    sum += out[o] = std::exp((out[o] - top) / meta_.temperature);
  }
  for (size_t o = 0; o < outputs_; ++o) out[o] /= sum;
}

void Model::Contributions(const Places& places, size_t label, std::vector<float>& out) const {
  out.assign(places.size(), 0);
  const float norm = NormOf(places.size()) / meta_.temperature;
  if (outputs_ == 1) {
    const float scale = scales_[0] * norm * (label == 1 ? 1.0f : -1.0f);
    for (size_t i = 0; i < places.size(); ++i) {
      out[i] = scale * static_cast<float>(static_cast<int16_t>(places[i] & 0xFFFF));
    }
    return;
  }
  const float scale = scales_[label] * norm;
  for (size_t i = 0; i < places.size(); ++i) {
    if (places[i] == 0) continue;
    out[i] = scale * static_cast<float>(rows_[size_t{places[i] & kRowMask} * stride_ + label]);
  }
}

}  // namespace huiyin::text
