--- Standard scores (标准分折算): each reviewer's marks brought to one mean and one spread.
-- `marks` as grant.marks gives them: person -> id -> number. A mark x becomes mean + spread * (x - m) / s with the reviewer's own mean m and
-- standard deviation s (of the population); an application gets the mean over its reviewers. Mean and spread are those of all marks, or
-- options.mean and options.spread (0 and 1: plain z-scores). Roots have options.places decimals, 10 when left out. Who gives all the same mark
-- says nothing about which is better: these count as the mean. Where reviewers overlap too little (options.least, see grant.overlap): nil
-- and a reason.
local overlap = require "grant.overlap"

local function mean_and_spread(numbers, places)
  local sum, squares, count = 0, 0, 0
  for _, number in pairs(numbers) do
    sum = sum + number
    count = count + 1
  end
  local mean = sum / count
  for _, number in pairs(numbers) do
    squares = squares + (number - mean) * (number - mean)
  end
  return mean, sqrt(squares / count, places)
end

local function all_of(marks)
  local list, count = {}, 0
  for _, given in pairs(marks) do
    for _, mark in pairs(given) do
      count = count + 1
      list[count] = mark
    end
  end
  return list
end

return function(marks, options)
  options = options or {}
  local enough, reason = overlap(marks, options.least)
  if not enough then
    return nil, reason
  end
  local all, places = all_of(marks), options.places or 10
  if #all == 0 then
    return {}
  end
  local mean, spread = mean_and_spread(all, places)
  mean, spread = options.mean or mean, options.spread or spread
  local sum, count = {}, {}
  for _, given in pairs(marks) do
    local own_mean, own_spread = mean_and_spread(given, places)
    for id, mark in pairs(given) do
      local z = own_spread > 0 and round((mark - own_mean) / own_spread, places) or 0
      sum[id] = (sum[id] or 0) + z
      count[id] = (count[id] or 0) + 1
    end
  end
  for id in pairs(sum) do
    sum[id] = mean + spread * sum[id] / count[id]
  end
  return sum
end
