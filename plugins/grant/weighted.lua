--- Weighted mean (加权平均): the sum of value times weight over the sum of the weights.
-- Both tables have the same keys: lists, or ids of criteria. A value that is missing takes its weight along, so that n/a does not
-- count as 0; when every value is missing: nil and a reason.
return function(values, weights)
  local sum, weight_sum = 0, 0
  for key, weight in pairs(weights) do
    local value = values[key]
    if value then
      sum = sum + value * weight
      weight_sum = weight_sum + weight
    end
  end
  if weight_sum == 0 then
    return nil, "没有可以加权的分数"
  end
  return sum / weight_sum
end
