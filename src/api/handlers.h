// The handlers behind the route table, by subject. Each returns the answer or an error.
#pragma once

#include <functional>
#include <optional>

#include "api/route.h"

namespace huiyin::api {

inline constexpr char kSessionCookie[] = "huiyin_session";

// The intake path answers by itself (handlers_feedback.cc).
void PostFeedback(Call& call, http::Reply reply);

// A file or page of the web app, nothing when there is none (web_pages.cc).
std::optional<http::Response> WebPage(
    const http::Request& request, const app::Config& config,
    const std::function<const http::Response*(std::string_view path)>& asset);

#define HUIYIN_HANDLER(name) Result<http::Response> name(Call&)
// handlers_session.cc
HUIYIN_HANDLER(PostSession);
HUIYIN_HANDLER(GetSession);
HUIYIN_HANDLER(DeleteSession);
HUIYIN_HANDLER(PostPassword);
HUIYIN_HANDLER(PostTotp);
HUIYIN_HANDLER(PostTotpConfirm);
HUIYIN_HANDLER(DeleteTotp);
HUIYIN_HANDLER(GetPresence);
HUIYIN_HANDLER(PutPresence);
// handlers_customer.cc
HUIYIN_HANDLER(GetChallenge);
HUIYIN_HANDLER(GetForm);
HUIYIN_HANDLER(PostTrack);
HUIYIN_HANDLER(GetTrack);
HUIYIN_HANDLER(PostTrackReply);
HUIYIN_HANDLER(PostTrackPerson);
HUIYIN_HANDLER(PostTrackConfirm);
HUIYIN_HANDLER(PostTrackReopen);
HUIYIN_HANDLER(PostTrackRate);
HUIYIN_HANDLER(GetTrackReceipt);
// handlers_tickets.cc
HUIYIN_HANDLER(GetTickets);
HUIYIN_HANDLER(GetTicketsExport);
HUIYIN_HANDLER(PostTickets);
HUIYIN_HANDLER(GetTicket);
HUIYIN_HANDLER(PatchTicket);
HUIYIN_HANDLER(GetTimeline);
HUIYIN_HANDLER(GetSimilar);
HUIYIN_HANDLER(GetIncidentCandidates);
HUIYIN_HANDLER(GetUnderstanding);
HUIYIN_HANDLER(GetTicketEvents);
HUIYIN_HANDLER(PostTransition);
HUIYIN_HANDLER(PostBulk);
HUIYIN_HANDLER(PostSeen);
HUIYIN_HANDLER(DeleteSeen);
HUIYIN_HANDLER(PostMacro);
HUIYIN_HANDLER(PostMacroTrial);
// handlers_incidents.cc
HUIYIN_HANDLER(GetIncidents);
HUIYIN_HANDLER(PostIncidents);
HUIYIN_HANDLER(GetIncident);
HUIYIN_HANDLER(PostIncidentAdd);
HUIYIN_HANDLER(PostIncidentRemove);
HUIYIN_HANDLER(PostIncidentUpdate);
HUIYIN_HANDLER(PostIncidentUpdateTrial);
HUIYIN_HANDLER(PostIncidentResolve);
HUIYIN_HANDLER(PostIncidentResolveTrial);
// handlers_subject.cc
HUIYIN_HANDLER(PostSubjectExport);
HUIYIN_HANDLER(GetSubjectErasure);
HUIYIN_HANDLER(PostSubjectErase);
// handlers_attachments.cc
HUIYIN_HANDLER(PostAttachment);
HUIYIN_HANDLER(GetAttachment);
HUIYIN_HANDLER(PostTrackAttachment);
HUIYIN_HANDLER(GetTrackAttachment);
// handlers_desk.cc
HUIYIN_HANDLER(GetViews);
HUIYIN_HANDLER(GetSavedViews);
HUIYIN_HANDLER(PostSavedView);
HUIYIN_HANDLER(PutSavedView);
HUIYIN_HANDLER(DeleteSavedView);
HUIYIN_HANDLER(GetBoard);
HUIYIN_HANDLER(GetWall);
HUIYIN_HANDLER(GetApprovals);
HUIYIN_HANDLER(GetBulkNotices);
HUIYIN_HANDLER(PostBulkNotices);
HUIYIN_HANDLER(GetBulkNotice);
HUIYIN_HANDLER(PostBulkNoticeApprove);
HUIYIN_HANDLER(PostBulkNoticeReject);
HUIYIN_HANDLER(PostBulkNoticeWithdraw);
HUIYIN_HANDLER(GetOutbox);
HUIYIN_HANDLER(PostOutboxRetry);
HUIYIN_HANDLER(GetQuarantine);
HUIYIN_HANDLER(GetEvents);
HUIYIN_HANDLER(PostVerify);
HUIYIN_HANDLER(GetHead);
HUIYIN_HANDLER(GetReady);
HUIYIN_HANDLER(GetMetrics);
HUIYIN_HANDLER(GetOpenApi);
// handlers_process.cc
HUIYIN_HANDLER(GetProcess);
HUIYIN_HANDLER(GetProcessTickets);
HUIYIN_HANDLER(GetProcessFindings);
// handlers_admin.cc
HUIYIN_HANDLER(GetDepartments);
HUIYIN_HANDLER(PostDepartments);
HUIYIN_HANDLER(PatchDepartment);
HUIYIN_HANDLER(GetUsers);
HUIYIN_HANDLER(PostUsers);
HUIYIN_HANDLER(PatchUser);
HUIYIN_HANDLER(PostUserUnlock);
HUIYIN_HANDLER(GetRoles);
HUIYIN_HANDLER(PutRole);
HUIYIN_HANDLER(GetPermissions);
HUIYIN_HANDLER(GetWebhooks);
HUIYIN_HANDLER(PostWebhooks);
HUIYIN_HANDLER(PatchWebhook);
HUIYIN_HANDLER(DeleteWebhook);
HUIYIN_HANDLER(PostWebhookSecret);
HUIYIN_HANDLER(PostWebhookTest);
HUIYIN_HANDLER(GetWebhookDeliveries);
HUIYIN_HANDLER(GetTokens);
HUIYIN_HANDLER(PostTokens);
HUIYIN_HANDLER(DeleteToken);
HUIYIN_HANDLER(GetRoutingRules);
HUIYIN_HANDLER(PutRoutingRules);
HUIYIN_HANDLER(PostRoutingDryRun);
HUIYIN_HANDLER(GetTemplates);
HUIYIN_HANDLER(PutTemplate);
HUIYIN_HANDLER(PostTemplateLint);
HUIYIN_HANDLER(GetDocuments);
HUIYIN_HANDLER(PutDocument);
HUIYIN_HANDLER(PostWidgetSecret);
HUIYIN_HANDLER(PostSlaPreview);
HUIYIN_HANDLER(PostSlaRecompute);
#undef HUIYIN_HANDLER

}  // namespace huiyin::api
