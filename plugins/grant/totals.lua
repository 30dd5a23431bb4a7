--- One total for each review: the sum over the criteria, in order of person (每位评审的总分).
-- `criteria` is the list of the rule file or a list of ids. A review that leaves a criterion out has no total; it is passed over
-- and counted in the second result.
return function(reviews, criteria)
  local totals, left_out = {}, 0
  for _, review in ipairs(reviews) do
    local sum = 0
    for _, criterion in ipairs(criteria) do
      local id = type(criterion) == "table" and criterion.id or criterion
      local score = review.scores[id]
      sum = sum and score and sum + score
    end
    if sum then
      totals[#totals + 1] = sum
    else
      left_out = left_out + 1
    end
  end
  return totals, left_out
end
