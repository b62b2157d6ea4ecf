#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "app/config.h"
#include "app/seed_templates.h"
#include "app/template_lint.h"
#include "app/template_render.h"
#include "base/json_text.h"

namespace huiyin::app {
namespace {

const TemplateValues kValues = {
    {"customer_title", "王女士"}, {"ticket_no", "T260310-000012"},    {"topic", "电池续航"},
    {"team_name", "技术支持部"},  {"expected_time", "3月10日 18:20"}, {"contact", "400-000-0000"}};

constexpr char kGood[] =
    "{{customer_title}}您好，感谢您的反馈，{{topic}}（{{ticket_no}}）已收到。\n"
    "{{team_name}}将在 {{expected_time}} 前答复，电话 {{contact}}。";

std::vector<std::string> Codes(const std::string& id, const std::string& text,
                               const std::string& channel = {}) {
  std::vector<std::string> out;
  for (const auto& finding : LintTemplate({id, "zh-CN", channel, "", text})) {
    out.push_back(finding.code);
  }
  return out;
}

bool Has(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string Body(const SeedTemplate& source) {
  JsonText json;
  json.Open('{').Key("subject").Str(source.subject).Key("text").Str(source.text).Close('}');
  return json.Take();
}

TEST(RenderText, Variables_AreFilledIn) {
  EXPECT_EQ(*RenderText("编号 {{ticket_no}}，{{ topic }}。", kValues),
            "编号 T260310-000012，电池续航。");
  EXPECT_EQ(*RenderText("", kValues), "");
  EXPECT_EQ(*RenderText("no variables } { }} here", kValues), "no variables } { }} here");
}

TEST(RenderText, EmptyValue_TakesItsLineAway) {
  TemplateValues values = kValues;
  values["workaround"] = "";
  EXPECT_EQ(*RenderText("一\n临时办法：{{workaround}}\n三", values), "一\n三");
  EXPECT_EQ(*RenderText("一\n临时办法：{{workaround}}", values), "一");
  EXPECT_EQ(*RenderText("{{workaround}}", values), "");
  values["workaround"] = "重启";
  EXPECT_EQ(*RenderText("一\n临时办法：{{workaround}}\n三", values), "一\n临时办法：重启\n三");
}

TEST(RenderText, Value_IsNeverReadAsTemplate) {
  TemplateValues values = kValues;
  values["topic"] = "{{contact}} {{nobody}} {{";
  EXPECT_EQ(*RenderText("{{topic}}", values), "{{contact}} {{nobody}} {{");
}

TEST(RenderText, ControlCharactersInValues_AreDropped) {
  EXPECT_EQ(*RenderText("{{a}}", {{"a", std::string("x\0\x1b[31my\r\nz\xff", 12)}}),
            "x[31my\nz\xEF\xBF\xBD");
}

TEST(RenderText, MistakesAreNamed) {
  EXPECT_EQ(RenderText("{{nobody}}", kValues).error().type, "template_variable");
  for (const char* bad : {"{{", "a {{b", "{{}}", "{{ A }}", "{{a.b}}", "{{a b}}", "{{1}}"}) {
    EXPECT_EQ(RenderText(bad, kValues).error().type, "template_syntax") << bad;
  }
}

TEST(RenderText, AnyTextAndValues_NeverBreak) {
  EXPECT_TRUE(rc::check("renders or names the mistake",
                        [](const std::string& text, const std::string& value) {
                          const auto rendered = RenderText(text + "{{a}}" + text, {{"a", value}});
                          if (!rendered.ok())
                            RC_ASSERT(rendered.error().type.rfind("template_", 0) == 0);
                        }));
}

TEST(RenderTemplate, ValuesInTheSubject_StayOnOneLine) {
  const auto rendered = RenderTemplate({"own", "en", "email", "About {{topic}}", "x"},
                                       {{"topic", "a\r\nBcc: b@example.com"}});
  ASSERT_TRUE(rendered.ok());
  EXPECT_EQ(rendered->subject, "About a Bcc: b@example.com");
}

TEST(RenderTemplate, RequiredValueEmpty_IsRefused) {
  TemplateValues values = kValues;
  values["contact"] = "";
  EXPECT_EQ(RenderTemplate({"ack_high", "zh-CN", "", "", kGood}, values).error().type,
            "template_variable");
}

TEST(LintTemplate, GoodAcknowledgement_HasNoFindings) {
  EXPECT_TRUE(Codes("ack_high", kGood).empty());
}

TEST(LintTemplate, EachMissingElement_IsNamed) {
  const auto without = [](std::string text, const std::string& part, const std::string& by = "") {
    text.replace(text.find(part), part.size(), by);
    return text;
  };
  EXPECT_TRUE(Has(Codes("ack_high", without(kGood, "感谢您的反馈，")), "TE1"));
  EXPECT_TRUE(Has(Codes("ack_high", without(kGood, "已收到", "")), "TE1"));
  EXPECT_TRUE(Has(Codes("ack_high", without(kGood, "{{team_name}}")), "TE2"));
  EXPECT_TRUE(Has(Codes("ack_high", without(kGood, "{{expected_time}}")), "TE3"));
  EXPECT_TRUE(Has(Codes("ack_high", without(kGood, "{{contact}}")), "TE5"));
  EXPECT_TRUE(Has(Codes("ack_high", without(kGood, "{{topic}}")), "missing_variable"));
  EXPECT_FALSE(Has(Codes("ack_high", without(kGood, "{{expected_time}} 前", "24小时内")), "TE3"));
}

TEST(LintTemplate, Workaround_NeedsALineOfItsOwn) {
  EXPECT_TRUE(Codes("ack_high", std::string(kGood) + "\n临时办法：{{workaround}}").empty());
  EXPECT_TRUE(Has(Codes("ack_high", std::string(kGood) + "{{workaround}}"), "TE4"));
  EXPECT_TRUE(Has(Codes("ack_high", std::string(kGood) + "\n临时方案：重启应用"), "TE4"));
}

TEST(LintTemplate, PersonalDataInTheText_IsRefused) {
  const std::string good = kGood;
  EXPECT_TRUE(Has(Codes("ack_low", good + "手机13800138000"), "pii"));
  EXPECT_TRUE(Has(Codes("ack_low", good + "手机138-0013-8000"), "pii"));
  EXPECT_TRUE(Has(Codes("ack_low", good + "手机１３８００１３８０００"), "pii"));
  EXPECT_TRUE(Has(Codes("ack_low", good + "证件11010519491231002X"), "pii"));
  EXPECT_TRUE(Has(Codes("ack_low", good + "卡号 6222 0200 0000 0000 007"), "pii") ||
              Has(Codes("ack_low", good + "卡号 4111 1111 1111 1111"), "pii"));
  EXPECT_TRUE(Has(Codes("ack_low", good + "zhang.san@example.com"), "pii"));
  EXPECT_FALSE(Has(Codes("ack_low", good + "热线 400-000-0000，138****8000"), "pii"));
  EXPECT_FALSE(Has(Codes("ack_low", good + "订单 123456789012345678"), "pii"));
}

TEST(LintTemplate, UnknownVariableSyntaxAndTone_AreNamed) {
  EXPECT_TRUE(Has(Codes("ack_low", std::string(kGood) + "{{salary}}"), "unknown_variable"));
  EXPECT_TRUE(Has(Codes("ack_low", std::string(kGood) + "{{"), "syntax"));
  EXPECT_TRUE(Has(Codes("ack_low", std::string(kGood) + "这是您操作不当"), "tone"));
  EXPECT_TRUE(Codes("our_own", "任意 {{anything}}").empty());
}

TEST(LintTemplate, LongSms_SaysHowManyParts) {
  EXPECT_TRUE(
      Has(Codes("ack_low", std::string(kGood) + std::string(100, 'x'), "sms"), "sms_parts"));
  EXPECT_FALSE(Has(Codes("ack_low", std::string(kGood) + std::string(100, 'x')), "sms_parts"));
}

TEST(SmsParts, CountsUtf16Units) {
  const auto times = [](const char* text, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += text;
    return out;
  };
  EXPECT_EQ(SmsParts(""), 1);
  EXPECT_EQ(SmsParts(times("字", 70)), 1);
  EXPECT_EQ(SmsParts(times("字", 71)), 2);
  EXPECT_EQ(SmsParts(times("字", 134)), 2);
  EXPECT_EQ(SmsParts(times("字", 135)), 3);
  EXPECT_EQ(SmsParts(times("😀", 36)), 2);
}

TEST(SeedTemplates, EachPassesItsOwnLintAndRenders) {
  size_t complete = 0;
  for (const SeedTemplate& source : SeedTemplates()) {
    const auto parsed = ParseTemplate(source.id, Body(source));
    ASSERT_TRUE(parsed.ok()) << source.id;
    for (const auto& finding : LintTemplate(*parsed)) {
      EXPECT_EQ(finding.severity, Severity::kWarning) << source.id << ": " << finding.en;
    }
    TemplateValues values;
    const auto names = VariablesOf(parsed->subject + parsed->text);
    ASSERT_TRUE(names.ok()) << source.id;
    for (const auto& name : *names) values[name] = "值";
    EXPECT_TRUE(RenderTemplate(*parsed, values).ok()) << source.id;
    complete += parsed->channel.empty();
  }
  EXPECT_EQ(complete, 2 * TemplateSpecs().size()) << "every template in zh-CN and en";
}

TEST(FindTemplate, FallsBackToAnyChannelThenToChinese) {
  Config config;
  for (const char* id : {"ack_high:zh-CN", "ack_high:en", "ack_high:en:sms", "plan:zh-CN"}) {
    config.templates[id] = {id, 1, std::string(R"({"subject":"","text":")") + id + "\"}", {}, ""};
  }
  EXPECT_EQ(FindTemplate(config, "ack_high", "en", "sms")->text, "ack_high:en:sms");
  EXPECT_EQ(FindTemplate(config, "ack_high", "en", "email")->text, "ack_high:en");
  EXPECT_EQ(FindTemplate(config, "plan", "en", "email")->text, "plan:zh-CN");
  EXPECT_EQ(FindTemplate(config, "none", "en", "email").error().type, "template_not_found");
}

}  // namespace
}  // namespace huiyin::app
