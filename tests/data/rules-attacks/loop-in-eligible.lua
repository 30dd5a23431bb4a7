-- The budget ends an endless loop in eligible, whatever it catches.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1 } end,
  eligible = function(app, round) while true do pcall(function() while true do end end) end end,
}
