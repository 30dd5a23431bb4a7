-- Each question gets copies of its own: what one changes no other sees.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) app.id = "x" app.measures.votes = 99 reviews[1] = nil round.budget = 0 return { total = #reviews + (app.measures.votes or 0) } end,
  allocate = function(ranking, round) local out = {} for i, app in ipairs(ranking) do out[i] = { id = app.id, verdict = "reserve", reason = tostring(round.budget) .. " " .. tostring(app.measures.votes) } end return out end,
}
