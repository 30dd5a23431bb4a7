-- Comparisons that are within the bound one by one share the bound of a ranking: a sort asks n log n times.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1 } end,
  ties = function(a, b) for i = 1, 900000 do end return 0 end,
}
