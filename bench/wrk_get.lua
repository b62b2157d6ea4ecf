-- GETs the paths of a file in turn with a token; prints one line of figures.
-- usage: wrk -s wrk_get.lua URL -- TOKEN FILE
local thread_count = 0
function setup(thread)
  thread:set("id", thread_count)
  thread_count = thread_count + 1
end
function init(args)
  headers = {["Authorization"] = "Bearer " .. args[1]}
  paths = {}
  for line in io.lines(args[2]) do paths[#paths + 1] = line end
  n = id * 7919
end
function request()
  n = n + 1
  return wrk.format("GET", paths[n % #paths + 1], headers)
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
