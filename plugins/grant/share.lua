--- Points by share (按占比折算分数): from a number for each id to points for each id.
-- The largest number gets all `points`, the others in proportion; with `of` = "all" the points are parted among all numbers. Where there
-- is nothing to share everybody gets 0.
return function(values, points, of)
  local whole, result = 0, {}
  for _, value in pairs(values) do
    whole = of == "all" and whole + value or math.max(whole, value)
  end
  for id, value in pairs(values) do
    result[id] = whole > 0 and points * value / whole or 0
  end
  return result
end
