-- Horizon Europe: three criteria of 0 to 5 in half marks; a proposal needs 3 in each and 10 in all; for innovation actions impact counts
-- 1.5 times when they are ranked. Equal totals: first excellence, then impact (innovation actions: impact, then excellence), then the
-- balance of women and men among those responsible. The thresholds hold for the sum without weights.
-- Source: Horizon Europe Work Programme, General Annexes, parts D (award criteria, scores, thresholds, weights) and F (order of proposals of
-- one score). The category "ia" stands for innovation actions. Left out: what is asked before, a topic that no higher proposal covers,
-- which is a person's judgement. Reviews are the experts' marks, or the one of the consensus report.
local mean = require "grant.mean"
local collect = require "grant.collect"
local thresholds = require "grant.thresholds"
local ordered = require "grant.ordered"

local titles = { excellence = "Excellence", impact = "Impact", implementation = "Implementation", total = "Total" }
local least = { excellence = 3, impact = 3, implementation = 3, total = 10 }

local function score(app, reviews, round)
  local values, parts = {}, {}
  for _, id in ipairs({ "excellence", "impact", "implementation" }) do
    local value, reason = mean(collect(reviews, id))
    if not value then
      return nil, reason
    end
    values[id] = value
    parts[#parts + 1] = { titles[id], value }
  end
  values.total = values.excellence + values.impact + values.implementation
  local reached, reason = thresholds(values, least, titles)
  if not reached then
    return nil, reason
  end
  if app.category == "ia" then
    parts[#parts + 1] = { "Impact × 0.5", values.impact / 2 }
    return { total = values.total + values.impact / 2, parts = parts }
  end
  return { total = values.total, parts = parts }
end

return {
  api = 1,
  title = { zh = "欧盟地平线计划", en = "Horizon Europe" },
  criteria = {
    { id = "excellence", title = { zh = "科学水平", en = "Excellence" }, max = 5, step = "0.5" },
    { id = "impact", title = { zh = "影响", en = "Impact" }, max = 5, step = "0.5" },
    { id = "implementation", title = { zh = "实施质量和效率", en = "Quality and efficiency of the implementation" }, max = 5,
      step = "0.5" },
  },
  measures = { { id = "balance", title = { zh = "性别平衡", en = "Balance of women and men, in percent" }, min = 0, max = 100 } },
  score = score,
  ties = function(a, b)
    if a.category == "ia" then
      return ordered(a, b, { "impact", "excellence", "measures.balance" })
    end
    return ordered(a, b, { "excellence", "impact", "measures.balance" })
  end,
}
