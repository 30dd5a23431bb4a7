-- 深圳市政府购买社会工作服务评估等级（2021）：优秀 90 分以上，良好 80–89，合格 60–79，不合格 59 以下。
-- Source: domain.md table 3, row 11 [S14b]. By the letter 89.5, 79.5 and 59.5 lie in no band; here a band begins at its lower bound and ends
-- below the next one, and is looked up by the exact total, so that 89.995, printed as 90.00, is 良好.
local mean = require "grant.mean"
local collect = require "grant.collect"
local bands = require "grant.bands"

local grades = { { 90, "优秀" }, { 80, "良好" }, { 60, "合格" }, { 0, "不合格" } }

return {
  api = 1,
  title = { zh = "社会工作服务评估等级", en = "Shenzhen, grades of evaluation 2021" },
  criteria = { { id = "mark", title = { zh = "评估得分", en = "Mark" }, max = 100, step = "0.001" } },
  score = function(app, reviews, round)
    local total, reason = mean(collect(reviews, "mark"))
    if not total then
      return nil, reason
    end
    return { total = total, note = bands(total, grades) }
  end,
}
