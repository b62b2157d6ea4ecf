// Time is a value: UTC microseconds since 1970. Domain code receives instants and never asks the
// system. ISO 8601 in and out; no time zones here (domain/calendar knows them).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin {

// A length of time in microseconds; may be negative.
struct Duration {
  int64_t us = 0;
  static constexpr Duration Micros(int64_t n) { return {n}; }
  static constexpr Duration Millis(int64_t n) { return {n * 1000}; }
  static constexpr Duration Seconds(int64_t n) { return {n * 1'000'000}; }
  static constexpr Duration Minutes(int64_t n) { return {n * 60'000'000}; }
  static constexpr Duration Hours(int64_t n) { return {n * 3'600'000'000}; }
  static constexpr Duration Days(int64_t n) { return {n * 86'400'000'000}; }
  constexpr double seconds() const { return static_cast<double>(us) / 1e6; }
  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator+(Duration o) const { return {us + o.us}; }
  constexpr Duration operator-(Duration o) const { return {us - o.us}; }
  constexpr Duration operator-() const { return {-us}; }
  constexpr Duration operator*(int64_t n) const { return {us * n}; }
  constexpr Duration operator/(int64_t n) const { return {us / n}; }
};

struct Instant {
  int64_t us = 0;
  constexpr auto operator<=>(const Instant&) const = default;
  constexpr Instant operator+(Duration d) const { return {us + d.us}; }
  constexpr Instant operator-(Duration d) const { return {us - d.us}; }
  constexpr Duration operator-(Instant o) const { return {us - o.us}; }
};

// Where "now" comes from. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant Now() const override;
};

// Reads an ISO instant from a file again whenever the file changes; test instances only.
// A missing or broken file keeps the last good instant.
class FileClock final : public Clock {
 public:
  explicit FileClock(std::string path);
  Instant Now() const override;

 private:
  std::string path_;
};

// Set by hand; for tests and for replaying.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now) : now_us_(now.us) {}
  Instant Now() const override { return {now_us_}; }
  void Set(Instant now) { now_us_ = now.us; }
  void Advance(Duration d) { now_us_ += d.us; }

 private:
  int64_t now_us_;
};

// "2026-03-10T08:20:00Z", with .mmm only when the fraction of a second is not zero (micros cut).
std::string FormatUtc(Instant at);

// ISO 8601 with an offset or Z; date and time separated by 'T' or a space; seconds and fraction
// optional. An instant without an offset is refused: kInvalidArgument.
Result<Instant> ParseInstant(std::string_view text);

// Splits the civil fields of ISO text; offset_minutes has no value when the text carries none.
struct CivilTime {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, micros = 0;
  bool has_time = false;
  bool has_offset = false;
  int offset_minutes = 0;
};
Result<CivilTime> ParseCivil(std::string_view text);

// Proleptic Gregorian day number, 1970-01-01 = 0, and back.
int64_t DaysFromCivil(int year, int month, int day);
struct Date {
  int year, month, day;
};
Date CivilFromDays(int64_t days);
bool IsValidDate(int year, int month, int day);

}  // namespace huiyin
