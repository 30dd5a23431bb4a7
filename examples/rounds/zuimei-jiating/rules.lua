-- 寻找最美家庭 2018 年评选规则：评委打分 70%，群众投票 30%；只评荣誉，不涉及资金。
-- Nominations, a panel and a public vote, and no money: so there is no allocate, and the recorded ranking is the result.
local mean = require "grant.mean"
local totals = require "grant.totals"
local share = require "grant.share"

local criteria = {
  { id = "story", title = { zh = "事迹感人", en = "Story" }, max = 40, step = "0.5", guide = "事迹是否真实、具体、感人" },
  { id = "example", title = { zh = "示范作用", en = "Example" }, max = 30, step = "0.5", guide = "邻里是否知晓、愿意学" },
  { id = "effect", title = { zh = "持续影响", en = "Effect" }, max = 30, step = "0.5", guide = "坚持了多久，带动了多少人" },
}

-- 得票最多的家庭得满 30 分，其余按比例。
local function score_all(apps, round)
  local votes, results = {}, {}
  for _, app in ipairs(apps) do
    votes[app.id] = app.measures.votes or 0
  end
  local points = share(votes, 30)
  for _, app in ipairs(apps) do
    local panel, reason = mean(totals(app.reviews, criteria))
    if panel then
      results[app.id] = {
        total = panel * 0.7 + points[app.id],
        parts = { { "评委 × 70%", panel * 0.7 }, { "投票（最多 30 分）", points[app.id] } },
      }
    else
      results[app.id] = { reason = reason }
    end
  end
  return results
end

return {
  api = 1,
  title = { zh = "寻找最美家庭", en = "Looking for the Finest Families" },
  criteria = criteria,
  measures = { { id = "votes", title = { zh = "群众投票", en = "Public vote" }, min = 0, step = 1 } },
  score_all = score_all,
  ties = { "votes", "story" },
}
