--- Money in order of the ranking (按名次分配). allocate_skip and allocate_stop are this, with the last argument said.
-- A project gets what it asks for, down to the lowest cap that holds for it: of its category, of the round (round.limits.cap), of
-- options.cap. What does not fit into the rest of the budget is on the reserve list; with `stops`, all behind it are too.
-- A category with a quota approves that many. What has no place is rejected with its reason.
local function category_of(app, round)
  for _, category in ipairs(round.categories or {}) do
    if category.id == app.category then
      return category
    end
  end
  return {}
end

local function lowest_cap(app, category, round, options)
  local cap = app.requested
  for _, other in ipairs({ category, round.limits or {}, options or {} }) do
    if other.cap then
      cap = math.min(cap, other.cap)
    end
  end
  return cap
end

return function(ranking, round, options, stops)
  local left, approved, result, is_over = round.budget, {}, {}, false
  for _, app in ipairs(ranking) do
    local category = category_of(app, round)
    local count = approved[category.id or ""] or 0
    local amount = lowest_cap(app, category, round, options)
    local outcome = { id = app.id, verdict = "reserve" }
    if not app.place then
      outcome.verdict = "reject"
      outcome.reason = app.reason or "没有名次"
    elseif amount <= 0 then
      outcome.verdict = "reject"
      outcome.reason = "没有申请资助金额"
    elseif category.quota and count >= category.quota then
      outcome.reason = "本类别名额 " .. category.quota .. " 个已满"
    elseif is_over or amount > left then
      outcome.reason = "预算余额 " .. left .. " 元，不足以资助"
      is_over = stops
    else
      outcome.verdict = "approve"
      outcome.amount = amount
      left = left - amount
      approved[category.id or ""] = count + 1
    end
    result[#result + 1] = outcome
  end
  return result
end
