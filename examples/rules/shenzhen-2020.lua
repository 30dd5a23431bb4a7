-- 2020 中国公益慈善项目大赛决赛（深圳）：满分 200，评委会 140 分（标准分折算），大众评审投票 60 分。
-- Source: domain.md table 3, row 2 [S19]: 140 and 60 points, standard scores, 30 finalists.
-- Not in the source: the formula. Here each judge's marks are brought to mean and spread of all marks (grant.standard), never below 0 or
-- above 100, and taken as a share of 140; the most voted project gets all 60 points, the others in proportion.
local marks = require "grant.marks"
local standard = require "grant.standard"
local share = require "grant.share"

local function score_all(apps, round)
  local votes, results = {}, {}
  for _, app in ipairs(apps) do
    votes[app.id] = app.measures.votes or 0
  end
  local judged, reason = standard(marks(apps, { "mark" }))
  local public = share(votes, 60)
  for _, app in ipairs(apps) do
    local mark = judged and judged[app.id]
    if mark then
      local panel = math.max(0, math.min(100, mark)) * 1.4
      results[app.id] = {
        total = panel + public[app.id],
        parts = { { "评委标准分 × 1.4", panel }, { "大众评审", public[app.id] } },
      }
    else
      results[app.id] = { reason = reason or "没有评委打分" }
    end
  end
  return results
end

return {
  api = 1,
  title = { zh = "中国公益慈善项目大赛决赛", en = "China Charity Project Competition, final 2020" },
  criteria = { { id = "mark", title = { zh = "评委打分", en = "Mark" }, max = 100, step = "0.01" } },
  measures = { { id = "votes", title = { zh = "大众评审票数", en = "Votes of the public jury" }, min = 0 } },
  score_all = score_all,
  ties = { "mark" },
}
