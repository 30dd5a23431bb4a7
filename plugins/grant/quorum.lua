--- Whether enough reviews are there (有效评审份数): true, or nil and a reason.
-- `list` is a list of reviews or of scores. What is n/a was left out by who made the list (collect, totals).
return function(list, least)
  if #list < least then
    return nil, "有效评审 " .. #list .. " 份，少于规定的 " .. least .. " 份"
  end
  return true
end
