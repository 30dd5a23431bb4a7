local function f(a)
  return maen(a)
    + foo
    + string.format("%d", a)
end
total = 3
return {
  api = 1,
  criteria = { { id = "need", max = 20 }, { id = "idle",
    max = 5 } },
  score = function(app, reviews, round)
    local sum = 0
    for _, review in ipiars(revews) do sum = sum + (review.scores.need or 0) + math.Floor(2) end
    return { total = sum }
  end,
}
