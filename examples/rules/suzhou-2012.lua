-- 苏州市首届公益创投中期评估（2012）：四个维度共 100 分，另有加分项和扣分项，总分可以超过 100；60 分及以上合格。
-- Source: domain.md table 3, row 5 [S17]. Not in the source: the points of each dimension (here 25 each).
local mean = require "grant.mean"
local totals = require "grant.totals"
local adjust = require "grant.adjust"
local bands = require "grant.bands"

local criteria = {
  { id = "work", title = { zh = "项目实施", en = "Implementation" }, max = 25 },
  { id = "input", title = { zh = "人力和物资投入", en = "People and material" }, max = 25 },
  { id = "finance", title = { zh = "财务管理", en = "Finance" }, max = 25 },
  { id = "effect", title = { zh = "项目成效", en = "Effect" }, max = 25 },
}

return {
  api = 1,
  title = { zh = "苏州市首届公益创投中期评估", en = "Suzhou, midterm evaluation 2012" },
  criteria = criteria,
  measures = {
    { id = "bonus", title = { zh = "加分项", en = "Bonus" }, min = 0 },
    { id = "deduction", title = { zh = "扣分项", en = "Deduction" }, min = 0 },
  },
  score = function(app, reviews, round)
    local base, reason = mean(totals(reviews, criteria))
    if not base then
      return nil, reason
    end
    local total, parts = adjust(base, {
      { "加分项", app.measures.bonus or 0 },
      { "扣分项", -(app.measures.deduction or 0) },
    })
    return { total = total, parts = parts, note = bands(total, { { 60, "合格" }, { 0, "不合格" } }) }
  end,
}
