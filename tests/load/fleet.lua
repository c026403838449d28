-- For wrk: the requests in the file $REQUESTS one after the other, as a Cluster Version Operator sends them. $CODING is what is accepted,
-- $CONNECTION keep-alive or close. Ends with: requests, seconds, p50, p99 and p99.9 in ms, errors.
local requests, place = {}, 0

function init(args)
  local headers = {
    ["Accept"] = "application/json",
    ["User-Agent"] = "ClusterVersionOperator/4.18.0",
    ["Accept-Encoding"] = os.getenv("CODING"),
    ["Connection"] = os.getenv("CONNECTION"),
  }
  for path in io.lines(os.getenv("REQUESTS")) do
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("%d %.3f %.2f %.2f %.2f %d\n", summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
