-- POST /api/v1/feedback with a token, every text another one; prints one line of figures.
-- usage: wrk -s wrk_feedback.lua URL -- TOKEN
local texts = {
  "充电器用了两天就坏了，请尽快处理", "快递一直没有送到，客服没有人回复", "请问怎么开发票，订单在哪里看",
  "申请退款一直没有到账，要求退货退款", "建议增加夜间模式，谢谢", "维修之后又出现同样的问题，我要投诉",
}
local thread_count = 0
function setup(thread)
  thread:set("id", thread_count)
  thread_count = thread_count + 1
end
function init(args)
  headers = {["Authorization"] = "Bearer " .. args[1], ["Content-Type"] = "application/json"}
  n = 0
end
function request()
  n = n + 1
  return wrk.format("POST", "/api/v1/feedback", headers,
    string.format('{"channel":"api","text":"%s。单号 %d-%d"}', texts[n % #texts + 1], id, n))
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
