--- Whether nobody vetoes (一票否决): true, or nil and a reason.
-- A criterion that is scored 0 or 1: 1 is a veto. `count` says how many it takes; one when it is left out. `title` is what the
-- reason calls it.
return function(reviews, criterion, count, title)
  local vetoes = 0
  for _, review in ipairs(reviews) do
    local score = review.scores[criterion]
    if score and score > 0 then
      vetoes = vetoes + 1
    end
  end
  if vetoes >= (count or 1) then
    return nil, (title or "一票否决") .. "：" .. vetoes .. " 位评审"
  end
  return true
end
