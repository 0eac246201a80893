-- Copyright 2026 The Breakwater Authors
-- SPDX-License-Identifier: Apache-2.0

-- Tries on a server what questions do there.
--   KEYS[1]  a key that nothing else uses
--   ARGV[1]  latest time to act, 0 for any
-- Returns the time and 1, as doubles; or 0 if it was too late.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local latest = tonumber(ARGV[1])
if latest > 0 and now > latest then
  return struct.pack('>dd', now, 0)
end
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return struct.pack('>dd', now, 1)
