-- 平均分：全部评委打分的算术平均。With trimmed (hainan.lua) and standard scores (zscore-sum.lua) the same marks give the opposite order.
-- Source: domain.md, section 3.1.
local mean = require "grant.mean"
local collect = require "grant.collect"

return {
  api = 1,
  title = { zh = "平均分", en = "Mean" },
  criteria = { { id = "mark", title = { zh = "得分", en = "Mark" }, max = 100, step = "0.01" } },
  score = function(app, reviews, round)
    local total, reason = mean(collect(reviews, "mark"))
    return total and { total = total }, reason
  end,
}
