--- Middle number of a list; of an even count the mean of the two in the middle (中位数).
return function(scores)
  local count = #scores
  if count == 0 then
    return nil, "没有分数，无法求中位数"
  end
  local sorted = {}
  for i, score in ipairs(scores) do
    sorted[i] = score
  end
  table.sort(sorted)
  local half = count // 2
  if count % 2 == 1 then
    return sorted[half + 1]
  end
  return (sorted[half] + sorted[half + 1]) / 2
end
