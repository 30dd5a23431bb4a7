-- everything of Lua 5.4 that the loader lets through
local mean = require "grant.mean"
local text, long = "a\z
   b\
c", [==[ x ]] unknown_in_text ]==]
--[[ nothing here: undefined_name ]]
local a <const>, b <close> = 1, nil
local function varargs(...)
  local first, second = ...
  local t = { ..., first; second = second, [first or 1] = 2, n = select("#", ...) }
  return t, ...
end
local object = {}
object.inner = { deep = {} }
function object.inner.deep:method(x) return self, x end
function object:method(...) return self.value, ... end
function object.plain() return object end
local function recursive(n) if n <= 0 then return 0 end return recursive(n - 1) end
local forward
function forward() return forward end
do local a = 2; local a = a + a; object.a = a end
for i = 1, 3 do local j = i // 2; object[j] = i % 2 end
for i = 3, 1, -1 do
  if i == 2 then goto continue end
  object.x = i
  ::continue::
end
for key, value in pairs(object) do object.y = key ~= value end
repeat local done = true; local other = done until done and other
while false do break end
do goto finish; local skipped; ::finish:: end
local s = ("x"):rep(3) .. #text .. -a .. long:sub(1, 2)
local chain = object.inner["deep"].z and not object.w or s == text
local up = function() local function inner() return a, text, mean, object end return inner end
local _ENVironment = 1
local fmt = (a and string or table)
local unknown_key = { unknown_field = 1, ["another one"] = 2, [a] = 3 }
local shadow = { string = { format = 1 } }
local n = shadow.string.format + unknown_key.unknown_field
do local string = { gsub = 1 }; n = string.gsub end
do local function math() end; n = math() end
local pick = (a == 1 and unknown_key or string).unknown_field
local third = table.concat({ "a" }, ",") .. string.len "x" .. math.max(1, 2) .. tostring(math.floor(1.5))
local hex, exp = 0x10, 1e3
if a == 1 then object.p = 1 elseif a == 2 then object.p = 2 else object.p = 3 end
local nested = { f = function(...) return function() return function() return s, varargs, recursive, forward, up, chain end end end }
object.inner.deep:method { 1 }
local meta = setmetatable({}, { __index = function(t, k) return k end, __call = function(self, x) return x end })
object.q = meta "x"
object.q2 = meta.anything_goes.len
return { api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round)
    local sum = 0
    for _, review in ipairs(reviews) do sum = sum + (review.scores.need or 0) end
    return { total = sum + (round.budget or 0) * 0 }
  end }
