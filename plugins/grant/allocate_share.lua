--- Money by share of what was asked (按申请金额的比例分配).
-- options.shares is a list of { from, share } from the highest: totals of `from` and more get that share of the request, such as { 90, 1 },
-- { 80, 0.8 }. Amounts are rounded down to a multiple of options.unit, one fen when it is left out. What reaches no band is on the
-- reserve list. The rest as grant.allocate; with options.stops money ends at the first that does not fit.
local allocate = require "grant.allocate"
local bands = require "grant.bands"

return function(ranking, round, options)
  local amounts, unit = {}, options.unit or 0.01
  for _, app in ipairs(ranking) do
    local share = app.place and bands(app.total, options.shares)
    amounts[app.id] = share and (app.requested or 0) * share // unit * unit
  end
  return allocate(ranking, round,
    { amounts = amounts, cap = options.cap, quota = options.quota, reserve = options.reserve }, options.stops)
end
