-- 德阳市妇联妇女儿童公益项目大赛初评（2018/19）：5 位专家独立评分，按合计分数由高到低，36 项取 20 项。
-- Source: 德阳晚报 2019-01-16, domain.md table 3, row 6 [S21]. With a recusal a sum cannot be compared any more: that is no place and a
-- reason, not a smaller sum. Who shares the twentieth place goes on.
local sum = require "grant.sum"
local collect = require "grant.collect"
local quorum = require "grant.quorum"
local advance = require "grant.advance"

return {
  api = 1,
  title = { zh = "德阳市妇联公益项目大赛初评", en = "Deyang Women's Federation, preliminary 2018" },
  stages = {
    {
      id = "preliminary",
      criteria = { { id = "total", title = { zh = "专家总分", en = "Total" }, max = 100, step = "0.5" } },
      score = function(app, reviews, round)
        local scores = collect(reviews, "total")
        local enough, reason = quorum(scores, 5)
        if not enough then
          return nil, reason
        end
        return { total = sum(scores) }
      end,
      advance = function(ranking, round)
        return advance(ranking, { count = 20 })
      end,
    },
  },
}
