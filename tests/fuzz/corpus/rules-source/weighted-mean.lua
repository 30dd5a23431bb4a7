-- 各指标平均分按权重加权。Weighted mean of the criteria's means.
local collect = require "grant.collect"
local mean = require "grant.mean"
local weighted = require "grant.weighted"
local allocate = require "grant.allocate_stop"

local weights = { need = 20, plan = 50, team = 30 }

return {
  api = 1,
  title = { zh = "加权平均", en = "Weighted mean" },
  criteria = {
    { id = "need", title = { zh = "需求", en = "Need" }, max = 100 },
    { id = "plan", title = { zh = "方案", en = "Plan" }, max = 100 },
    { id = "team", title = { zh = "团队", en = "Team" }, max = 100 },
  },
  score = function(app, reviews, round)
    local means, parts = {}, {}
    for id, weight in pairs(weights) do
      means[id] = mean(collect(reviews, id))
      if means[id] then
        parts[#parts + 1] = { id .. " × " .. weight, means[id] * weight }
      end
    end
    local total, reason = weighted(means, weights)
    if not total then
      return nil, reason
    end
    return { total = total, parts = parts }
  end,
  ties = { "need", "-requested" },
  allocate = allocate,
}
