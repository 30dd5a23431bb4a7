--- Borda count (波达计数): from each reviewer an application gets a point for every one that this reviewer puts below it, half a point for
-- every equal one; the sum over the reviewers.
-- `marks` as grant.marks gives them: person -> id -> number, more is better. All must have marked as many applications: else nil and a
-- reason, since a place among three is not one among ten.
local function points_of(given)
  local ids, points, count = {}, {}, 0
  for id in pairs(given) do
    count = count + 1
    ids[count] = id
  end
  table.sort(ids, function(a, b)
    return given[a] < given[b]
  end)
  local first = 1
  while first <= count do
    local last = first
    while ids[last + 1] and given[ids[last + 1]] == given[ids[first]] do
      last = last + 1
    end
    for i = first, last do
      points[ids[i]] = first - 1 + (last - first) / 2
    end
    first = last + 1
  end
  return points, count
end

return function(marks)
  local sum, size = {}, nil
  for person, given in pairs(marks) do
    local points, count = points_of(given)
    size = size or count
    if count ~= size then
      return nil, "评审 " .. person .. " 评了 " .. count .. " 项，其他评审评了 " .. size .. " 项，名次分不能相加"
    end
    for id, number in pairs(points) do
      sum[id] = (sum[id] or 0) + number
    end
  end
  return sum
end
