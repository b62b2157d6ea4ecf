// What an administrator edits as a whole and whose every version is kept: templates, settings,
// forms, routing rules, SLA policies, calendars, macros. A JSON object under (kind, id), versions
// from 1. Each kind names the permission it needs and how its body is checked.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/context.h"
#include "domain/permissions.h"
#include "store/tx.h"

namespace huiyin::app {

inline constexpr size_t kMaxDocumentBytes = 512 * 1024;

struct DocumentKind {
  std::string permission;
  // kInvalidArgument when the body may not be stored under this id.
  std::function<Status(std::string_view id, std::string_view body)> check;
};
using DocumentKinds = std::map<std::string, DocumentKind, std::less<>>;
// template, setting, form, routing, sla_policy, calendar, macro. Whoever knows a kind better
// replaces its check before the server starts.
DocumentKinds DefaultDocumentKinds();

struct DocumentEdit {
  std::string kind, id;
  std::string body;              // JSON object
  int64_t expected_version = 0;  // what was read; 0: there is none yet
};
// The document as stored. kNotFound "document_kind_unknown"; kPermissionDenied; kTooLarge;
// kInvalidArgument ("invalid_json", or what the check says); kConflict "stale_etag".
Result<Document> PutDocument(const Context& context, const DocumentKinds& kinds,
                             const domain::Actor& actor, const DocumentEdit& edit);

// kNotFound "document_not_found".
Result<Document> GetDocument(const Context& context, std::string_view kind, std::string_view id);
Result<Document> GetDocumentVersion(const Context& context, std::string_view kind,
                                    std::string_view id, int64_t version);
// Newest first.
Result<std::vector<Document>> DocumentHistory(const Context& context, std::string_view kind,
                                              std::string_view id, int64_t limit);

// Inside a command; rights and body were checked.
Result<Document> WriteDocument(store::Tx& tx, const Context& context, const domain::Actor& actor,
                               const DocumentEdit& edit);

}  // namespace huiyin::app
