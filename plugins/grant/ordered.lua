--- Which of two of one total ranks higher, by a chain of keys (同分排序的先后条件): -1 the first, 1 the second, 0 neither.
-- For `ties = function(a, b) return ordered(a, b, keys) end`. A key is the path of a field ("results.preliminary.total",
-- "measures.votes"), or the id of a criterion (the mean of its scores); more is better, with "-" in front less is. "path=word": who has
-- this word there comes first (同等情况下优先). A value that is missing ranks below every value.
local collect = require "grant.collect"
local field = require "grant.field"
local mean = require "grant.mean"

local function number_of(app, key)
  local equals = string.find(key, "=")
  if equals then
    return tostring(field(app, string.sub(key, 1, equals - 1))) == string.sub(key, equals + 1) and 1 or 0
  end
  local value = field(app, key)
  if value == nil and app.reviews then
    value = mean(collect(app.reviews, key))
  end
  return value and tonumber(value)
end

local function compare(x, y)
  if x == y then
    return 0
  elseif not x or not y then
    return x and -1 or 1
  end
  return x > y and -1 or 1
end

return function(a, b, keys)
  for _, key in ipairs(keys) do
    local less = string.sub(key, 1, 1) == "-"
    local name = less and string.sub(key, 2) or key
    local x, y = number_of(a, name), number_of(b, name)
    local order = less and x and y and compare(y, x) or compare(x, y)
    if order ~= 0 then
      return order
    end
  end
  return 0
end
