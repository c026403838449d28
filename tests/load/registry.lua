-- Asks once for each address of a file, then prints how many seconds that took and ends wrk.
-- Usage: wrk -t1 -cCONNECTIONS -d1h -s registry.lua URL -- FILE CONNECTIONS [check]
-- With "check" an answer other than 200 ends it with an error; it costs wrk time, so a measurement goes without.
local ffi = require("ffi")
ffi.cdef [[
typedef struct { long seconds; long nanoseconds; } moment;
int clock_gettime(int clock, moment *now);
]]
local monotonic = 1
local accept = table.concat({
  "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
}, ", ")
local requests, asked, last, began = {}, -1, 0, 0 -- wrk asks for one before the first, and does not send it.

local function now()
  local moment = ffi.new("moment")
  ffi.C.clock_gettime(monotonic, moment)
  return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path, { ["Host"] = wrk.headers["Host"], ["Accept"] = accept })
  end
  -- A connection asks again when it has its answer: when the others may still wait for one each, all of the file's are there.
  last = #requests + tonumber(args[2])
  if args[3] == "check" then
    response = function(status)
      if status ~= 200 then
        io.stderr:write("an answer has status " .. status .. "\n")
        os.exit(1)
      end
    end
  end
  began = now()
end

function request()
  asked = asked + 1
  if asked == last then
    print(string.format("%.3f", now() - began))
    io.stdout:flush()
    os.exit(0)
  end
  return requests[asked % #requests + 1]
end
