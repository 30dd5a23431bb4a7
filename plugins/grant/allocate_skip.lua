--- Money in order of the ranking; what does not fit is passed over and the next is tried (按名次分配，放不下的跳过).
-- A project gets what it asks for, down to the lowest cap that holds for it: of its category, of the round (round.limits.cap), of
-- options.cap. The rest is the reserve list.
-- What has no place is rejected with its reason.
local function lowest_cap(app, round, options)
  local cap = app.requested
  for _, category in ipairs(round.categories or {}) do
    if category.id == app.category and category.cap then
      cap = math.min(cap, category.cap)
    end
  end
  if round.limits and round.limits.cap then
    cap = math.min(cap, round.limits.cap)
  end
  if options and options.cap then
    cap = math.min(cap, options.cap)
  end
  return cap
end

return function(ranking, round, options)
  local left, result = round.budget, {}
  for _, app in ipairs(ranking) do
    local amount = lowest_cap(app, round, options)
    local outcome = { id = app.id }
    if not app.place then
      outcome.verdict = "reject"
      outcome.reason = app.reason or "没有名次"
    elseif amount <= left then
      outcome.verdict = "approve"
      outcome.amount = amount
      left = left - amount
    else
      outcome.verdict = "reserve"
      outcome.reason = "预算余额 " .. tostring(left) .. " 元，不足以资助"
    end
    result[#result + 1] = outcome
  end
  return result
end
