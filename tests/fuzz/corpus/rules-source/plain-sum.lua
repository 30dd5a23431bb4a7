-- 各评审总分之和排名（合计分数）。Rank by the sum of all reviewers' totals.
local sum = require "grant.sum"
local totals = require "grant.totals"
local allocate = require "grant.allocate_skip"

local criteria = {
  { id = "need", title = { zh = "需求", en = "Need" }, max = 30, guide = "问题是否真实、迫切" },
  { id = "plan", title = { zh = "方案", en = "Plan" }, max = 40, guide = "方案是否可行、可检验" },
  { id = "team", title = { zh = "团队", en = "Team" }, max = 30, guide = "团队能否完成" },
}

return {
  api = 1,
  title = { zh = "合计分数", en = "Sum of totals" },
  criteria = criteria,
  score = function(app, reviews, round)
    local list = totals(reviews, criteria)
    if #list == 0 then
      return nil, "没有完整的评审"
    end
    return { total = sum(list), note = #list .. " 份评审" }
  end,
  ties = { "need", "-requested" },
  allocate = allocate,
}
