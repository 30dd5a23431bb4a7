--- Mean of a list of numbers (平均分).
-- Of no number there is no mean: nil and a reason.
return function(scores)
  if #scores == 0 then
    return nil, "没有分数，无法求平均分"
  end
  local sum = 0
  for _, score in ipairs(scores) do
    sum = sum + score
  end
  return sum / #scores
end
