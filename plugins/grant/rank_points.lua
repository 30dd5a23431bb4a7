--- Points by place (按名次折算分数): from a number for each id to points for each id.
-- `points` lists what the first, the second and so on gets; behind its end it is 0. Equal numbers share a place, and the next place is
-- passed over: 1, 2, 2, 4.
return function(values, points)
  local ids, result, place, count = {}, {}, 0, 0
  for id in pairs(values) do
    count = count + 1
    ids[count] = id
  end
  table.sort(ids, function(a, b)
    return values[a] > values[b]
  end)
  for i, id in ipairs(ids) do
    if i == 1 or values[id] ~= values[ids[i - 1]] then
      place = i
    end
    result[id] = points[place] or 0
  end
  return result
end
