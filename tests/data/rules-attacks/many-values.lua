-- What comes out is bounded as what goes in is.
return {
  api = 1, criteria = { { id = "need", max = 20 } },
  score_all = function(apps, round) local out = {} for i = 1, 3000000 do out[i] = i end return out end,
}
