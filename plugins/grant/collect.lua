--- The numbers that reviews give for one criterion, in order of person; n/a is left out (某项指标的全部打分).
return function(reviews, criterion)
  local scores = {}
  for _, review in ipairs(reviews) do
    local score = review.scores[criterion]
    if score then
      scores[#scores + 1] = score
    end
  end
  return scores
end
