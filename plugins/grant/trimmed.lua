--- Mean without one highest and one lowest number (去掉一个最高分和一个最低分).
-- Exactly one of several equal extremes goes: 90 90 80 80 80 gives 250/3. With fewer than three nothing is left to average: nil
-- and a reason, never 0.
return function(scores)
  local count = #scores
  if count < 3 then
    return nil, "去掉一个最高分和一个最低分至少需要三个分数，现有 " .. count .. " 个"
  end
  local sum, low, high = 0, scores[1], scores[1]
  for _, score in ipairs(scores) do
    sum = sum + score
    low = math.min(low, score)
    high = math.max(high, score)
  end
  return (sum - low - high) / (count - 2)
end
