-- 青岛市志愿服务项目创益大赛决赛：初评 15%，书面评审 25%，路演 60%，均按 100 分计。
-- Source: domain.md table 3, row 4 [S46]: weights, 44 finalists, 5 judges, prizes 3, 6, 9, 12 and 14.
-- Each step is a stage; the last one adds the three up. Not in the source: ties (here the road-show decides).
local mean = require "grant.mean"
local collect = require "grant.collect"
local weighted = require "grant.weighted"

local function plain(app, reviews, round)
  local total, reason = mean(collect(reviews, "mark"))
  return total and { total = total }, reason
end

local function last(app, reviews, round)
  local show, reason = mean(collect(reviews, "mark"))
  if not show then
    return nil, reason
  end
  local values = { app.results.initial.total, app.results.paper.total, show }
  return {
    total = weighted(values, { 0.15, 0.25, 0.6 }),
    parts = { { "初评 × 15%", values[1] * 0.15 }, { "书面评审 × 25%", values[2] * 0.25 }, { "路演 × 60%", values[3] * 0.6 } },
  }
end

return {
  api = 1,
  title = { zh = "青岛市志愿服务项目创益大赛", en = "Qingdao volunteer project contest" },
  criteria = { { id = "mark", title = { zh = "得分", en = "Mark" }, max = 100, step = "0.01" } },
  stages = {
    { id = "initial", score = plain },
    { id = "paper", score = plain },
    { id = "roadshow", score = last, ties = { "mark" } },
  },
}
