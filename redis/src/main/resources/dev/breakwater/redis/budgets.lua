-- Copyright 2026 The Breakwater Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Budgets: what is committed and what is held. KEYS: two for each cell, which is one budget for one key, and for one window
-- if it follows the calendar: a hash and a sorted set; and last, for a charge, one that says that it was done. ARGV[1]: the latest time to act, or 0. ARGV[2]: the time, or 0 for the
-- server's own. ARGV[3]: the name of the hold or charge. ARGV[4]: the question, one byte and then numbers:
--
--   'H', wanted, least, lease       holds as much as fits in all cells, or nothing. Each cell: limit, fixed, per token
--   'S'                             settles a hold. Each cell: spent, thresholds
--   'C'                             commits what was not held. Each cell: spent, thresholds
--   'L'                             looks
--
-- Each cell begins with a byte of flags (1 rolling, 2 enforced, 4 of a given window, whatever the time is) and with how many
-- milliseconds it is kept after its end, and two numbers: from when and until when a window lasts; or, if it rolls, how long
-- a slot is, and how many slots back still count. Where the window is given, the slot follows. Thresholds are a count in one
-- byte, and for each one its percentage and amount. Times are in microseconds.
--
-- Returns doubles in one string: the server's time, and 1, or 0 if it was too late; the time; what came of it (0 nothing, 1
-- done, 2 done to a hold that had expired, 3 nothing, as the windows are not those of this time); for a hold the tokens, and
-- the cell that refused, from 1 on, or 0; then for each cell what is committed, held, the first time at which something was
-- spent that counts (if it rolls), the slot, and another number: for a hold 1 if a budget that is not enforced would have
-- refused, else the highest percentage that was told before.
--
-- Numbers are doubles here, and every one of them is an integer below 2^53, where counts stop: no limit is as high.
--
-- The hash has counts in "s0", or if the cell rolls in a ring from there on: the slot, what is committed, what is held, and
-- the highest percentage that was told in it. Slots that lie ahead, as the clock was set back, count as well. What begins with
-- "=" is a hold: its state (h held, x expired and counted), slot, amount, and when it is due, which is its place in the sorted
-- set, too. Held ones that are due are moved to what is committed, others are
-- forgotten a day later, at most 32 at each touch. A question that is refused, or only looks, sees that as done and writes nothing.

local MOST, MOST_DUE, REMEMBERED, LATE = 9007199254740991, 32, 3600000, 86400000000
local HELD, EXPIRED = 'h', 'x'
local floor, fmod, min, max, byte = math.floor, math.fmod, math.min, math.max, string.byte
-- Lua's own, before the name is another's.
local elements = unpack
local pack, unpack, call, format = struct.pack, struct.unpack, redis.call, string.format

local time = call('TIME')
local clock = time[1] * 1000000 + time[2]
if ARGV[1] ~= '0' and clock > tonumber(ARGV[1]) then
  return pack('>dd', clock, 0)
end
local now = ARGV[2] == '0' and clock or tonumber(ARGV[2])
local field, question, position = '=' .. ARGV[3], ARGV[4], 2
local asked = string.sub(question, 1, 1)
local reply = { clock, 1, now, 0 }

local function number()
  local value
  value, position = unpack('>d', question, position)
  return value
end

local function text(value)
  return format('%.0f', value)
end

local wanted, least, lease = 0, 0, 0
if asked == 'H' then
  wanted, least, lease = number(), number(), number()
end

local function thresholds(cell)
  local count = byte(question, position)
  position = position + 1
  for i = 1, count do
    cell.thresholds[i] = { percent = number(), amount = number() }
  end
end

-- What the question says of the next cell.
local function parse(at)
  local flags = byte(question, position)
  position = position + 1
  local cell = { hash = KEYS[2 * at - 1], queue = KEYS[2 * at], entries = {}, ring = {}, thresholds = {} }
  cell.rolls, cell.enforced, cell.given = flags % 2 == 1, flags % 4 >= 2, flags >= 4
  cell.keep, cell.from, cell.to = number(), number(), number()
  cell.slot, cell.first, cell.size = 0, 0, 1
  if cell.rolls then
    cell.slot = floor(now / cell.from)
    cell.first, cell.size = cell.slot - cell.to, cell.to + 1
  end
  cell.last = cell.slot
  if cell.given then
    cell.slot = number()
  end
  if asked == 'H' then
    cell.limit, cell.fixed, cell.rate = number(), number(), number()
  elseif asked ~= 'L' then
    cell.spent = number()
    thresholds(cell)
  end
  return cell
end

local function entry(value)
  local state, slot, amount, due = string.match(value, '^(%a) (%d+) (%d+) (%d+)$')
  return state and { state = state, slot = tonumber(slot), amount = tonumber(amount), due = tonumber(due) }
end

-- Adds to a slot, unless it does not count any more.
local function add(cell, slot, committed, held)
  local count = cell.ring[fmod(slot, cell.size)]
  if count and count.slot == slot then
    local c, h = count.c, count.h
    count.c, count.h = min(MOST, max(0, c + committed)), min(MOST, max(0, h + held))
    count.changed = true
    cell.committed, cell.held = cell.committed + count.c - c, cell.held + count.h - h
  end
end

-- The slot to count in for this one: itself, or one that lies ahead and has its place.
local function place(cell, slot)
  local at = fmod(slot, cell.size)
  if not cell.ring[at] and slot >= cell.first then
    cell.ring[at] = { slot = slot, c = 0, h = 0, told = 0 }
  end
  return cell.ring[at] and cell.ring[at].slot or slot
end

-- What is due has happened: held ones are spent, others forgotten.
local function catch_up(cell)
  local due = call('ZRANGEBYSCORE', cell.queue, '-inf', text(now), 'LIMIT', 0, MOST_DUE)
  if #due == 0 then
    return
  end
  local values = call('HMGET', cell.hash, elements(due))
  for i = 1, #due do
    local e = values[i] and entry(values[i])
    if e and e.state == HELD then
      add(cell, e.slot, e.amount, -e.amount)
      cell.entries[due[i]] = { state = EXPIRED, slot = e.slot, amount = e.amount, due = now + LATE }
    else
      cell.entries[due[i]] = { gone = true }
    end
  end
end

-- The cell as it is.
local function read(cell)
  local names = { field }
  for at = 0, cell.size - 1 do
    names[at + 2] = 's' .. at
  end
  local values = call('HMGET', cell.hash, elements(names))
  cell.entry = values[1] and entry(values[1])
  cell.committed, cell.held, cell.told = 0, 0, 0
  for at = 0, cell.size - 1 do
    local value = values[at + 2]
    if value then
      local slot, c, h, told = string.match(value, '^(%d+) (%d+) (%d+) (%d+)$')
      local count = { slot = tonumber(slot), c = tonumber(c), h = tonumber(h), told = tonumber(told) }
      if count.slot >= cell.first then
        cell.ring[at] = count
        cell.committed, cell.held = cell.committed + count.c, cell.held + count.h
        cell.told = max(cell.told, count.told)
      end
    end
  end
  catch_up(cell)
end

local function keep(key, millis)
  if call('PTTL', key) < millis then
    call('PEXPIRE', key, text(millis + 60000))
  end
end

-- Writes what has changed. If Redis takes no writes, it says so at the first of them, before anything is done.
local function write(cell)
  local set, gone, added = {}, {}, {}
  for name, e in pairs(cell.entries) do
    if e.gone then
      gone[#gone + 1] = name
    else
      set[#set + 1] = name
      set[#set + 1] = format('%s %.0f %.0f %.0f', e.state, e.slot, e.amount, e.due)
      added[#added + 1] = text(e.due)
      added[#added + 1] = name
    end
  end
  for at, count in pairs(cell.ring) do
    if count.changed then
      set[#set + 1] = 's' .. at
      set[#set + 1] = format('%.0f %.0f %.0f %.0f', count.slot, count.c, count.h, count.told)
    end
  end
  if #gone > 0 then
    call('ZREM', cell.queue, elements(gone))
    call('HDEL', cell.hash, elements(gone))
  end
  if #set == 0 then
    return
  end
  call('HSET', cell.hash, elements(set))
  local millis = cell.keep + floor((cell.rolls and cell.from * cell.size or max(0, cell.to - now)) / 1000)
  keep(cell.hash, millis)
  if #added > 0 then
    call('ZADD', cell.queue, elements(added))
    keep(cell.queue, millis)
  end
end

-- How many tokens there are for in a cell; -1 if not even for what is fixed. Without a division that rounds.
local function room(cell)
  local left = max(0, cell.limit - cell.committed - cell.held)
  if cell.fixed > left then
    return -1
  end
  left = left - cell.fixed
  return cell.rate == 0 and MOST or (left - fmod(left, cell.rate)) / cell.rate
end

local function hold(cells)
  local tokens, tightest = wanted, 0
  for i, cell in ipairs(cells) do
    if cell.entry and cell.entry.state == HELD and not cell.entries[field] then
      -- A second one of this name takes the place of the first.
      add(cell, cell.entry.slot, 0, -cell.entry.amount)
    end
    local fits = cell.enforced and room(cell) or MOST
    if fits < tokens then
      tokens, tightest = fits, i
    end
  end
  if tokens < least then
    reply[6] = tightest
    return
  end
  for _, cell in ipairs(cells) do
    local amount = min(MOST, cell.fixed + cell.rate * tokens)
    cell.extra = amount > cell.limit - cell.committed - cell.held and 1 or 0
    cell.slot = place(cell, cell.slot)
    cell.entries[field] = { state = HELD, slot = cell.slot, amount = amount, due = now + lease }
    add(cell, cell.slot, 0, amount)
  end
  reply[4], reply[5] = 1, tokens
end

-- The highest threshold that is reached is told, once: in a window that rolls, until the slot in which it was does not count
-- any more.
local function tell(cell)
  local reached = 0
  for _, threshold in ipairs(cell.thresholds) do
    if cell.committed >= threshold.amount then
      reached = max(reached, threshold.percent)
    end
  end
  if reached > cell.told then
    local count = cell.ring[fmod(place(cell, cell.last), cell.size)]
    count.told, count.changed = reached, true
  end
end

-- Replaces what is held under this name by what was spent; false if nothing is.
local function replace(cell)
  -- As it has become by now, or as it was.
  local e = cell.entries[field] or cell.entry
  if not e or e.gone then
    return false
  end
  if e.state == HELD then
    add(cell, e.slot, cell.spent, -e.amount)
  else
    add(cell, e.slot, cell.spent - e.amount, 0)
  end
  reply[4] = max(reply[4], e.state == HELD and e.due > now and 1 or 2)
  cell.entries[field] = { gone = true }
  return true
end

local function settle(cells)
  for _, cell in ipairs(cells) do
    if replace(cell) then
      tell(cell)
    end
  end
end

-- What was charged may have been held, by a question whose answer was lost.
local function charge(cells)
  if not call('SET', KEYS[#KEYS], '1', 'NX', 'PX', REMEMBERED) then
    return
  end
  for _, cell in ipairs(cells) do
    if not replace(cell) then
      add(cell, place(cell, cell.slot), cell.spent, 0)
    end
    tell(cell)
  end
  reply[4] = 1
end

-- When the first was spent of what counts.
local function since(cell)
  local first = MOST
  for _, count in pairs(cell.ring) do
    if cell.rolls and (count.c > 0 or count.h > 0) then
      first = min(first, count.slot)
    end
  end
  return first < MOST and first * cell.from or 0
end

local cells = {}
for i = 1, floor(#KEYS / 2) do
  local cell = parse(i)
  if not cell.rolls and not cell.given and (now < cell.from or now >= cell.to) then
    reply[4] = 3
    return pack('>dddd', elements(reply))
  end
  cells[i] = cell
end
for _, cell in ipairs(cells) do
  read(cell)
  cell.extra = cell.told
end
if asked == 'H' then
  reply[5], reply[6] = 0, 0
  hold(cells)
elseif asked == 'S' then
  settle(cells)
elseif asked == 'C' then
  charge(cells)
else
  reply[4] = 1
end
local writes = asked ~= 'L' and reply[4] > 0
for _, cell in ipairs(cells) do
  if writes then
    write(cell)
  end
  local at = #reply
  reply[at + 1], reply[at + 2], reply[at + 3] = cell.committed, cell.held, since(cell)
  reply[at + 4], reply[at + 5] = cell.slot, cell.extra
end
return pack('>' .. string.rep('d', #reply), elements(reply))
