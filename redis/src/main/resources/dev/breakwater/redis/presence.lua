-- Copyright 2026 The Breakwater Authors
-- SPDX-License-Identifier: Apache-2.0

-- Notes that an instance is there, or has left, and counts those that are there.
--   KEYS[1]  sorted set of instances, by when they were last heard of, in microseconds of this server's clock
--   KEYS[2]  a key to try on what questions do, so that nobody is let ask who may not do all of it
--   ARGV[1]  latest time to act, 0 for any
--   ARGV[2]  the instance
--   ARGV[3]  microseconds after which an instance is forgotten
--   ARGV[4]  1 if the instance is there, 0 if it leaves
-- Returns the time, 1, and the number of instances, as doubles.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local latest = tonumber(ARGV[1])
if latest > 0 and now > latest then
  return struct.pack('>dd', now, 0)
end
local forget = tonumber(ARGV[3])
-- Added before anything is removed: in a script that has written, Redis 6.2 no longer says that its memory is full.
if ARGV[4] == '1' then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[2])
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', forget / 500))
  redis.call('SET', KEYS[2], '1', 'PX', 1000)
  redis.call('GET', KEYS[2])
  redis.call('DEL', KEYS[2])
else
  redis.call('ZREM', KEYS[1], ARGV[2])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now - forget))
-- Those of the future are from before the clock was set back.
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', now + forget), '+inf')
return struct.pack('>ddd', now, 1, redis.call('ZCARD', KEYS[1]))
