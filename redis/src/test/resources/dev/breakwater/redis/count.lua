-- Counts how often it ran: KEYS[1]. The server's clock is set by as many microseconds as KEYS[2] says.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + (tonumber(redis.call('GET', KEYS[2]) or '0') or 0)
local latest = tonumber(ARGV[1])
if latest > 0 and now > latest then
  return struct.pack('>dd', now, 0)
end
return struct.pack('>ddd', now, 1, redis.call('INCR', KEYS[1]))
