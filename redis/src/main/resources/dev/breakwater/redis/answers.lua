-- Copyright 2026 The Breakwater Authors
-- SPDX-License-Identifier: Apache-2.0

-- An answer that instances share.
--   KEYS[1]  where it is
--   ARGV[1]  latest time to act, 0 for any
--   ARGV[2]  'F' to find what this codec wrote, 'P' to put an answer in place of any other, 'R' to remove whatever is there
--   ARGV[3]  the codec, for all but 'R'
--   ARGV[4]  the answer, for 'P'
--   ARGV[5]  how many milliseconds it is kept, for 'P'
-- Returns the time, and 1, or 0 if it was too late, as doubles; and of what was found its age in milliseconds, as a double,
-- and the answer.
--
-- Kept is: how long from the beginning, in milliseconds, as a double; the length of the codec's name, a byte; that name; the
-- answer. How long it still is, Redis knows, so that no clock but its own says how old an answer is.
local HEAD = 9
local MOST = HEAD + 64 + 1048576
local pack, unpack, call = struct.pack, struct.unpack, redis.call

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
if ARGV[1] ~= '0' and now > tonumber(ARGV[1]) then
  return pack('>dd', now, 0)
end
local done = pack('>dd', now, 1)

if ARGV[2] == 'P' then
  call('SET', KEYS[1], pack('>dB', tonumber(ARGV[5]), #ARGV[3]) .. ARGV[3] .. ARGV[4], 'PX', ARGV[5])
  return done
end
if ARGV[2] == 'R' then
  call('DEL', KEYS[1])
  return done
end

-- What is larger than anything that is put is not ours, and nothing to send.
local size = redis.pcall('STRLEN', KEYS[1])
if type(size) == 'number' and size > MOST then
  return done
end
local value = redis.pcall('GET', KEYS[1])
if type(value) == 'table' and value.err and not string.find(value.err, '^%-?WRONGTYPE') then
  -- Whatever else is wrong is for operators to hear of.
  call('GET', KEYS[1])
end
if type(value) ~= 'string' or #value < HEAD then
  return done
end
local lifetime, length = unpack('>dB', value)
local left = call('PTTL', KEYS[1])
if string.sub(value, HEAD + 1, HEAD + length) ~= ARGV[3] or left < 0 or not (lifetime >= left and lifetime < 1e12) then
  return done
end
return done .. pack('>d', lifetime - left) .. string.sub(value, HEAD + length + 1)
