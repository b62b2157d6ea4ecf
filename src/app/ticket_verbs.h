// What each verb does once it is allowed: records facts, stores texts, queues notices, saves. The
// table of verbs is in act_on_ticket.cc.
#pragma once

#include "app/act_on_ticket.h"

namespace huiyin::app::verbs {

#define HUIYIN_VERB(name) Status name(TicketUnit&, const domain::Actor&, const Action&, Acted&)
HUIYIN_VERB(Acknowledge);
HUIYIN_VERB(Assign);
HUIYIN_VERB(StartWork);
HUIYIN_VERB(CompleteAnalysis);
HUIYIN_VERB(Plan);
HUIYIN_VERB(Evaluate);
HUIYIN_VERB(RequestApproval);
HUIYIN_VERB(Decide);
HUIYIN_VERB(CommunicateSolution);
HUIYIN_VERB(ImplementationDone);
HUIYIN_VERB(TestFailed);
HUIYIN_VERB(Resolve);
HUIYIN_VERB(Confirm);
HUIYIN_VERB(Reopen);
HUIYIN_VERB(Void);
HUIYIN_VERB(AskCustomer);
HUIYIN_VERB(WaitThirdParty);
HUIYIN_VERB(Resume);
HUIYIN_VERB(Progress);
HUIYIN_VERB(Reply);
HUIYIN_VERB(Note);
HUIYIN_VERB(SetPriority);
HUIYIN_VERB(Correct);
HUIYIN_VERB(Merge);
HUIYIN_VERB(Unmerge);
HUIYIN_VERB(Split);
HUIYIN_VERB(Link);
HUIYIN_VERB(Unlink);
HUIYIN_VERB(AddTask);
HUIYIN_VERB(FinishTask);
HUIYIN_VERB(Watch);
HUIYIN_VERB(Reveal);
HUIYIN_VERB(Edit);
#undef HUIYIN_VERB

// Another ticket that the verb names by its number, to change or point at in the same transaction.
// kNotFound "ticket_not_found" also when the actor may not see it; kInvalidArgument when it is the
// ticket itself.
Result<TicketUnit> LoadOther(TicketUnit& unit, const domain::Actor& actor,
                             const std::string& number);

// Whether the customer ever asked for a person in this conversation.
bool AskedForPerson(const std::vector<domain::Fact>& facts);

// A ticket has one parent, and following parents upwards never comes back: kConflict "has_parent",
// "parent_circle". Ok when it already is the parent.
Status CheckParent(TicketUnit& child, const TicketUnit& parent);
// The child's side of an incident: links and fact on the child, which is saved; the caller records
// the parent's. LeaveParent: kConflict "not_a_child".
Status JoinParent(TicketUnit& child, TicketUnit& parent, const domain::Actor& actor);
Status LeaveParent(TicketUnit& child, TicketUnit& parent, const domain::Actor& actor);

}  // namespace huiyin::app::verbs
