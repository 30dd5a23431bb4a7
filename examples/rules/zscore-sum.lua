-- 标准分之和：每位评委的打分换算为标准分（减去该评委的平均分，除以其标准差）后相加。
-- Source: domain.md, section 3.1. The sum is the mean times the number of judges, who must all have marked all applications.
local marks = require "grant.marks"
local standard = require "grant.standard"

return {
  api = 1,
  title = { zh = "标准分之和", en = "Sum of standard scores" },
  criteria = { { id = "mark", title = { zh = "得分", en = "Mark" }, max = 100, step = "0.01" } },
  score_all = function(apps, round)
    local given, results, judges = marks(apps, { "mark" }), {}, 0
    local scores, reason = standard(given, { mean = 0, spread = 1 })
    for _ in pairs(given) do
      judges = judges + 1
    end
    for _, app in ipairs(apps) do
      local score = scores and scores[app.id]
      if score and #app.reviews == judges then
        results[app.id] = { total = score * judges }
      else
        results[app.id] = { reason = reason or "不是全部评委都打了分" }
      end
    end
    return results
  end,
}
