-- A comparator answers with a number.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1 } end,
  ties = function(a, b) return "higher" end,
}
