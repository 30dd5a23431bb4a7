-- Nobody is paid twice.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score = function(app, reviews, round) return { total = 1 } end,
  allocate = function(ranking, round) return { { id = "XF-0001", verdict = "approve", amount = 1 }, { id = "XF-0001", verdict = "approve", amount = 1 } } end,
}
