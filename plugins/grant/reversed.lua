--- A score of a scale on which less is better, turned round (低分为优的量表反向计分).
-- On a scale from `min` to `max` the best and the worst change places: of 1 to 9 a 1 becomes 9. nil stays nil.
return function(score, min, max)
  return score and min + max - score
end
