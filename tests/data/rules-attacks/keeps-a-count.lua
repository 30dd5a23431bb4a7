-- Each application is scored in a state of its own: nothing is left from the one before.
count = 0
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) count = count + 1 string_of_all = (string_of_all or "") .. app.id return { total = count, note = string_of_all } end,
}
