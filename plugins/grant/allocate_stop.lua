--- Money in order of the ranking until the first that does not fit; there it stops (按名次分配，遇到放不下的即停止).
-- A project gets what it asks for, down to the lowest cap that holds for it: of its category, of the round (round.limits.cap), of
-- options.cap. That one and all behind it are the reserve list.
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
  local left, result, is_over = round.budget, {}, false
  for _, app in ipairs(ranking) do
    local amount = lowest_cap(app, round, options)
    local outcome = { id = app.id }
    if not app.place then
      outcome.verdict = "reject"
      outcome.reason = app.reason or "没有名次"
    elseif not is_over and amount <= left then
      outcome.verdict = "approve"
      outcome.amount = amount
      left = left - amount
    else
      outcome.verdict = "reserve"
      outcome.reason = "预算余额 " .. tostring(left) .. " 元，不足以资助"
      is_over = true
    end
    result[#result + 1] = outcome
  end
  return result
end
