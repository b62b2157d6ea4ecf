// uses: api app base
#include "../fuzz/fuzz.h"
#include "api/codec.h"
#include "api/dto.h"
#include "base/result.h"

// Request bodies of every shape the API takes; what is decoded can be encoded and decoded again.
FUZZ_TARGET(api_json) {
  namespace api = huiyin::api;
  const auto feedback = api::Decode<api::dto::FeedbackIn>(bytes);
  if (feedback.ok()) {
    const auto again = api::Decode<api::dto::FeedbackIn>(api::Encode(*feedback));
    HY_CHECK(again.ok() && again->text == feedback->text && again->channel == feedback->channel);
  } else {
    HY_CHECK(!feedback.error().message.empty());
  }
  (void)api::Decode<api::dto::TransitionIn>(bytes);
  (void)api::Decode<api::dto::EditIn>(bytes);
  (void)api::Decode<api::dto::BulkIn>(bytes);
}
