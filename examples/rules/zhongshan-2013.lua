-- 中山市“博爱100”公益创投（2013）：基础分 100（专业评委和大众评委），募款加分最多 50，特别主题加分 5 至 20，满分 170。
-- Source: domain.md table 3, row 3 [S5]. Money is set afterwards from the request and the experts' result: by hand, so no allocate.
-- Not in the source: the weight of professional against public judges; here all count alike.
local mean = require "grant.mean"
local collect = require "grant.collect"
local adjust = require "grant.adjust"

return {
  api = 1,
  title = { zh = "中山市博爱100公益创投", en = "Zhongshan Bo'ai 100, 2013" },
  criteria = { { id = "base", title = { zh = "基础分", en = "Base" }, max = 100, step = "0.5" } },
  measures = {
    { id = "raised", title = { zh = "募款加分", en = "Bonus for money raised" }, min = 0 },
    { id = "theme", title = { zh = "特别主题加分", en = "Bonus for a special theme" }, min = 0 },
  },
  score = function(app, reviews, round)
    local base, reason = mean(collect(reviews, "base"))
    if not base then
      return nil, reason
    end
    local total, parts = adjust(base, {
      { "募款加分", app.measures.raised or 0, 50 },
      { "特别主题加分", app.measures.theme or 0, 20 },
    })
    return { total = total, parts = parts }
  end,
}
