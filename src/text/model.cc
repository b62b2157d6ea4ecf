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
constexpr uint32_t kMaxSlotBits = 24;
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
  out += "fingerprint\t" + meta.fingerprint + "\nversion\t" + meta.version + "\n";
  for (const auto& [key, value] : meta.notes) out += "note." + key + "\t" + value + "\n";
  while (out.size() % 64 != 0) out += '\n';
  return out;
}

template <typename T>
void Append(std::string& out, const std::vector<T>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// Largest weight the integer range covers: the few beyond are cut, the many below keep precision.
float ScaleOf(const ModelWeights& w, size_t output, float steps) {
  const size_t k = w.meta.outputs();
  std::vector<float> sizes;
  for (size_t i = output; i < w.weights.size(); i += k) {
    if (w.weights[i] != 0) sizes.push_back(std::fabs(w.weights[i]));
  }
  if (sizes.empty()) return 1;
  const size_t at = std::min(sizes.size() - 1, sizes.size() * 9995 / 10000);
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<ptrdiff_t>(at), sizes.end());
  return std::max(sizes[at], 1e-9f) / steps;
}

int Quantise(float weight, float scale, int limit) {
  return std::clamp(static_cast<int>(std::lround(weight / scale)), -limit, limit);
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
  header.stride = single ? 0 : static_cast<uint32_t>((k + 15) / 16 * 16);
  header.rows = single ? 0 : static_cast<uint32_t>(n);
  header.slot_bits = 4;
  while ((size_t{1} << header.slot_bits) * 7 < n * 10) ++header.slot_bits;
  std::vector<float> scales(k);
  for (size_t o = 0; o < k; ++o) scales[o] = ScaleOf(w, o, single ? 32000.0f : 127.0f);
  std::vector<uint32_t> slots(size_t{1} << header.slot_bits, 0);
  std::vector<int8_t> rows(header.rows * size_t{header.stride}, 0);
  for (size_t i = 0; i < n; ++i) {
    const uint64_t id = w.features[i];
    uint32_t value;
    if (single) {
      const auto q = static_cast<int16_t>(Quantise(w.weights[i], scales[0], 32767));
      value = InlineTag(id) << 16 | static_cast<uint16_t>(q);
    } else {
      value = RowTag(id) << 20 | static_cast<uint32_t>(i);
      for (size_t o = 0; o < k; ++o) {
        rows[i * header.stride + o] =
            static_cast<int8_t>(Quantise(w.weights[i * k + o], scales[o], 127));
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
  void* data = size > 0 ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
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
  if (h.outputs == 0 || h.outputs > kMaxLabels || h.slot_bits > kMaxSlotBits || h.rows > kRowMask ||
      h.stride > kMaxLabels + 16 || h.meta_bytes % 64 != 0) {
    return Corruption("its header makes no sense");
  }
  const bool single = h.outputs == 1;
  if (single ? h.rows != 0 : (h.stride < h.outputs || h.stride % 16 != 0)) {
    return Corruption("its header makes no sense");
  }
  uint64_t at = sizeof h + uint64_t{h.meta_bytes};
  const uint64_t floats_at = at;
  at = (at + uint64_t{h.outputs} * 8 + 63) / 64 * 64;
  const uint64_t slots_at = at;
  at += uint64_t{4} << h.slot_bits;
  const uint64_t rows_at = at;
  at += uint64_t{h.rows} * h.stride;
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
  rows_ = reinterpret_cast<const int8_t*>(data_ + rows_at);
  bool has_empty = false;
  for (uint64_t i = 0; i <= slot_mask_; ++i) {
    has_empty |= slots_[i] == 0;
    if (!single && slots_[i] != 0 && (slots_[i] & kRowMask) >= h.rows) {
      return Corruption("a slot points behind the rows");
    }
  }
  return has_empty ? Ok() : Status(Corruption("its table has no empty slot"));
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
    if (key.starts_with("note.")) meta_.notes[std::string(key.substr(5))] = value;
  }
  if (meta_.labels.size() < 2) return Corruption("it names fewer than two labels");
  if (!(meta_.temperature > 0) || !std::isfinite(meta_.temperature)) {
    return Corruption("its temperature is not a positive number");
  }
  return Ok();
}

uint32_t Model::Find(uint64_t id) const {
  const bool single = outputs_ == 1;
  const uint32_t tag = single ? InlineTag(id) : RowTag(id);
  const int shift = single ? 16 : 20;
  for (uint64_t at = id & slot_mask_;; at = (at + 1) & slot_mask_) {
    const uint32_t slot = slots_[at];
    if (slot == 0 || slot >> shift == tag) return slot;
  }
}

void Model::Score(const FeatureSet& features, std::span<float> out) const {
  const float norm = features.size() == 0 ? 0 : 1 / std::sqrt(static_cast<float>(features.size()));
  if (outputs_ == 1) {
    int64_t sum = 0;
    for (const uint64_t id : features.ids()) sum += static_cast<int16_t>(Find(id) & 0xFFFF);
    out[0] = biases_[0] + scales_[0] * static_cast<float>(sum) * norm;
    return;
  }
  thread_local std::vector<int32_t> sums;
  sums.assign(stride_, 0);
  for (const uint64_t id : features.ids()) {
    const uint32_t slot = Find(id);
    if (slot == 0) continue;
    const int8_t* row = rows_ + size_t{slot & kRowMask} * stride_;
    for (size_t block = 0; block < stride_; block += 16) {
      for (size_t o = 0; o < 16; ++o) sums[block + o] += row[block + o];
    }
  }
  for (size_t o = 0; o < outputs_; ++o) {
    out[o] = biases_[o] + scales_[o] * static_cast<float>(sums[o]) * norm;
  }
}

void Model::Probabilities(const FeatureSet& features, std::span<float> out) const {
  if (outputs_ == 1) {
    float score;
    Score(features, {&score, 1});
    out[1] = 1 / (1 + std::exp(-score / meta_.temperature));
    out[0] = 1 - out[1];
    return;
  }
  Score(features, out);
  const float top = *std::max_element(out.begin(), out.begin() + static_cast<ptrdiff_t>(outputs_));
  float sum = 0;
  for (size_t o = 0; o < outputs_; ++o) {
    sum += out[o] = std::exp((out[o] - top) / meta_.temperature);
  }
  for (size_t o = 0; o < outputs_; ++o) out[o] /= sum;
}

float Model::Contribution(const FeatureSet& features, size_t index, size_t label) const {
  const uint32_t slot = Find(features.ids()[index]);
  if (slot == 0) return 0;
  const float norm = 1 / std::sqrt(static_cast<float>(features.size()));
  if (outputs_ == 1) {
    const float share = scales_[0] * static_cast<float>(static_cast<int16_t>(slot & 0xFFFF)) * norm;
    return label == 1 ? share : -share;
  }
  return scales_[label] * norm *
         static_cast<float>(rows_[size_t{slot & kRowMask} * stride_ + label]);
}

}  // namespace huiyin::text
