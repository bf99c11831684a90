-- Posts one signed payload over and over, each time as a delivery of its own.
local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
local body = file:read("*a")
file:close()

local path = os.getenv("WEBHOOK_PATH")
local run = os.getenv("BENCH_RUN")
local count = 0
local headers = {
  ["Content-Type"] = "application/json",
  ["User-Agent"] = "GitHub-Hookshot/bench",
  ["X-GitHub-Event"] = "pull_request",
  ["X-Hub-Signature-256"] = os.getenv("BENCH_SIGNATURE"),
}

request = function()
  count = count + 1
  headers["X-GitHub-Delivery"] = string.format("%s-%09d", run, count)
  return wrk.format("POST", path, headers, body)
end

done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    "RESULT %d %d %.1f %.2f %.2f\n",
    summary.requests, failed, summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000
  ))
end
