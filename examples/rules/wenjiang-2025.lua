-- 成都市温江区妇联公益创投（2025）：资格审查加现场答辩，取 1 项，3 万元；同等情况下优先：有党组织，有妇联组织，评估 3A 及以上且在有效期内，
-- 配套不低于 20%，有妇女儿童服务经验。
-- Source: domain.md table 3, row 13, and section 4.1 [S9]. What decides between equals comes from the round's own form (answers.*); the
-- share of matching money is of the whole project. Not in the source: the criteria of the defence (here one mark of 100).
local mean = require "grant.mean"
local collect = require "grant.collect"
local ordered = require "grant.ordered"
local allocate_tiers = require "grant.allocate_tiers"

-- What a project can claim in the order of the list; 1 where it holds.
local function claims(app)
  local answers = app.answers or {}
  local total = app.total or 0
  return {
    party = answers.party == "有" and 1 or 0,
    women = answers.women == "有" and 1 or 0,
    rating = (answers.rating == "3A" or answers.rating == "4A" or answers.rating == "5A") and 1 or 0,
    matching = total > 0 and (app.matching or 0) / total >= 0.2 and 1 or 0,
    experience = answers.experience == "有" and 1 or 0,
  }
end

return {
  api = 1,
  title = { zh = "温江区妇联公益创投", en = "Wenjiang Women's Federation, 2025" },
  criteria = { { id = "defence", title = { zh = "现场答辩", en = "Defence" }, max = 100, step = "0.5" } },
  eligible = function(app, round)
    if (app.answers or {}).inspection ~= "合格" then
      return { { code = "inspection", message = "最近一次年检须为合格" } }
    end
    return {}
  end,
  score = function(app, reviews, round)
    local total, reason = mean(collect(reviews, "defence"))
    return total and { total = total }, reason
  end,
  ties = function(a, b)
    return ordered(claims(a), claims(b), { "party", "women", "rating", "matching", "experience" })
  end,
  allocate = function(ranking, round)
    return allocate_tiers(ranking, round, { tiers = { { count = 1, amount = 30000 } } })
  end,
}
