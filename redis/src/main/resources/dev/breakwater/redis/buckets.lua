-- Copyright 2026 The Breakwater Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Token buckets. KEYS: the buckets. ARGV[1]: the latest time to act, or 0. ARGV[2]: the time, or 0 for the server's own.
-- ARGV[3]: 'T' to take all costs or none, or 'S' to settle: costs are taken, or given back if negative, whatever is there.
-- Then for each bucket one byte, the number of its windows, and for each window four numbers: cost, count, window, capacity.
--
-- Returns doubles in one string, which costs half of what a list does: the server's time; 1, or 0 if it was too late; 1 or 0
-- for taken or not; then for each window the tokens that are left and the time until the cost is there and until it is full,
-- -1 for never. Times are in microseconds.
--
-- Numbers are doubles here, and every one of them is an integer below 2^53, so that nothing is ever rounded by chance. A
-- bucket is kept as: 1 (its version), the number of windows that were asked for last, the time, and for each window five
-- numbers: count, window, capacity, tokens, and what there is beyond whole tokens, in parts of 1 / window.
--
-- Most calls find a bucket with the limits that they ask for. What only others need is in functions that only they make.

local VERSION, HEAD, WINDOW, SLACK, EXACT, MOST_DEBT = 1, 10, 40, 1000, 9007199254740992, 4503599627370496
local fmod, floor, byte = math.fmod, math.floor, string.byte
-- Lua's own, before the name is another's.
local elements = unpack
local pack, unpack, call, format = struct.pack, struct.unpack, redis.call, string.format

local time = call('TIME')
local clock = time[1] * 1000000 + time[2]
if ARGV[1] ~= '0' and clock > tonumber(ARGV[1]) then
  return pack('>dd', clock, 0)
end
local now = ARGV[2] == '0' and clock or tonumber(ARGV[2])
local asked, position = ARGV[3], 2

-- What most requests ask: one bucket of one window, with the same limits as last time, which has what it costs and is counted
-- without large products. All else is told by what comes after this, which says the same of these, only later.
if #asked == 34 and byte(asked) == 84 then
  local value = redis.pcall('GET', KEYS[1])
  local cost, count, window, capacity = unpack('>dddd', asked, 3)
  local tokens, rest, product = capacity, 0, 0
  local usual = not value
  if type(value) == 'string' and #value == HEAD + WINDOW then
    local version, last, time, c, w, k, t, r = unpack('>BBdddddd', value)
    usual = version == VERSION and last == 1 and time >= 0 and time <= now and c == count and w == window
      and k == capacity and t >= 0 and t <= capacity and t % 1 == 0 and r >= 0 and r < window and r % 1 == 0
    product = (now - time) * count + r
    rest = fmod(product, window)
    tokens = t + (product - rest) / window
    if tokens >= capacity then
      tokens, rest = capacity, 0
    end
  end
  local left = tokens - cost
  local missing = (capacity - left) * window
  if usual and product < EXACT and missing < EXACT and cost > 0 and left >= 0 then
    local over = fmod(missing - rest, count)
    local full = (missing - rest - over) / count + (over > 0 and 1 or 0)
    local millis = floor(full / 1000) + SLACK
    value = pack('>BBdddddd', VERSION, 1, now, count, window, capacity, left, rest)
    call('SET', KEYS[1], value, 'PX', format('%d', millis < 4000000000000 and millis or 4000000000000))
    return pack('>dddddd', clock, 1, 1, left, 0, full)
  end
end

local settles, taken = byte(asked) == 83, true
local reply = { clock, 1, 1, 0, 0, 0 }
local told = 3

-- The whole part of a * b / d, and what is left over. Digit by digit where the product would not be exact. Neither d nor a
-- is more than 2^50, nor is the whole part.
local function divide(a, b, d)
  local product = a * b
  if product < EXACT then
    local rest = fmod(product, d)
    return (product - rest) / d, rest
  end
  local base = (a <= 35184372088832 and d <= 35184372088832) and 128 or 4
  local unit = 1
  while unit * base <= b do
    unit = unit * base
  end
  local whole, rest = 0, 0
  while unit >= 1 do
    local digit = floor(b / unit)
    b = b - digit * unit
    local part = rest * base + a * digit
    rest = fmod(part, d)
    whole = whole * base + (part - rest) / d
    unit = unit / base
  end
  return whole, rest
end

-- The time until so many tokens more are there; -1 if that is beyond all counting.
local function wait(missing, rest, count, window)
  local product = missing * window
  local whole, left = 0, product - rest
  if product >= EXACT then
    if missing / count * window >= EXACT then
      return -1
    end
    local single = fmod(missing, count)
    whole, left = divide(window, single, count)
    whole = whole + (missing - single) / count * window
    left = left - rest
  end
  local over = fmod(left, count)
  return whole + (left - over) / count + (over > 0 and 1 or 0)
end

-- What a window holds after some time.
local function refill(tokens, rest, count, window, capacity, elapsed)
  local missing = capacity - tokens
  if missing == 0 then
    return capacity, 0
  end
  local gained
  local product = elapsed * count + rest
  if product < EXACT then
    rest = fmod(product, window)
    gained = (product - rest) / window
  else
    local part, single = fmod(elapsed, window), fmod(count, window)
    gained = (elapsed - part) / window * count + (count - single) / window * part
    if gained < missing then
      local more, left = divide(part, single, window)
      rest = rest + left
      local carried = rest >= window and 1 or 0
      gained, rest = gained + more + carried, rest - carried * window
    end
  end
  if gained >= missing then
    return capacity, 0
  end
  return tokens + gained, rest
end

-- A bucket with other limits than those that are asked for, or last used in the future. The windows asked for are in it.
local function revise(bucket, value)
  local function isSound(w)
    return w.count >= 1 and w.count <= 1125899906842624
      and w.window >= 1 and w.window <= 35184372088832
      and w.capacity >= 1 and w.capacity <= 1125899906842624
      and w.tokens >= -MOST_DEBT and w.tokens <= w.capacity
      and w.rest >= 0 and w.rest < w.window
      and w.count % 1 == 0 and w.window % 1 == 0 and w.capacity % 1 == 0 and w.tokens % 1 == 0 and w.rest % 1 == 0
  end

  -- The windows that are stored, those asked for last first; nil if it is nothing that we have written.
  local function parse()
    if type(value) ~= 'string' or #value <= HEAD or (#value - HEAD) % WINDOW ~= 0 then
      return nil
    end
    local stored = {}
    local version, last, time = unpack('>BBd', value)
    for at = HEAD + 1, #value, WINDOW do
      local w = {}
      w.count, w.window, w.capacity, w.tokens, w.rest = unpack('>ddddd', value, at)
      stored[#stored + 1] = isSound(w) and w or nil
    end
    local whole = #stored * WINDOW + HEAD == #value
    return whole and version == VERSION and time >= 0 and time < EXACT and stored or nil, time, last
  end

  -- Nothing comes before the clock is where it was when it was set back; but that takes no longer than to fill the bucket.
  local function latest(stored, time)
    local longest = 0
    for _, w in ipairs(stored) do
      longest = math.max(longest, floor(w.capacity / w.count * w.window) + 1)
    end
    return math.min(time, now + longest)
  end

  -- The same share of another capacity, down to the smallest part there is.
  local function resize(w, capacity)
    local old, tokens = w.capacity, math.abs(w.tokens)
    local single = fmod(tokens, old)
    local whole, left = divide(single, capacity, old)
    whole = whole + (tokens - single) / old * capacity
    if w.tokens < 0 then
      local borrowed = left > 0 and 1 or 0
      whole, left = -whole - borrowed, borrowed * old - left
    end
    local rest = divide(w.window, left, old)
    local times = floor(capacity / old) * w.rest
    if times < EXACT / 2 then
      rest = rest + times + divide(w.rest, fmod(capacity, old), old)
    end
    left = fmod(rest, w.window)
    whole = math.max(-MOST_DEBT, whole + (rest - left) / w.window)
    if whole >= capacity then
      return capacity, 0
    end
    return whole, left
  end

  -- What is new is as full as the emptiest there was.
  local function inherit(w, stored)
    local lowest, poorest = 1, nil
    for _, other in ipairs(stored) do
      local share = math.max(0, other.tokens) / other.capacity
      if share < lowest then
        lowest, poorest = share, other
      end
    end
    if not poorest then
      return w.capacity, 0
    end
    local tokens, left = divide(math.max(0, poorest.tokens), w.capacity, poorest.capacity)
    return tokens, (divide(w.window, left, poorest.capacity))
  end

  local function find(window, stored)
    for _, w in ipairs(stored) do
      if w.window == window and not w.found then
        w.found = true
        return w
      end
    end
  end

  -- Windows that are not asked for any more stay, and are charged with the others, so that whoever comes back to them
  -- finds what is really left.
  local function keep(stored)
    for _, w in ipairs(stored) do
      if not w.found and #bucket < bucket.windows + 8 then
        w.cost = bucket.cost
        bucket[#bucket + 1] = w
      end
    end
  end

  local stored, time, last = parse()
  -- Windows that are only kept are no change.
  local changed = not stored or last ~= bucket.windows
  if stored then
    bucket.time = latest(stored, math.max(now, time))
    changed = changed or bucket.time < time
    for _, w in ipairs(stored) do
      w.tokens, w.rest = refill(w.tokens, w.rest, w.count, w.window, w.capacity, math.max(0, now - time))
    end
  end
  local before = {}
  for i = 1, bucket.windows do
    local w = bucket[i]
    local same = stored and find(w.window, stored)
    if not stored then
      -- Nobody knows what was in the bucket if something else is in its place. Full would be a gift.
      w.tokens, w.rest = 0, 0
    elseif not same then
      w.tokens, w.rest = inherit(w, stored)
      changed = true
    elseif same.capacity == w.capacity then
      w.tokens, w.rest = same.tokens, same.rest
      changed = changed or same.count ~= w.count or same ~= stored[i]
    else
      w.tokens, w.rest = resize(same, w.capacity)
      changed = true
    end
  end
  keep(stored or {})
  bucket.changed = bucket.changed or changed
end

-- The next bucket of the question, as it is now.
local function load(key)
  local value = redis.pcall('GET', key)
  if type(value) == 'table' and value.err and not string.find(value.err, '^%-?WRONGTYPE') then
    -- A value of another type is in the place of ours. Whatever else is wrong is not for us to write over.
    call('GET', key)
  end
  local windows = byte(asked, position)
  local bucket = { key = key, windows = windows, time = now, cost = 0, changed = false }
  position = position + 1
  local same, elapsed = true, 0
  if value then
    same = type(value) == 'string' and #value == HEAD + WINDOW * windows
    if same then
      local version, last, time = unpack('>BBd', value)
      elapsed = now - time
      same = version == VERSION and last == windows and time >= 0 and elapsed >= 0
    end
  end
  for i = 1, windows do
    local cost, count, window, capacity = unpack('>dddd', asked, position)
    local tokens, rest = capacity, 0
    if value and same then
      local c, w, k
      c, w, k, tokens, rest = unpack('>ddddd', value, HEAD + 1 + (i - 1) * WINDOW)
      same = c == count and w == window and k == capacity and tokens >= -MOST_DEBT and tokens <= capacity
        and tokens % 1 == 0 and rest >= 0 and rest < window and rest % 1 == 0
      if same then
        tokens, rest = refill(tokens, rest, count, window, capacity, elapsed)
      end
    end
    bucket[i] = { cost = cost, count = count, window = window, capacity = capacity, tokens = tokens, rest = rest }
    if cost ~= 0 then
      bucket.cost = cost
    end
    position = position + 32
  end
  if not same then
    revise(bucket, value)
  end
  for i = 1, windows do
    local w = bucket[i]
    taken = taken and (w.cost <= w.tokens or w.cost <= 0)
  end
  return bucket
end

-- Takes what a bucket is to be charged, if it is, keeps what has changed, and tells how full it is.
local function finish(bucket)
  local lag = bucket.time - now
  local changes = bucket.changed or (taken and bucket.cost ~= 0)
  local value = changes and pack('>BBd', VERSION, bucket.windows, bucket.time)
  local longest = 0
  for i = 1, #bucket do
    local w = bucket[i]
    local cost, capacity, tokens, rest = w.cost, w.capacity, w.tokens, w.rest
    local pause, full = 0, 0
    if taken then
      -- Windows of other limits go empty but owe nothing, as nobody was told of them; so what comes back to an empty one was
      -- never taken from it.
      if i > bucket.windows and cost < 0 and tokens <= 0 then
        cost = 0
      end
      local least = i <= bucket.windows and -MOST_DEBT or (tokens < 0 and tokens or 0)
      tokens = tokens - cost < least and least or tokens - cost
    elseif cost > tokens and cost > 0 then
      pause = cost > capacity and -1 or wait(cost - tokens, rest, w.count, w.window) + lag
    end
    if tokens >= capacity then
      tokens, rest = capacity, 0
    else
      full = wait(capacity - tokens, rest, w.count, w.window)
      longest = (full < 0 or full > longest) and (full < 0 and EXACT or full) or longest
      full = full < 0 and full or full + lag
    end
    if changes then
      value = value .. pack('>ddddd', w.count, w.window, capacity, tokens, rest)
    end
    if i <= bucket.windows then
      reply[told + 1], reply[told + 2], reply[told + 3] = tokens, pause, full
      told = told + 3
    end
  end
  if changes and longest == 0 then
    call('DEL', bucket.key)
  elseif changes then
    local millis = floor((longest + lag) / 1000) + SLACK
    call('SET', bucket.key, value, 'PX', format('%d', millis < 4000000000000 and millis or 4000000000000))
  end
end

if settles then
  for i = 1, #KEYS do
    local bucket = load(KEYS[i])
    taken = true
    finish(bucket)
  end
else
  local buckets = {}
  for i = 1, #KEYS do
    buckets[i] = load(KEYS[i])
  end
  for i = 1, #KEYS do
    finish(buckets[i])
  end
  reply[3] = taken and 1 or 0
end
return pack('>' .. string.rep('d', told), elements(reply))
