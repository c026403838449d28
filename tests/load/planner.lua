-- Asks the questions of a file, one after the other; with MARK in the environment every question is a new one to the cache:
-- the channel that the cluster is in has a name of its own each time, which costs the planner nothing.
local paths, number = {}, 0
local mark = os.getenv("MARK")

function init(args)
  for line in io.lines(os.getenv("QUESTIONS")) do paths[#paths + 1] = line end
end

function request()
  number = number + 1
  local path = paths[(number - 1) % #paths + 1]
  if mark then path = path .. "&currentChannel=" .. mark .. "-" .. number end
  return wrk.format("GET", path)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("%.0f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
