--- Whether all numbers reach their thresholds (分项和总分门槛): true, or nil and a reason that names each that does not.
-- `values` and `least` have the same keys: ids of criteria, "total". A value that is missing does not reach its threshold. `titles`,
-- which may be left out, says what a key is called.
return function(values, least, titles)
  local missed = {}
  for id, bound in pairs(least) do
    local value, name = values[id], titles and titles[id] or id
    if not value then
      missed[#missed + 1] = name .. "没有分数"
    elseif value < bound then
      missed[#missed + 1] = name .. " " .. round(value, 2) .. " 分，低于门槛 " .. bound .. " 分"
    end
  end
  if #missed > 0 then
    return nil, table.concat(missed, "；")
  end
  return true
end
