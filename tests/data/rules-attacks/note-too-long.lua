-- A note is a note.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1, note = ("x"):rep(5000) } end,
}
