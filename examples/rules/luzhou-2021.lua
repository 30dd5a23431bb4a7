-- 泸州市红星街道“星河杯”（2021）：项目展示得分加现场问答得分，每类取最好的一项，资助 5 万至 5.6 万元。
-- Source: domain.md table 3, row 8 [S47]. Not in the source: the points of each round (here 100), ties (here the presentation).
local mean = require "grant.mean"
local collect = require "grant.collect"
local allocate = require "grant.allocate"

return {
  api = 1,
  title = { zh = "红星街道星河杯", en = "Xinghe Cup, Luzhou 2021" },
  criteria = {
    { id = "presentation", title = { zh = "项目展示", en = "Presentation" }, max = 100, step = "0.01" },
    { id = "answers", title = { zh = "现场问答", en = "Questions and answers" }, max = 100, step = "0.01" },
  },
  score = function(app, reviews, round)
    local presentation, reason = mean(collect(reviews, "presentation"))
    local answers, other = mean(collect(reviews, "answers"))
    if not presentation or not answers then
      return nil, reason or other
    end
    return { total = presentation + answers, parts = { { "项目展示", presentation }, { "现场问答", answers } } }
  end,
  ties = { "presentation" },
  allocate = function(ranking, round)
    return allocate(ranking, round, { quota = 1, cap = 56000 })
  end,
}
