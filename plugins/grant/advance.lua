--- The ids that go on to the next stage (入围名单).
-- options.count: so many of all; options.quota: so many of each category, or a table by category; options.least: with such a total at
-- least. What stands beside each other holds together. All who share the last place go on, since nothing tells them apart. What has no
-- place does not go on.
local function is_full(taken, last, count, place)
  return count and taken >= count and place ~= last
end

return function(ranking, options)
  local ids, all, last = {}, 0, nil
  local taken, last_of = {}, {}
  for _, app in ipairs(ranking) do
    local category, quota = app.category or "", options.quota
    if type(quota) == "table" then
      quota = quota[category]
    end
    if app.place and (not options.least or app.total >= options.least)
      and not is_full(all, last, options.count, app.place)
      and not is_full(taken[category] or 0, last_of[category], quota, app.place) then
      all, last = all + 1, app.place
      ids[all] = app.id
      taken[category], last_of[category] = (taken[category] or 0) + 1, app.place
    end
  end
  return ids
end
