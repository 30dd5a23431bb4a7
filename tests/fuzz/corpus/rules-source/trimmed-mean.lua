-- 去掉一个最高分和一个最低分后的平均分。Mean without one highest and one lowest total.
local trimmed = require "grant.trimmed"
local totals = require "grant.totals"
local allocate = require "grant.allocate_skip"

local criteria = {
  { id = "need", title = { zh = "需求", en = "Need" }, max = 30, guide = "问题是否真实、迫切" },
  { id = "plan", title = { zh = "方案", en = "Plan" }, max = 40, guide = "方案是否可行、可检验" },
  { id = "team", title = { zh = "团队", en = "Team" }, max = 30, guide = "团队能否完成" },
}

return {
  api = 1,
  title = { zh = "去高去低平均分", en = "Trimmed mean" },
  criteria = criteria,
  score = function(app, reviews, round)
    local list = totals(reviews, criteria)
    local total, reason = trimmed(list)
    if not total then
      return nil, reason
    end
    return { total = total, note = #list .. " 份评审" }
  end,
  ties = { "need", "-requested" },
  allocate = allocate,
}
