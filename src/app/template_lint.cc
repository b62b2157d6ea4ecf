#include "app/template_lint.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/utf8.h"

namespace huiyin::app {
namespace {

using Names = std::vector<std::string_view>;

std::vector<TemplateSpec> MakeSpecs() {
  const Names ack = {"customer_title", "ticket_no",     "topic",
                     "team_name",      "expected_time", "contact"};
  const Names bulk = {"incident_no",      "scope",  "start_time", "impact",
                      "next_update_time", "contact"};
  return {
      {"ack_high", "确认收到（高）", "received, high", "ticket_created", ack, {"workaround"}},
      {"ack_mid", "确认收到（中）", "received, mid", "ticket_created", ack, {"workaround"}},
      {"ack_low", "确认收到（低）", "received, low", "ticket_created", ack, {"workaround"}},
      {"progress",
       "进展更新",
       "progress",
       "progress_update",
       {"ticket_no", "issue", "done_so_far", "next_step", "next_time", "contact"},
       {}},
      {"clarify",
       "补充信息",
       "question",
       "customer_asked",
       {"ticket_no", "questions", "reply_by", "contact"},
       {}},
      {"plan",
       "方案告知",
       "solution",
       "solution_communicated",
       {"ticket_no", "solution", "steps", "expected_time", "contact"},
       {}},
      {"testing",
       "测试通知",
       "in test",
       "implementation_done",
       {"issue", "stage", "expected_time"},
       {"version"}},
      {"resolved",
       "解决通知",
       "resolved",
       "resolved",
       {"ticket_no", "result", "how_to_avoid", "rating_link", "reopen_link", "close_at"},
       {}},
      {"closed", "关闭通知", "closed", "closed", {"ticket_no", "summary", "dispute_ways"}, {}},
      {"reopened",
       "重新受理",
       "reopened",
       "reopened",
       {"ticket_no", "owner_name", "expected_time", "contact"},
       {}},
      {"breach_apology",
       "超时致歉",
       "apology for delay",
       "clock_breached",
       {"ticket_no", "reason", "new_time", "supervisor_contact"},
       {}},
      {"not_feasible",
       "暂不采纳",
       "not adopted",
       "suggestion_declined",
       {"suggestion", "reason", "thanks"},
       {}},
      {"adopted",
       "建议采纳",
       "adopted",
       "suggestion_adopted",
       {"suggestion", "version"},
       {"reward"}},
      {"recorded", "已记录", "recorded", "suggestion_recorded", {"suggestion", "review_time"}, {}},
      {"compensation",
       "补偿方案",
       "compensation",
       "compensation_approved",
       {"ticket_no", "kind", "amount", "accept_link", "valid_until"},
       {}},
      {"bulk_incident", "群体事件通知", "incident", "incident_opened", bulk, {"workaround"}},
      {"bulk_update", "群体事件进展", "incident update", "incident_changed", bulk, {"workaround"}},
      {"bulk_resolved", "群体事件恢复", "incident over", "incident_over", bulk, {"workaround"}},
      {"survey", "满意度问卷", "survey", "survey_due", {"link", "opt_out"}, {}},
      {"callback_script", "回访", "call-back", "callback_due", {"link", "opt_out"}, {}},
      {"winback", "挽回", "win-back", "winback_candidate", {"link", "opt_out"}, {}},
      {"care", "主动关怀", "care", "fault_predicted", {"link", "opt_out"}, {}},
      {"breach_notice_pi",
       "个人信息泄露告知",
       "personal data breach",
       "pi_breach",
       {"data_kinds", "cause", "harm", "measures", "self_help", "contact"},
       {}},
  };
}

constexpr std::string_view kCommonVariables[] = {"customer_title", "organisation", "ticket_no",
                                                 "team_name",      "contact",      "tracking_link"};

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool HasAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

// The text without its variables, in lower case, full-width digits made half-width.
std::string LiteralsOf(std::string_view text) {
  std::string out;
  size_t pos = 0;
  while (pos < text.size()) {
    if (text.substr(pos, 2) == "{{") {
      const size_t close = text.find("}}", pos);
      if (close == std::string_view::npos) break;
      pos = close + 2;
      out += '\x1F';  // so that digits before and after do not join
      continue;
    }
    const char32_t c = NextCodePoint(text, pos);
    AppendUtf8(out, c >= 0xFF10 && c <= 0xFF19 ? c - 0xFF10 + U'0' : c);
  }
  return Lower(out);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLuhn(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int d = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1 && (d *= 2) > 9) d -= 9;
    sum += d;
  }
  return sum % 10 == 0;
}

bool IsResidentId(std::string_view text) {  // GB 11643-1999, domain.md §7.3
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  if (text.size() != 18) return false;
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) {
    if (!IsDigit(text[i])) return false;
    sum += (text[i] - '0') * kWeights[i];
  }
  return "10x98765432"[sum % 11] == text[17];
}

bool IsPersonalNumber(std::string_view digits) {
  if (IsResidentId(digits)) return true;
  if (digits.back() == 'x') digits.remove_suffix(1);
  if (digits.size() == 13 && digits.substr(0, 2) == "86") digits.remove_prefix(2);
  if (digits.size() == 11 && digits[0] == '1' && digits[1] >= '3') return true;
  return digits.size() >= 13 && digits.size() <= 19 && digits[0] >= '3' && digits[0] <= '6' &&
         IsLuhn(digits);
}

// Mobile, resident id or bank card in the literal text; separators inside are skipped.
bool HasPersonalNumber(std::string_view text) {
  for (size_t pos = 0; pos < text.size();) {
    if (!IsDigit(text[pos])) {
      ++pos;
      continue;
    }
    std::string digits;
    while (pos < text.size() && (IsDigit(text[pos]) || text[pos] == ' ' || text[pos] == '-')) {
      if (IsDigit(text[pos])) digits += text[pos];
      ++pos;
    }
    if (pos < text.size() && text[pos] == 'x') digits += 'x';
    if (IsPersonalNumber(digits)) return true;
  }
  return false;
}

bool IsEmailCharacter(char c) {
  return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

bool HasEmail(std::string_view text) {
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t end = at + 1;
    while (end < text.size() && IsEmailCharacter(text[end])) ++end;
    const bool dotted = text.substr(at, end - at).find('.') != std::string_view::npos;
    if (at > 0 && IsEmailCharacter(text[at - 1]) && dotted) return true;
  }
  return false;
}

// A length of time in figures: "24小时", "3 working days".
bool HasPeriod(std::string_view text) {
  for (size_t pos = 0; pos < text.size(); ++pos) {
    if (!IsDigit(text[pos])) continue;
    const std::string_view rest = text.substr(pos, 24);
    if (HasAny(rest, {"小时", "小時", "分钟", "分鐘", "工作日", "天", "日", "hour", "minute", "day",
                      "week"})) {
      return true;
    }
  }
  return false;
}

class Linter {
 public:
  explicit Linter(const Template& source)
      : source_(source),
        whole_(source.subject + "\n" + source.text),
        literals_(LiteralsOf(whole_)),
        spec_(FindTemplateSpec(source.id)) {}

  std::vector<LintFinding> Run() {
    const auto variables = VariablesOf(whole_);
    if (!variables.ok()) {
      Add("syntax", "变量写法有误：" + variables.error().message, variables.error().message);
      return std::move(out_);
    }
    variables_ = {variables->begin(), variables->end()};
    CheckVariables();
    if (source_.id.rfind("ack", 0) == 0) CheckElements();
    CheckWorkaround();
    CheckPersonalData();
    if (source_.channel == "sms") CheckSms();
    CheckTone();
    return std::move(out_);
  }

 private:
  void Add(std::string code, std::string zh, std::string en, Severity severity = Severity::kError) {
    out_.push_back({std::move(code), severity, std::move(zh), std::move(en)});
  }

  bool UsesAny(std::initializer_list<std::string_view> names) const {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return variables_.contains(std::string(name));
    });
  }

  void CheckVariables() {
    if (spec_ == nullptr) return;  // a template of the tenant's own: its variables are its own
    std::set<std::string> known(std::begin(kCommonVariables), std::end(kCommonVariables));
    for (const auto name : spec_->required) {
      known.emplace(name);
      if (variables_.contains(std::string(name))) continue;
      Add("missing_variable", "缺少变量 {{" + std::string(name) + "}}",
          "the variable {{" + std::string(name) + "}} is missing");
    }
    known.insert(spec_->optional.begin(), spec_->optional.end());
    for (const std::string& name : variables_) {
      if (known.contains(name)) continue;
      Add("unknown_variable", "此模板没有变量 {{" + name + "}}",
          "this template has no variable {{" + name + "}}");
    }
  }

  void CheckElements() {
    const bool thanks = HasAny(literals_, {"感谢", "感謝", "谢谢", "謝謝", "多谢", "thank"});
    const bool receipt = HasAny(literals_, {"收到", "受理", "收悉", "登记", "登記", "记录", "記錄",
                                            "received", "registered", "have your", "got your"});
    if (!thanks || !receipt) {
      Add("TE1", "应确认已收到并致谢", "confirm the receipt, with thanks");
    }
    if (!UsesAny({"team_name", "owner_name"}) &&
        !HasAny(literals_, {"团队", "團隊", "专员", "專員", "部", "小组", "team", "department",
                            "colleague"})) {
      Add("TE2", "应说明由哪个团队或谁处理", "say which team or person handles it");
    }
    if (!UsesAny({"expected_time", "next_time", "new_time", "reply_by"}) && !HasPeriod(literals_)) {
      Add("TE3", "应说明预计时限或关键时间", "say by when");
    }
    if (!UsesAny({"contact", "supervisor_contact"}) && !HasEmail(literals_) &&
        !HasAny(literals_, {"400-", "400 ", "800-"})) {
      Add("TE5", "应提供联系方式", "give a way to get in touch");
    }
  }

  // TE4: shown only when there is a workaround, so its line must be able to disappear alone.
  void CheckWorkaround() {
    if (source_.id.rfind("ack", 0) != 0) return;
    if (!variables_.contains("workaround")) {
      if (HasAny(literals_, {"临时方案", "臨時方案", "变通", "變通", "workaround"})) {
        Add("TE4", "临时方案应使用变量 {{workaround}}，仅在有方案时显示",
            "a workaround is given by {{workaround}}, so that it shows only when there is one");
      }
      return;
    }
    std::string_view rest = source_.text;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      const auto line = VariablesOf(rest.substr(0, end));
      const bool has =
          line.ok() && std::find(line->begin(), line->end(), "workaround") != line->end();
      if (has && line->size() > 1) {
        Add("TE4", "{{workaround}} 应独占一行：没有临时方案时整行省略",
            "{{workaround}} needs a line of its own: the line is left out when there is none");
      }
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }

  void CheckPersonalData() {
    if (HasPersonalNumber(literals_)) {
      Add("pii", "文本中含有未脱敏的手机号、身份证号或银行卡号",
          "the text holds a mobile, identity or card number in the clear");
    }
    if (HasEmail(literals_)) {
      Add("pii", "文本中含有电子邮箱；请确认不是个人邮箱",
          "the text holds an e-mail address; make "
          "sure it is not a person's",
          Severity::kWarning);
    }
  }

  void CheckSms() {
    // A variable stands for about ten characters.
    std::string typical;
    for (const char c : literals_) typical += c == '\x1F' ? "0123456789" : std::string(1, c);
    const int parts = SmsParts(typical);
    if (parts <= 1) return;
    Add("sms_parts", "短信超过 70 字，将分 " + std::to_string(parts) + " 条发送",
        "longer than 70 characters: sent in " + std::to_string(parts) + " parts",
        Severity::kWarning);
  }

  void CheckTone() {
    if (!HasAny(literals_, {"您操作不当", "您的错误", "您自己", "是您没有", "您应该早",
                            "your fault", "your mistake", "you failed to", "you should have"})) {
      return;
    }
    Add("tone", "语气：不责备客户", "tone: no blame", Severity::kWarning);
  }

  const Template& source_;
  const std::string whole_;
  const std::string literals_;
  const TemplateSpec* spec_;
  std::set<std::string> variables_;
  std::vector<LintFinding> out_;
};

}  // namespace

std::span<const TemplateSpec> TemplateSpecs() {
  static const std::vector<TemplateSpec> specs = MakeSpecs();
  return specs;
}

const TemplateSpec* FindTemplateSpec(std::string_view id) {
  for (const TemplateSpec& spec : TemplateSpecs()) {
    if (spec.id == id) return &spec;
  }
  return nullptr;
}

std::span<const std::string_view> CommonTemplateVariables() { return kCommonVariables; }

std::vector<LintFinding> LintTemplate(const Template& source) { return Linter(source).Run(); }

bool HasErrors(const std::vector<LintFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const LintFinding& finding) {
    return finding.severity == Severity::kError;
  });
}

int SmsParts(std::string_view text) {
  int units = 0;
  for (size_t pos = 0; pos < text.size();) units += NextCodePoint(text, pos) > 0xFFFF ? 2 : 1;
  return units <= 70 ? 1 : (units + 66) / 67;
}

}  // namespace huiyin::app
