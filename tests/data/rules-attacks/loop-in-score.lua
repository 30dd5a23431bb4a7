-- The budget ends an endless loop in score, whatever it catches.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) while true do pcall(function() while true do end end) end end,
}
