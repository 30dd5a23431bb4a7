--- Money by tier (按等次分配): the same amount for all of a tier, never more than a project asks for.
-- options.tiers is a list from the highest: { count = 3, amount = 50000 } for the first three places, then the next; or
-- { from = 90, amount = 50000 } for totals of 90 and more. Who shares a place shares its tier. What is in no tier is on the reserve list.
-- The rest as grant.allocate; with options.stops money ends at the first that does not fit.
local allocate = require "grant.allocate"

local function tier_of(app, tiers)
  local last = 0
  for _, tier in ipairs(tiers) do
    last = last + (tier.count or 0)
    if tier.from and app.total >= tier.from or tier.count and app.place <= last then
      return tier
    end
  end
end

return function(ranking, round, options)
  local amounts = {}
  for _, app in ipairs(ranking) do
    local tier = app.place and tier_of(app, options.tiers)
    amounts[app.id] = tier and math.min(tier.amount, app.requested or tier.amount)
  end
  return allocate(ranking, round,
    { amounts = amounts, cap = options.cap, quota = options.quota, reserve = options.reserve }, options.stops)
end
