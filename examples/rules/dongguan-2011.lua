-- 东莞市首届公益创投决赛（2011）：现场评审 60%，已落实的定向捐助 20%，网络投票 20%。
-- Source: 南方都市报 2011-12-19, domain.md table 3, row 1 [S18]: weights, 60 finalists, 28 funded, at most 500,000 yuan each.
-- Not in the source: how donations and votes become points (here they come as points of 100), and how ties are broken (here by the panel).
local collect = require "grant.collect"
local mean = require "grant.mean"
local weighted = require "grant.weighted"
local allocate_tiers = require "grant.allocate_tiers"

local weights = { panel = 60, donated = 20, votes = 20 }

local function score(app, reviews, round)
  local panel, reason = mean(collect(reviews, "panel"))
  if not panel then
    return nil, reason
  end
  local values = { panel = panel, donated = app.measures.donated or 0, votes = app.measures.votes or 0 }
  return {
    total = weighted(values, weights),
    parts = {
      { "现场评审 × 60%", values.panel * 0.6 },
      { "定向捐助 × 20%", values.donated * 0.2 },
      { "网络投票 × 20%", values.votes * 0.2 },
    },
  }
end

return {
  api = 1,
  title = { zh = "东莞市首届公益创投决赛", en = "Dongguan, first final, 2011" },
  criteria = { { id = "panel", title = { zh = "现场评审", en = "Panel on the spot" }, max = 100, step = "0.5" } },
  measures = {
    { id = "donated", title = { zh = "定向捐助折算分", en = "Points for donations secured" }, min = 0, max = 100 },
    { id = "votes", title = { zh = "网络投票折算分", en = "Points for the online vote" }, min = 0, max = 100 },
  },
  score = score,
  ties = { "panel", "-requested" },
  allocate = function(ranking, round)
    return allocate_tiers(ranking, round, { tiers = { { count = 28, amount = 500000 } } })
  end,
}
