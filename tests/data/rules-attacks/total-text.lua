-- A text is no total.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = "90" } end,
}
