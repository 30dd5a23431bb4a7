-- The budget ends an endless loop in score_all, whatever it catches.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score_all = function(apps, round) while true do pcall(function() while true do end end) end end,
}
