#include "app/seed_templates.h"

namespace huiyin::app {
namespace {

// clang-format off
constexpr SeedTemplate kTemplates[] = {
    {"ack_high:zh-CN", "已收到您的反馈 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "感谢您的反馈。我们已收到您关于“{{topic}}”的反馈，编号为 {{ticket_no}}。\n"
     "此事由{{team_name}}优先处理，我们将在 {{expected_time}} 前与您联系。\n"
     "在此之前，您可以先这样处理：{{workaround}}\n"
     "查看进展：{{tracking_link}}\n"
     "如需补充或咨询，请联系：{{contact}}"},
    {"ack_mid:zh-CN", "已收到您的反馈 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "感谢您的反馈。我们已收到您关于“{{topic}}”的反馈，编号为 {{ticket_no}}。\n"
     "此事由{{team_name}}处理，我们将在 {{expected_time}} 前给您答复。\n"
     "在此之前，您可以先这样处理：{{workaround}}\n"
     "查看进展：{{tracking_link}}\n"
     "如需补充或咨询，请联系：{{contact}}"},
    {"ack_low:zh-CN", "已收到您的反馈 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "感谢您的反馈。我们已收到您关于“{{topic}}”的反馈，编号为 {{ticket_no}}。\n"
     "此事由{{team_name}}跟进，预计 {{expected_time}} 前给您答复。\n"
     "在此之前，您可以先这样处理：{{workaround}}\n"
     "查看进展：{{tracking_link}}\n"
     "如需补充或咨询，请联系：{{contact}}"},
    {"ack_high:zh-CN:sms", "",
     "{{customer_title}}您好，感谢反馈，{{topic}}已收到（{{ticket_no}}），{{team_name}}处"
     "理，{{expected_time}}前答复。电话{{contact}}\n"
     "{{workaround}}"},
    {"ack_mid:zh-CN:sms", "",
     "{{customer_title}}您好，感谢反馈，{{topic}}已收到（{{ticket_no}}），{{team_name}}处"
     "理，{{expected_time}}前答复。电话{{contact}}\n"
     "{{workaround}}"},
    {"ack_low:zh-CN:sms", "",
     "{{customer_title}}您好，感谢反馈，{{topic}}已收到（{{ticket_no}}），{{team_name}}处"
     "理，{{expected_time}}前答复。电话{{contact}}\n"
     "{{workaround}}"},
    {"progress:zh-CN", "进展更新 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "您反馈的“{{issue}}”（编号 {{ticket_no}}）有新的进展。\n"
     "已完成：{{done_so_far}}\n"
     "下一步：{{next_step}}\n"
     "我们将在 {{next_time}} 前再次向您说明进展。\n"
     "如需咨询，请联系：{{contact}}"},
    {"clarify:zh-CN", "请您补充信息 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "为尽快处理您的反馈（编号 {{ticket_no}}），我们还需要了解：\n"
     "{{questions}}\n"
     "请您在 {{reply_by}} 前回复。等待期间我们会暂停计时，收到回复后立即继续处理。\n"
     "如需咨询，请联系：{{contact}}"},
    {"plan:zh-CN", "解决方案 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "关于您的反馈（编号 {{ticket_no}}），我们的解决方案是：\n"
     "{{solution}}\n"
     "步骤：\n"
     "{{steps}}\n"
     "预计完成时间：{{expected_time}}\n"
     "如对方案有疑问，请联系：{{contact}}"},
    {"testing:zh-CN", "修复已进入测试",
     "{{customer_title}}，您好：\n"
     "您反馈的“{{issue}}”目前处于：{{stage}}。\n"
     "预计 {{expected_time}} 完成。\n"
     "将随版本 {{version}} 发布。\n"
     "完成后我们会立即通知您，感谢您的耐心等待。"},
    {"resolved:zh-CN", "您的反馈已解决 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "您的反馈（编号 {{ticket_no}}）已处理完毕。\n"
     "处理结果：{{result}}\n"
     "如何避免再次发生：{{how_to_avoid}}\n"
     "请为本次服务评分（1-5 分）：{{rating_link}}\n"
     "如果问题仍未解决，可重新打开：{{reopen_link}}\n"
     "若没有收到您的回复，本反馈将于 {{close_at}} 自动关闭。"},
    {"closed:zh-CN", "反馈已关闭 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "您的反馈（编号 {{ticket_no}}）已关闭。\n"
     "处理摘要：{{summary}}\n"
     "如对处理结果有异议，您可以：{{dispute_ways}}\n"
     "感谢您帮助我们改进。"},
    {"reopened:zh-CN", "已重新受理 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "很抱歉问题没有完全解决。我们已重新受理您的反馈（编号 {{ticket_no}}），由{{owner_name"
     "}}负责。\n"
     "我们将在 {{expected_time}} 前给您答复。\n"
     "如需咨询，请联系：{{contact}}"},
    {"breach_apology:zh-CN", "关于处理延误的致歉 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "您的反馈（编号 {{ticket_no}}）未能在承诺时间内答复，我们为此致歉。\n"
     "原因：{{reason}}\n"
     "我们将在 {{new_time}} 前给您答复。\n"
     "您也可以直接联系主管：{{supervisor_contact}}"},
    {"not_feasible:zh-CN", "关于您的建议",
     "{{customer_title}}，您好：\n"
     "感谢您提出的建议：{{suggestion}}\n"
     "经过评估，我们暂时无法采纳，原因是：{{reason}}\n"
     "{{thanks}}"},
    {"adopted:zh-CN", "您的建议已被采纳",
     "{{customer_title}}，您好：\n"
     "您的建议“{{suggestion}}”已被采纳，将在 {{version}} 中提供。\n"
     "为表感谢，我们为您准备了：{{reward}}\n"
     "感谢您和我们一起让产品变得更好。"},
    {"recorded:zh-CN", "您的建议已记录",
     "{{customer_title}}，您好：\n"
     "感谢您的建议“{{suggestion}}”。我们已记录，将在后续版本中评估。\n"
     "下次评审时间：{{review_time}}"},
    {"compensation:zh-CN", "补偿方案 {{ticket_no}}",
     "{{customer_title}}，您好：\n"
     "关于您的反馈（编号 {{ticket_no}}），我们为您提供以下补偿：\n"
     "方式：{{kind}}\n"
     "金额或权益：{{amount}}\n"
     "请在 {{valid_until}} 前确认：{{accept_link}}"},
    {"bulk_incident:zh-CN", "服务异常通知 {{incident_no}}",
     "您好：\n"
     "自 {{start_time}} 起，{{scope}} 出现异常（编号 {{incident_no}}）。\n"
     "影响：{{impact}}\n"
     "临时办法：{{workaround}}\n"
     "我们正在全力处理，将在 {{next_update_time}} 前更新进展。\n"
     "如需咨询，请联系：{{contact}}"},
    {"bulk_update:zh-CN", "服务异常进展 {{incident_no}}",
     "您好：\n"
     "关于 {{start_time}} 起 {{scope}} 的异常（编号 {{incident_no}}），最新情况如下。\n"
     "影响：{{impact}}\n"
     "临时办法：{{workaround}}\n"
     "下次更新时间：{{next_update_time}}\n"
     "如需咨询，请联系：{{contact}}"},
    {"bulk_resolved:zh-CN", "服务已恢复 {{incident_no}}",
     "您好：\n"
     "{{start_time}} 起 {{scope}} 的异常（编号 {{incident_no}}）已恢复。\n"
     "影响：{{impact}}\n"
     "如仍有问题，可先：{{workaround}}\n"
     "后续说明时间：{{next_update_time}}\n"
     "对由此带来的不便，我们深表歉意。如需咨询，请联系：{{contact}}"},
    {"survey:zh-CN", "请评价我们的服务",
     "{{customer_title}}，您好：\n"
     "您的反馈已处理完毕，想请您用一分钟评价本次服务：{{link}}\n"
     "不想再收到此类邀请：{{opt_out}}"},
    {"callback_script:zh-CN", "回访提纲",
     "您好，这里是{{organisation}}客户服务。想用两分钟了解您对上次处理的看法，您现在方便吗"
     "？\n"
     "一、问题是否已经解决？二、处理速度是否满意？三、还有什么可以改进？\n"
     "记录：{{link}}\n"
     "客户不愿再接到回访：{{opt_out}}"},
    {"winback:zh-CN", "我们想当面听听您的意见",
     "{{customer_title}}，您好：\n"
     "我们注意到您最近的体验并不理想，想认真听听您的意见，并尽力补救：{{link}}\n"
     "不想再收到此类消息：{{opt_out}}"},
    {"care:zh-CN", "提前告知",
     "{{customer_title}}，您好：\n"
     "我们预计您的服务可能受到影响，特提前告知。详情与建议：{{link}}\n"
     "不想再收到此类消息：{{opt_out}}"},
    {"breach_notice_pi:zh-CN", "关于个人信息安全事件的告知",
     "{{customer_title}}，您好：\n"
     "我们发现一起个人信息安全事件，依法向您告知。\n"
     "涉及的信息种类：{{data_kinds}}\n"
     "原因：{{cause}}\n"
     "可能造成的危害：{{harm}}\n"
     "我们已采取的补救措施：{{measures}}\n"
     "您可以采取的防范措施：{{self_help}}\n"
     "联系方式：{{contact}}"},
    {"ack_high:en", "We have received your feedback {{ticket_no}}",
     "Dear {{customer_title}},\n"
     "Thank you for your feedback. We have received your message about \"{{topic}}\"; its n"
     "umber is {{ticket_no}}.\n"
     "{{team_name}} is dealing with it first; you will hear from us by {{expected_time}}.\n"
     "Until then, this may help: {{workaround}}\n"
     "Follow it here: {{tracking_link}}\n"
     "To add something or to ask, contact {{contact}}."},
    {"ack_mid:en", "We have received your feedback {{ticket_no}}",
     "Dear {{customer_title}},\n"
     "Thank you for your feedback. We have received your message about \"{{topic}}\"; its n"
     "umber is {{ticket_no}}.\n"
     "{{team_name}} is dealing with it; you will have an answer by {{expected_time}}.\n"
     "Until then, this may help: {{workaround}}\n"
     "Follow it here: {{tracking_link}}\n"
     "To add something or to ask, contact {{contact}}."},
    {"ack_low:en", "We have received your feedback {{ticket_no}}",
     "Dear {{customer_title}},\n"
     "Thank you for your feedback. We have received your message about \"{{topic}}\"; its n"
     "umber is {{ticket_no}}.\n"
     "{{team_name}} is looking after it; we expect to answer by {{expected_time}}.\n"
     "Until then, this may help: {{workaround}}\n"
     "Follow it here: {{tracking_link}}\n"
     "To add something or to ask, contact {{contact}}."},
    {"ack_high:en:sms", "",
     "{{customer_title}}, thank you: {{ticket_no}} ({{topic}}) received. {{team_name}} wil"
     "l answer by {{expected_time}}. Contact {{contact}}\n"
     "{{workaround}}"},
    {"ack_mid:en:sms", "",
     "{{customer_title}}, thank you: {{ticket_no}} ({{topic}}) received. {{team_name}} wil"
     "l answer by {{expected_time}}. Contact {{contact}}\n"
     "{{workaround}}"},
    {"ack_low:en:sms", "",
     "{{customer_title}}, thank you: {{ticket_no}} ({{topic}}) received. {{team_name}} wil"
     "l answer by {{expected_time}}. Contact {{contact}}\n"
     "{{workaround}}"},
    {"progress:en", "Progress on {{ticket_no}}",
     "Dear {{customer_title}},\n"
     "There is progress on \"{{issue}}\" (number {{ticket_no}}).\n"
     "Done so far: {{done_so_far}}\n"
     "Next: {{next_step}}\n"
     "You will hear from us again by {{next_time}}.\n"
     "Contact: {{contact}}"},
    {"clarify:en", "We need a little more to help you ({{ticket_no}})",
     "Dear {{customer_title}},\n"
     "To go on with your feedback (number {{ticket_no}}) we would like to know:\n"
     "{{questions}}\n"
     "Please answer by {{reply_by}}. We continue as soon as your answer is here.\n"
     "Contact: {{contact}}"},
    {"plan:en", "Our solution for {{ticket_no}}",
     "Dear {{customer_title}},\n"
     "This is our solution for your feedback (number {{ticket_no}}):\n"
     "{{solution}}\n"
     "Steps:\n"
     "{{steps}}\n"
     "We expect to finish by {{expected_time}}.\n"
     "If you have questions about it, contact {{contact}}."},
    {"testing:en", "The fix is being tested",
     "Dear {{customer_title}},\n"
     "\"{{issue}}\" is now in this stage: {{stage}}.\n"
     "We expect to finish by {{expected_time}}.\n"
     "It comes with version {{version}}.\n"
     "We will tell you as soon as it is done. Thank you for your patience."},
    {"resolved:en", "Your feedback {{ticket_no}} is resolved",
     "Dear {{customer_title}},\n"
     "Your feedback (number {{ticket_no}}) has been dealt with.\n"
     "Result: {{result}}\n"
     "How to avoid it: {{how_to_avoid}}\n"
     "Please rate our service (1 to 5): {{rating_link}}\n"
     "If it is not solved, reopen it here: {{reopen_link}}\n"
     "Without an answer from you it closes on {{close_at}}."},
    {"closed:en", "Feedback {{ticket_no}} is closed",
     "Dear {{customer_title}},\n"
     "Your feedback (number {{ticket_no}}) is closed.\n"
     "Summary: {{summary}}\n"
     "If you do not agree with the result: {{dispute_ways}}\n"
     "Thank you for helping us to improve."},
    {"reopened:en", "We are working on {{ticket_no}} again",
     "Dear {{customer_title}},\n"
     "We are sorry that this was not fully solved. {{owner_name}} has taken up your feedba"
     "ck (number {{ticket_no}}) again.\n"
     "You will have an answer by {{expected_time}}.\n"
     "Contact: {{contact}}"},
    {"breach_apology:en", "We are late with {{ticket_no}}, and we are sorry",
     "Dear {{customer_title}},\n"
     "We did not answer your feedback (number {{ticket_no}}) in the time we promised, and "
     "we are sorry.\n"
     "Reason: {{reason}}\n"
     "You will have an answer by {{new_time}}.\n"
     "You can also reach the supervisor directly: {{supervisor_contact}}"},
    {"not_feasible:en", "About your suggestion",
     "Dear {{customer_title}},\n"
     "Thank you for your suggestion: {{suggestion}}\n"
     "We have looked into it and cannot adopt it for now, because: {{reason}}\n"
     "{{thanks}}"},
    {"adopted:en", "Your suggestion is adopted",
     "Dear {{customer_title}},\n"
     "We have adopted your suggestion \"{{suggestion}}\"; it comes with {{version}}.\n"
     "As a thank-you: {{reward}}\n"
     "Thank you for making the product better with us."},
    {"recorded:en", "Your suggestion is recorded",
     "Dear {{customer_title}},\n"
     "Thank you for your suggestion \"{{suggestion}}\". We have recorded it and will consi"
     "der it for a later version.\n"
     "Next review: {{review_time}}"},
    {"compensation:en", "Compensation for {{ticket_no}}",
     "Dear {{customer_title}},\n"
     "For your feedback (number {{ticket_no}}) we offer you:\n"
     "Kind: {{kind}}\n"
     "Amount or benefit: {{amount}}\n"
     "Please accept it by {{valid_until}}: {{accept_link}}"},
    {"bulk_incident:en", "Service incident {{incident_no}}",
     "Hello,\n"
     "Since {{start_time}} there is a fault in {{scope}} (number {{incident_no}}).\n"
     "Impact: {{impact}}\n"
     "What you can do meanwhile: {{workaround}}\n"
     "We are working on it and will report again by {{next_update_time}}.\n"
     "Contact: {{contact}}"},
    {"bulk_update:en", "Update on incident {{incident_no}}",
     "Hello,\n"
     "This is the latest on the fault in {{scope}} since {{start_time}} (number {{incident"
     "_no}}).\n"
     "Impact: {{impact}}\n"
     "What you can do meanwhile: {{workaround}}\n"
     "Next update: {{next_update_time}}\n"
     "Contact: {{contact}}"},
    {"bulk_resolved:en", "Incident {{incident_no}} is over",
     "Hello,\n"
     "The fault in {{scope}} since {{start_time}} (number {{incident_no}}) is over.\n"
     "Impact: {{impact}}\n"
     "If something still does not work: {{workaround}}\n"
     "A further report follows by {{next_update_time}}.\n"
     "We are sorry for the trouble. Contact: {{contact}}"},
    {"survey:en", "How did we do?",
     "Dear {{customer_title}},\n"
     "Your feedback has been dealt with. Would you take a minute to tell us how we did? {{"
     "link}}\n"
     "No more such invitations: {{opt_out}}"},
    {"callback_script:en", "Call-back script",
     "Hello, this is customer service of {{organisation}}. May I take two minutes to ask w"
     "hat you think of how we handled your feedback?\n"
     "1. Is it solved? 2. Was it quick enough? 3. What could we do better?\n"
     "Record: {{link}}\n"
     "No more calls wished: {{opt_out}}"},
    {"winback:en", "We would like to hear from you",
     "Dear {{customer_title}},\n"
     "Your recent experience with us was not what it should be. We would like to listen an"
     "d put it right: {{link}}\n"
     "No more such messages: {{opt_out}}"},
    {"care:en", "A note in advance",
     "Dear {{customer_title}},\n"
     "We expect that your service may be affected and want to tell you in advance. Details"
     " and advice: {{link}}\n"
     "No more such messages: {{opt_out}}"},
    {"breach_notice_pi:en", "Notice of a personal data incident",
     "Dear {{customer_title}},\n"
     "We have found a personal data incident and inform you as the law demands.\n"
     "Kinds of data concerned: {{data_kinds}}\n"
     "Cause: {{cause}}\n"
     "Harm that may follow: {{harm}}\n"
     "What we have done: {{measures}}\n"
     "What you can do: {{self_help}}\n"
     "Contact: {{contact}}"},
};
// clang-format on

}  // namespace

std::span<const SeedTemplate> SeedTemplates() { return kTemplates; }

}  // namespace huiyin::app
