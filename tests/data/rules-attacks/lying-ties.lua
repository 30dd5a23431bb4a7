-- Each ranks below the other: the same order in every state, and no place twice without being equal.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1 } end,
  ties = function(a, b) return 1 end,
}
