-- Memory caught again and again in ties ends all the same.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1 } end,
  ties = function(a, b) local t while true do pcall(function() for i = 1, 999 do t = { t, ("x"):rep(1000) .. i } end end) end end,
}
