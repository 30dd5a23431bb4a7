-- 四川省妇联第二届妇女儿童公益项目大赛初赛：书面评审，六项指标，按类别排名，84 项中三类各取 6 项。
-- Source: domain.md table 3, row 7 [S22]. Not in the source: the weights (here 20, 15, 20, 20, 15, 10).
local mean = require "grant.mean"
local totals = require "grant.totals"
local advance = require "grant.advance"

local criteria = {
  { id = "background", title = { zh = "背景", en = "Background" }, max = 20 },
  { id = "goal", title = { zh = "目标", en = "Goal" }, max = 15 },
  { id = "design", title = { zh = "设计", en = "Design" }, max = 20 },
  { id = "effect", title = { zh = "成效", en = "Effect" }, max = 20 },
  { id = "budget", title = { zh = "预算管理", en = "Budget" }, max = 15 },
  { id = "women", title = { zh = "与妇联重点工作结合度", en = "Fit with the federation's work" }, max = 10 },
}

return {
  api = 1,
  title = { zh = "四川省妇联公益项目大赛初赛", en = "Sichuan Women's Federation, second preliminary" },
  stages = {
    {
      id = "preliminary",
      criteria = criteria,
      score = function(app, reviews, round)
        local total, reason = mean(totals(reviews, criteria))
        return total and { total = total }, reason
      end,
      advance = function(ranking, round)
        return advance(ranking, { quota = 6 })
      end,
    },
  },
}
