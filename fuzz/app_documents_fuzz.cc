// uses: app domain base
#include "../fuzz/fuzz.h"
#include "app/fact_json.h"
#include "app/routing_json.h"
#include "app/template_lint.h"
#include "app/template_render.h"
#include "base/result.h"

// Texts that administrators write and the log holds: templates, routing rules, facts.
FUZZ_TARGET(app_documents) {
  namespace app = huiyin::app;
  const auto variables = app::VariablesOf(bytes);
  if (variables.ok()) {
    app::TemplateValues values;
    for (const auto& name : *variables) values[name] = "{{" + name + "}}";
    (void)app::RenderText(bytes, values);
  }
  (void)app::ParseRoutingRules(bytes);
  (void)app::ParseTemplate("ack_high:zh-CN:email", bytes);
  const auto fact = app::FactFromPayload("note_added", huiyin::Instant{0}, "user:1", bytes);
  if (fact.ok()) {
    const auto again =
        app::FactFromPayload("note_added", huiyin::Instant{0}, "user:1", app::FactPayload(*fact));
    // Boost.JSON reads a real number of many digits up to one unit in the last place beside it, so
    // only the names must come back exactly.
    HY_CHECK(again.ok() && again->fields.size() == fact->fields.size());
  }
}
