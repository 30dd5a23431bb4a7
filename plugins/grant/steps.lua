--- Points by formula (按档计分): `each` points for every whole `step` of a number, at most `most`.
-- A number that is missing counts as 0; without `most` there is no limit.
return function(value, step, each, most)
  local points = (value or 0) // step * each
  return most and math.min(points, most) or points
end
