-- 义乌市稠城街道公益创投：民生性、操作性、成熟性、创新性；初评取 20 项，现场评分后取前 10 项，登记组织和备案团队分开排名。
-- Source: domain.md table 3, row 9 [S23]: criteria, 20 and 10, two tracks, at most 30,000 yuan.
-- Not in the source: the points (here 25 each) and how the ten are parted between the tracks (here five each).
local mean = require "grant.mean"
local totals = require "grant.totals"
local tracks = require "grant.tracks"
local advance = require "grant.advance"
local allocate_tiers = require "grant.allocate_tiers"

local criteria = {
  { id = "livelihood", title = { zh = "民生性", en = "Livelihood" }, max = 25 },
  { id = "practice", title = { zh = "操作性", en = "Practicability" }, max = 25 },
  { id = "maturity", title = { zh = "成熟性", en = "Maturity" }, max = 25 },
  { id = "novelty", title = { zh = "创新性", en = "Novelty" }, max = 25 },
}

local function score(app, reviews, round)
  local total, reason = mean(totals(reviews, criteria))
  return total and { total = total }, reason
end

return {
  api = 1,
  title = { zh = "稠城街道公益创投", en = "Choucheng street, Yiwu" },
  criteria = criteria,
  stages = {
    {
      id = "initial",
      score = score,
      advance = function(ranking, round)
        return advance(ranking, { count = 20 })
      end,
    },
    { id = "live", score = score, ties = { "livelihood" } },
  },
  allocate = function(ranking, round)
    local outcomes, left = {}, round.budget
    for _, track in pairs(tracks(ranking, "organisation.kind", { ["filed-team"] = "team", other = "registered" })) do
      local part = { budget = left, limits = round.limits, categories = round.categories }
      for _, outcome in ipairs(allocate_tiers(track, part, { tiers = { { count = 5, amount = 30000 } } })) do
        left = left - (outcome.amount or 0)
        outcomes[#outcomes + 1] = outcome
      end
    end
    return outcomes
  end,
}
