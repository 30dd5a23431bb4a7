--- Sum of a list of numbers (合计).
return function(scores)
  local sum = 0
  for _, score in ipairs(scores) do
    sum = sum + score
  end
  return sum
end
