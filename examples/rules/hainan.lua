-- 海南“科创杯”决赛：5 位评委，去掉一个最高分和一个最低分，取其余 3 个分数的平均分，保留两位小数，按分数排名。
-- Source: domain.md table 3, row 10 [S48]. Two decimals are kept in print only: rounding before ranking would make ties that are none.
local trimmed = require "grant.trimmed"
local collect = require "grant.collect"

return {
  api = 1,
  title = { zh = "科创杯决赛", en = "Kechuang Cup, Hainan" },
  criteria = { { id = "mark", title = { zh = "得分", en = "Mark" }, max = 100, step = "0.01" } },
  score = function(app, reviews, round)
    local total, reason = trimmed(collect(reviews, "mark"))
    return total and { total = total }, reason
  end,
}
