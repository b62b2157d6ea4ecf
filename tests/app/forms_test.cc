#include "app/forms.h"

#include <gtest/gtest.h>

namespace huiyin::app {
namespace {

constexpr std::string_view kForm = R"({"title":{"en":"Shop"},"contact":"required","fields":[
  {"name":"store","kind":"store","label":{"en":"Store"},"required":true,
   "options":["S1",{"value":"S2","label":{"en":"Second"}}]},
  {"name":"people","kind":"number","label":{"en":"People"},"min":1,"max":20},
  {"name":"day","kind":"date","label":{"en":"Day"}},
  {"name":"order","kind":"order_no","label":{"en":"Order"},"required":true}]})";

std::string Wrong(FormAnswers answers) {
  const auto form = ParseForm(kForm);
  if (!form.ok()) return form.error().ToString();
  const Status fits = CheckAnswers(*form, answers);
  if (fits.ok()) return "fits";
  std::string out;
  for (const auto& field : fits.error().fields) out += field.path + " " + field.problem + "; ";
  return out;
}

std::string BadForm(const std::string& rest) {
  const auto form = ParseForm(R"({"title":{"en":"x"},)" + rest + "}");
  return form.ok() ? "ok" : form.error().fields[0].path + " " + form.error().fields[0].problem;
}

TEST(Forms, AnswersThatFit_AreTaken) {
  EXPECT_EQ(Wrong({"", "A1", R"({"store":"S2","people":"3","day":"2026-02-28"})", true}), "fits");
  EXPECT_EQ(Wrong({"", "A1", R"({"store":"S1","people":20})", true}), "fits");
}

TEST(Forms, EveryMisfit_IsNamedAtOnce) {
  EXPECT_EQ(Wrong({"", " ", "", false}),
            "custom.store required; order_no required; contact.mobile required; ");
  EXPECT_EQ(Wrong({"", "A1", R"({"store":"S3","people":"0","day":"2026-02-30","x":"y"})", true}),
            "custom.store unknown_value; custom.people out_of_range; custom.day format; "
            "custom.x unknown_field; ");
  EXPECT_EQ(Wrong({"", "A1", R"({"store":["S1"],"people":"many"})", true}),
            "custom.store type; custom.people type; ");
  EXPECT_EQ(Wrong({"", std::string(201, '1'), R"({"store":"S1"})", true}), "order_no too_long; ");
}

TEST(Forms, DocumentsThatCannotWork_AreRefused) {
  EXPECT_EQ(BadForm(R"("fields":[{"name":"a","kind":"select","label":{"en":"A"}}])"),
            "fields[0].options required");
  EXPECT_EQ(BadForm(R"("fields":[{"name":"a","kind":"text","label":{"en":"A"}},)"
                    R"({"name":"a","kind":"text","label":{"en":"B"}}])"),
            "fields[1].name duplicate");
  EXPECT_EQ(BadForm(R"("fields":[{"name":"n","kind":"number","label":{"en":"N"},)"
                    R"("min":3,"max":2}])"),
            "fields[0].max out_of_range");
  EXPECT_EQ(BadForm(R"("fields":[{"name":"widget_user","kind":"text","label":{"en":"N"}}])"),
            "fields[0].name format");
  EXPECT_EQ(BadForm(R"("origins":["https://a.example; script-src *"])"), "origins[0] format");
  EXPECT_EQ(BadForm(R"("origins":["https://a.example/path"])"), "origins[0] format");
  EXPECT_EQ(BadForm(R"("contact":"maybe")"), "contact unknown_value");
}

}  // namespace
}  // namespace huiyin::app
