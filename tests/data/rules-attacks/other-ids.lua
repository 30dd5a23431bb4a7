-- Rules answer for the applications that they were given.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score_all = function(apps, round) return { ["XF-0001"] = { total = 1 }, ["XF-0009"] = { total = 2 } } end,
}
