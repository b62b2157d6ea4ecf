// The one table of who may do what over HTTP. Order is that of docs/api.md.
#include "api/codec.h"
#include "api/dto_admin.h"
#include "api/dto_desk.h"
#include "api/dto_process.h"
#include "api/handlers.h"
#include "api/route.h"

namespace huiyin::api {
namespace {

using http::Method;
constexpr auto kPublic = Access::kPublic;
constexpr auto kSession = Access::kSession;
constexpr auto kSignedIn = Access::kSignedIn;
constexpr auto kMay = Access::kPermission;

// Named by the table, served before it (service.cc): the intake path answers asynchronously.
Result<http::Response> ServedElsewhere(Call&) {
  return huiyin::Internal("the intake path is served by the service itself");
}

}  // namespace

std::span<const Route> Routes() {
  static const Route kRoutes[] = {
      {Method::kPost, "/api/v1/session", kPublic, "", PostSession, "sign in",
       SchemaText<dto::SessionIn>, SchemaText<dto::Me>},
      {Method::kGet, "/api/v1/session", kSession, "", GetSession, "who is signed in", nullptr,
       SchemaText<dto::Me>},
      {Method::kDelete, "/api/v1/session", kSession, "", DeleteSession, "sign out"},
      {Method::kPost, "/api/v1/session/password", kSession, "", PostPassword, "change the password",
       SchemaText<dto::PasswordIn>},
      {Method::kPost, "/api/v1/session/totp", kSession, "", PostTotp, "begin two-factor set-up",
       nullptr, SchemaText<dto::TotpOut>},
      {Method::kPost, "/api/v1/session/totp/confirm", kSession, "", PostTotpConfirm,
       "finish two-factor set-up", SchemaText<dto::CodeIn>, SchemaText<dto::RecoveryOut>},
      {Method::kDelete, "/api/v1/session/totp", kSession, "", DeleteTotp, "end two-factor",
       SchemaText<dto::PasswordOnly>},
      {Method::kGet, "/api/v1/me/presence", kSession, "", GetPresence, "whether one takes work",
       nullptr, SchemaText<dto::Presence>},
      {Method::kPut, "/api/v1/me/presence", kSession, "", PutPresence, "say whether one takes work",
       SchemaText<dto::Presence>, SchemaText<dto::Presence>},

      {Method::kGet, "/api/v1/public/challenge", kPublic, "", GetChallenge, "a proof of work",
       nullptr, SchemaText<dto::ChallengeOut>},
      {Method::kGet, "/api/v1/public/forms/{form}", kPublic, "", GetForm, "a public form", nullptr,
       SchemaText<dto::PublicForm>},
      {Method::kPost, "/api/v1/feedback", kPublic, "", ServedElsewhere, "give feedback",
       SchemaText<dto::FeedbackIn>, SchemaText<dto::FeedbackOut>},
      {Method::kPost, "/api/v1/public/track", kPublic, "", PostTrack, "number and code to link",
       SchemaText<dto::TrackIn>, SchemaText<dto::TrackSecret>},
      {Method::kGet, "/api/v1/track/{secret}", kPublic, "", GetTrack, "a ticket by its link",
       nullptr, SchemaText<dto::Track>},
      {Method::kPost, "/api/v1/track/{secret}/reply", kPublic, "", PostTrackReply,
       "the customer replies", SchemaText<dto::TextIn>, SchemaText<dto::Track>},
      {Method::kPost, "/api/v1/track/{secret}/confirm", kPublic, "", PostTrackConfirm,
       "the customer confirms", SchemaText<dto::Nothing>, SchemaText<dto::Track>},
      {Method::kPost, "/api/v1/track/{secret}/reopen", kPublic, "", PostTrackReopen,
       "the customer reopens", SchemaText<dto::ReasonIn>, SchemaText<dto::Track>},
      {Method::kPost, "/api/v1/track/{secret}/rate", kPublic, "", PostTrackRate,
       "the customer rates", SchemaText<dto::RateIn>, SchemaText<dto::Track>},
      {Method::kGet, "/api/v1/track/{secret}/receipt", kPublic, "", GetTrackReceipt,
       "proof that the ticket stands in the log", nullptr, SchemaText<dto::ReceiptOut>},
      {Method::kPost, "/api/v1/track/{secret}/attachments", kPublic, "", PostTrackAttachment,
       "the customer adds a file", UploadSchema, SchemaText<dto::Attachment>},
      {Method::kGet, "/api/v1/track/{secret}/attachments/{id}", kPublic, "", GetTrackAttachment,
       "a file of the conversation", nullptr, DownloadSchema},

      {Method::kGet, "/api/v1/tickets", kMay, "ticket.read", GetTickets, "list tickets", nullptr,
       SchemaText<dto::TicketPage>},
      {Method::kPost, "/api/v1/tickets", kMay, "feedback.create", PostTickets,
       "an agent enters feedback", SchemaText<dto::FeedbackIn>,
       SchemaText<std::variant<dto::Ticket, dto::FeedbackOut>>},
      {Method::kPost, "/api/v1/tickets/bulk", kMay, "ticket.bulk", PostBulk,
       "the same to many tickets", SchemaText<dto::BulkIn>, SchemaText<dto::BulkOut>},
      {Method::kGet, "/api/v1/tickets/export", kMay, "export.tickets", GetTicketsExport,
       "a list as CSV or XLSX"},
      {Method::kGet, "/api/v1/tickets/{ticket_no}", kMay, "ticket.read", GetTicket, "one ticket",
       nullptr, SchemaText<dto::Ticket>},
      {Method::kPatch, "/api/v1/tickets/{ticket_no}", kMay, "ticket.work", PatchTicket,
       "edit fields", SchemaText<dto::EditIn>, SchemaText<dto::Ticket>},
      {Method::kGet, "/api/v1/tickets/{ticket_no}/timeline", kMay, "ticket.read", GetTimeline,
       "messages and facts in order", nullptr, SchemaText<dto::Timeline>},
      {Method::kGet, "/api/v1/tickets/{ticket_no}/events", kMay, "ticket.read", GetTicketEvents,
       "the raw facts", nullptr, SchemaText<dto::Events>},
      {Method::kGet, "/api/v1/tickets/{ticket_no}/similar", kMay, "ticket.read", GetSimilar,
       "past tickets that say nearly the same", nullptr, SchemaText<dto::SimilarTickets>},
      {Method::kPost, "/api/v1/tickets/{ticket_no}/seen", kMay, "ticket.read", PostSeen,
       "one's mentions on the ticket are read"},
      // Visible to the customer: ticket.reply; internal: ticket.note. The use case checks it.
      {Method::kPost, "/api/v1/tickets/{ticket_no}/attachments", kMay, "ticket.read",
       PostAttachment, "add a file", UploadSchema, SchemaText<dto::Attachment>},
      {Method::kGet, "/api/v1/tickets/{ticket_no}/attachments/{id}", kMay, "ticket.read",
       GetAttachment, "the content of a file", nullptr, DownloadSchema},
      // The verb's own permission is checked by the use case; reading is the least.
      {Method::kPost, "/api/v1/tickets/{ticket_no}/{transition}", kMay, "ticket.read",
       PostTransition, "act on a ticket", SchemaText<dto::TransitionIn>,
       SchemaText<std::variant<dto::Ticket, dto::Revealed>>},
      // Each step's own permission is checked, as by hand.
      {Method::kPost, "/api/v1/tickets/{ticket_no}/macros/{macro}", kMay, "ticket.read", PostMacro,
       "take every step of a macro, or none", nullptr, SchemaText<dto::Ticket>},
      {Method::kPost, "/api/v1/tickets/{ticket_no}/macros/{macro}/trial", kMay, "ticket.read",
       PostMacroTrial, "what a macro would do and which step is refused", nullptr,
       SchemaText<dto::MacroTrial>},

      {Method::kGet, "/api/v1/incidents/candidates", kMay, "ticket.read", GetIncidentCandidates,
       "groups of alike tickets that came in lately", nullptr, SchemaText<dto::IncidentCandidates>},
      {Method::kGet, "/api/v1/views", kMay, "ticket.read", GetViews, "counts of the views", nullptr,
       SchemaText<dto::Views>},
      {Method::kGet, "/api/v1/board", kMay, "ticket.read", GetBoard, "columns by state", nullptr,
       SchemaText<dto::Board>},
      {Method::kGet, "/api/v1/wall", kMay, "wall.read", GetWall, "the supervisor's wall", nullptr,
       SchemaText<dto::Wall>},
      {Method::kGet, "/api/v1/process", kMay, "indicator.read", GetProcess,
       "how tickets really ran", nullptr, SchemaText<dto::Process>},
      {Method::kGet, "/api/v1/process/tickets", kMay, "indicator.read", GetProcessTickets,
       "the tickets behind an arc or a step", nullptr, SchemaText<dto::ProcessTickets>},
      {Method::kGet, "/api/v1/process/findings", kMay, "indicator.read", GetProcessFindings,
       "what stands out in how tickets ran", nullptr, SchemaText<dto::ProcessFindings>},
      {Method::kGet, "/api/v1/understanding", kMay, "indicator.read", GetUnderstanding,
       "how often people put verdicts right", nullptr, SchemaText<dto::VerdictQuality>},
      {Method::kGet, "/api/v1/approvals", kMay, "ticket.approve", GetApprovals,
       "what waits for one's approval", nullptr, SchemaText<dto::Approvals>},
      {Method::kGet, "/api/v1/outbox", kMay, "outbox.manage", GetOutbox, "notices on their way",
       nullptr, SchemaText<dto::Outbox>},
      {Method::kPost, "/api/v1/outbox/{id}/retry", kMay, "outbox.manage", PostOutboxRetry,
       "send again"},
      {Method::kGet, "/api/v1/quarantine", kMay, "outbox.manage", GetQuarantine,
       "what could not be read", nullptr, SchemaText<dto::Quarantine>},
      {Method::kGet, "/api/v1/events", kMay, "audit.read", GetEvents, "the event log", nullptr,
       SchemaText<dto::LogEvents>},
      {Method::kPost, "/api/v1/audit/verify", kMay, "audit.verify", PostVerify,
       "verify the event log", nullptr, SchemaText<dto::Verified>},
      {Method::kGet, "/api/v1/audit/head", kMay, "audit.read", GetHead, "the signed tree head",
       nullptr, SchemaText<dto::Head>},

      {Method::kGet, "/api/v1/departments", kSignedIn, "", GetDepartments, "departments", nullptr,
       SchemaText<dto::Departments>},
      {Method::kPost, "/api/v1/departments", kMay, "user.manage", PostDepartments,
       "a new department", SchemaText<dto::DepartmentIn>, SchemaText<dto::Department>},
      {Method::kPatch, "/api/v1/departments/{id}", kMay, "user.manage", PatchDepartment,
       "edit a department", SchemaText<dto::DepartmentEdit>, SchemaText<dto::Department>},
      {Method::kGet, "/api/v1/users", kSignedIn, "", GetUsers, "people", nullptr,
       SchemaText<dto::Users>},
      {Method::kPost, "/api/v1/users", kMay, "user.manage", PostUsers, "a new user",
       SchemaText<dto::UserIn>, SchemaText<dto::User>},
      {Method::kPatch, "/api/v1/users/{id}", kMay, "user.manage", PatchUser, "edit a user",
       SchemaText<dto::UserEdit>, SchemaText<dto::User>},
      {Method::kPost, "/api/v1/users/{id}/unlock", kMay, "user.manage", PostUserUnlock,
       "forget failed sign-ins"},
      {Method::kGet, "/api/v1/roles", kMay, "role.manage", GetRoles, "roles", nullptr,
       SchemaText<dto::Roles>},
      {Method::kPut, "/api/v1/roles/{role}", kMay, "role.manage", PutRole, "edit a role",
       SchemaText<dto::RoleIn>},
      {Method::kGet, "/api/v1/permissions", kMay, "role.manage", GetPermissions, "permissions",
       nullptr, SchemaText<dto::Permissions>},
      {Method::kGet, "/api/v1/tokens", kMay, "token.manage", GetTokens, "API tokens", nullptr,
       SchemaText<dto::Tokens>},
      {Method::kPost, "/api/v1/tokens", kMay, "token.manage", PostTokens, "a new API token",
       SchemaText<dto::TokenIn>, SchemaText<dto::TokenOut>},
      {Method::kDelete, "/api/v1/tokens/{id}", kMay, "token.manage", DeleteToken,
       "revoke an API token"},
      {Method::kGet, "/api/v1/routing-rules", kMay, "routing.edit", GetRoutingRules,
       "routing rules", nullptr, SchemaText<dto::RoutingRules>},
      {Method::kPut, "/api/v1/routing-rules", kMay, "routing.edit", PutRoutingRules,
       "replace the routing rules", SchemaText<dto::DocumentIn>, SchemaText<dto::Version>},
      {Method::kPost, "/api/v1/routing-rules/dry-run", kMay, "routing.edit", PostRoutingDryRun,
       "what other rules would have done", SchemaText<RawJson>, SchemaText<dto::RoutingDryRun>},
      {Method::kGet, "/api/v1/templates", kMay, "ticket.reply", GetTemplates, "reply templates",
       nullptr, SchemaText<dto::Documents>},
      {Method::kPut, "/api/v1/templates/{id}", kMay, "template.edit", PutTemplate,
       "edit a reply template", SchemaText<dto::DocumentIn>, SchemaText<dto::Version>},
      {Method::kPost, "/api/v1/templates/lint", kMay, "template.edit", PostTemplateLint,
       "what is wrong with a template", SchemaText<dto::TemplateIn>,
       SchemaText<dto::TemplateFindings>},
      {Method::kGet, "/api/v1/documents/{kind}", kSignedIn, "", GetDocuments,
       "settings, forms, policies, calendars, macros", nullptr, SchemaText<dto::Documents>},
      // Each kind names its own permission; the use case checks it.
      {Method::kPut, "/api/v1/documents/{kind}/{id}", kSignedIn, "", PutDocument, "edit a document",
       SchemaText<dto::DocumentIn>, SchemaText<dto::Version>},
      {Method::kPost, "/api/v1/forms/{form}/widget-secret", kMay, "form.edit", PostWidgetSecret,
       "the secret that signs user ids for the widget", nullptr, SchemaText<dto::WidgetSecret>},
      {Method::kPost, "/api/v1/sla/preview", kSignedIn, "", PostSlaPreview,
       "when something received then would be due", SchemaText<dto::PreviewIn>,
       SchemaText<dto::PreviewOut>},

      {Method::kGet, "/readyz", kPublic, "", GetReady, "database and writer answer"},
      {Method::kGet, "/metrics", kPublic, "", GetMetrics, "Prometheus metrics"},
      {Method::kGet, "/openapi.json", kPublic, "", GetOpenApi, "this document", nullptr,
       SchemaText<RawJson>},
  };
  return kRoutes;
}

}  // namespace huiyin::api
