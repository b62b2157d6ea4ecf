#include "jobs/search_index.h"

#include "app/fact_json.h"
#include "app/instance_marks.h"
#include "app/search_text.h"
#include "store/queries.h"

namespace huiyin::jobs {

namespace q = store::q;

namespace {

struct Text {
  int64_t rowid = 0;
  std::string grams;
};

struct Reference {
  int64_t ticket_id = 0, message_id = 0;  // message_id 0: the ticket's own text
};

Status ReadReferences(store::Session& session, int64_t mark, int limit, std::vector<Reference>& out,
                      int64_t& last, int& passed) {
  return session.Each(q::events_text_after, {mark, limit}, [&](const store::Row& row) -> Status {
    last = row.Int(0);
    ++passed;
    const std::string_view kind = row.Text(2);
    if (kind == domain::fact::kTicketCreated) {
      out.push_back({row.Int(1), 0});
      return Ok();
    }
    if (row.Text(3).find("\"message_id\"") == std::string_view::npos) return Ok();
    TRY_ASSIGN(const auto fact, app::FactFromPayload(std::string(kind), {}, "", row.Text(3)));
    out.push_back({row.Int(1), fact.Int("message_id")});
    return Ok();
  });
}

}  // namespace

Result<int> IndexNext(const app::Context& context, int limit) {
  std::vector<Text> texts;
  int64_t mark = -1;
  int64_t erasures = -1;
  int64_t last = -1;
  int passed = 0;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(mark, app::ReadMark(session, app::kSearchIndexedMark, -1));
    TRY_ASSIGN(erasures, app::ReadMark(session, app::kErasuresMark, -1));
    last = mark;
    std::vector<Reference> references;
    TRY(ReadReferences(session, mark, limit, references, last, passed));
    for (const Reference& r : references) {
      const auto add = [&](int64_t rowid, std::string_view text) {
        texts.push_back({rowid, app::SearchGrams(text)});
        return Ok();
      };
      if (r.message_id == 0) {
        TRY(session.Each(q::ticket_text, {r.ticket_id}, [&](const store::Row& row) -> Status {
          return add(r.ticket_id, row.Text(0));
        }));
      } else {
        TRY(session.Each(
            q::messages_after, {r.ticket_id, r.message_id},
            [&](const store::Row& row) -> Status { return add(row.Int(0), row.Text(1)); }));
      }
    }
    return Ok();
  }));
  if (passed == 0) return 0;
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const int64_t now, app::ReadMark(tx.db(), app::kSearchIndexedMark, -1));
    if (now != mark) return Ok();  // another node was faster
    // Held from here on: an erasure has passed, and the texts are read again, or it waits.
    TRY(app::WriteMark(tx, app::kSearchIndexedMark, mark));
    TRY_ASSIGN(const int64_t erased, app::ReadMark(tx.db(), app::kErasuresMark, -1));
    if (erased != erasures) return Ok();
    for (const Text& text : texts) {
      if (!text.grams.empty()) TRY(tx.Exec(q::search_insert, {text.rowid, text.grams}));
    }
    TRY(app::WriteMark(tx, app::kSearchIndexedMark, last));
    return Ok();
  }));
  return passed;
}

}  // namespace huiyin::jobs
