--- Money in order of the ranking (按名次分配). The other allocate_ parts are this, with some arguments said.
-- A project gets what it asks for, or options.amounts[id], down to the lowest cap that holds for it: of its category, of the round
-- (round.limits.cap), of options.cap. What does not fit into the rest of the budget is on the reserve list; with `stops`, all behind it are
-- too. A category with a quota approves that many, one without it options.quota. options.reserve is how long the reserve list may be; behind
-- it is rejected. A round without a budget has no limit. What has no place is rejected with its reason.
local function category_of(app, round)
  for _, category in ipairs(round.categories or {}) do
    if category.id == app.category then
      return category
    end
  end
  return {}
end

local function lowest_cap(amount, category, round, options)
  for _, other in ipairs({ category, round.limits or {}, options }) do
    if other.cap then
      amount = math.min(amount, other.cap)
    end
  end
  return amount
end

-- The reserve list has an end.
local function cut_reserve(result, most)
  local count = 0
  for _, outcome in ipairs(result) do
    if outcome.verdict == "reserve" then
      count = count + 1
      if count > most then
        outcome.verdict, outcome.reason = "reject", "候补名额 " .. most .. " 个已满"
      end
    end
  end
end

return function(ranking, round, options, stops)
  local left, approved, result, is_over = round.budget, {}, {}, false
  options = options or {}
  for i, app in ipairs(ranking) do
    local category = category_of(app, round)
    local count, quota = approved[app.category or ""] or 0, category.quota or options.quota
    local wanted = app.requested or 0
    if options.amounts then
      wanted = options.amounts[app.id]
    end
    local amount = wanted and lowest_cap(wanted, category, round, options)
    local outcome = { id = app.id, verdict = "reserve" }
    if not app.place then
      outcome.verdict = "reject"
      outcome.reason = app.reason or "没有名次"
    elseif not amount then
      outcome.reason = "未列入资助等次"
    elseif amount <= 0 then
      outcome.verdict = "reject"
      outcome.reason = "没有申请资助金额"
    elseif quota and count >= quota then
      outcome.reason = "本类别名额 " .. quota .. " 个已满"
    elseif is_over or left and amount > left then
      outcome.reason = "预算余额 " .. left .. " 元，不足以资助"
      is_over = stops
    else
      outcome.verdict = "approve"
      outcome.amount = amount
      left = left and left - amount
      approved[app.category or ""] = count + 1
    end
    result[i] = outcome
  end
  if options.reserve then
    cut_reserve(result, options.reserve)
  end
  return result
end
