local c = { { id = "need", max = 20, step = "0.5" } }
local function s(app, reviews) local t = 0 for _, r in ipairs(reviews) do t = t + (r.scores.need or 0) end return { total = t / (#reviews - 1) } end
return { api = 1, criteria = c, measures = { { id = "votes" } }, stages = {
  { id = "preliminary", criteria = c, score = s, ties = { "votes" }, advance = function(ranking) local out = {} for i, a in ipairs(ranking) do out[i] = a.id end return out end },
  { id = "final", score_all = function(apps) local out = {} for _, a in ipairs(apps) do out[a.id] = { total = -0.5 * 1e3 // 7 % 3 } end return out end,
    ties = function(a, b) return 0 end } },
  eligible = function(app) if app.requested > 0x10 then return { { code = "x", message = 'y\z
    z', severity = "warning" } } end return {} end }
