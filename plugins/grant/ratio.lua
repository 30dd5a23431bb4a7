--- Ratio to the reviewer's mean (按评审平均分折算): each reviewer's marks times the mean of all over the reviewer's own mean.
-- `marks` as grant.marks gives them: person -> id -> number. An application gets the mean over its reviewers; nothing is rounded. Where
-- reviewers overlap too little (`least`, see grant.overlap), or somebody's mean is not above 0: nil and a reason.
local overlap = require "grant.overlap"

local function mean_of(numbers)
  local sum, count = 0, 0
  for _, number in pairs(numbers) do
    sum = sum + number
    count = count + 1
  end
  return sum / count, count
end

return function(marks, least)
  local enough, reason = overlap(marks, least)
  if not enough then
    return nil, reason
  end
  local means, all, marked = {}, 0, 0
  for person, given in pairs(marks) do
    local mean, count = mean_of(given)
    if mean <= 0 then
      return nil, "评审 " .. person .. " 的平均分不大于 0，无法折算"
    end
    means[person] = mean
    all, marked = all + mean * count, marked + count
  end
  local sum, count = {}, {}
  for person, given in pairs(marks) do
    for id, mark in pairs(given) do
      sum[id] = (sum[id] or 0) + mark / means[person]
      count[id] = (count[id] or 0) + 1
    end
  end
  for id in pairs(sum) do
    sum[id] = sum[id] / count[id] * all / marked
  end
  return sum
end
