-- 湖北省首届“公益木兰”大赛：初赛和复赛 50 分，网络投票 20 分，现场展示（专家和大众评审）其余 30 分；一等奖 3 项。
-- Source: 湖北日报, domain.md table 3, row 14 [S50]. Not in the source: that the live show has the remaining 30 points, how the 50 are parted
-- (here evenly) and how votes become points (here the most voted gets all 20).
local mean = require "grant.mean"
local collect = require "grant.collect"
local share = require "grant.share"

local function plain(app, reviews, round)
  local total, reason = mean(collect(reviews, "mark"))
  return total and { total = total }, reason
end

local function last(apps, round)
  local votes, results = {}, {}
  for _, app in ipairs(apps) do
    votes[app.id] = app.measures.votes or 0
  end
  local points = share(votes, 20)
  for _, app in ipairs(apps) do
    local live, reason = mean(collect(app.reviews, "mark"))
    if live then
      local before = (app.results.preliminary.total + app.results.semifinal.total) / 4
      results[app.id] = {
        total = before + points[app.id] + live * 0.3,
        parts = { { "初赛和复赛", before }, { "网络投票", points[app.id] }, { "现场展示", live * 0.3 } },
      }
    else
      results[app.id] = { reason = reason }
    end
  end
  return results
end

return {
  api = 1,
  title = { zh = "公益木兰", en = "Charity Mulan, first contest" },
  criteria = { { id = "mark", title = { zh = "得分", en = "Mark" }, max = 100, step = "0.01" } },
  measures = { { id = "votes", title = { zh = "网络投票", en = "Online votes" }, min = 0 } },
  stages = {
    { id = "preliminary", score = plain },
    { id = "semifinal", score = plain },
    { id = "final", score_all = last, ties = { "mark", "votes" } },
  },
}
