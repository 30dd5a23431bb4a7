--- Whether reviewers can be compared (评审之间的交叉是否足够): true, or nil and a reason.
-- Each must have marked `least` applications (2 when it is left out), as many of them also marked by somebody else, and a chain of shared
-- applications must lead from each to each: panels that share nothing cannot be told apart from panels that are severe.
local function count_reviewers(marks)
  local count = {}
  for _, given in pairs(marks) do
    for id in pairs(given) do
      count[id] = (count[id] or 0) + 1
    end
  end
  return count
end

-- Everybody whom a chain of shared applications leads to from the first reviewer.
local function reach(marks)
  local by_application, reached, queue = {}, {}, {}
  for person, given in pairs(marks) do
    for id in pairs(given) do
      by_application[id] = by_application[id] or {}
      table.insert(by_application[id], person)
    end
    if #queue == 0 then
      queue[1], reached[person] = person, true
    end
  end
  local at = 1
  while queue[at] do
    for id in pairs(marks[queue[at]]) do
      for _, person in ipairs(by_application[id]) do
        if not reached[person] then
          reached[person] = true
          queue[#queue + 1] = person
        end
      end
      by_application[id] = {}
    end
    at = at + 1
  end
  return reached
end

return function(marks, least)
  local count, reached = count_reviewers(marks), reach(marks)
  least = least or 2
  for person, given in pairs(marks) do
    local all, shared = 0, 0
    for id in pairs(given) do
      all = all + 1
      shared = shared + (count[id] > 1 and 1 or 0)
    end
    if all < least then
      return nil, "评审 " .. person .. " 只评了 " .. all .. " 项，少于 " .. least .. " 项，无法折算"
    elseif shared < least then
      return nil, "评审 " .. person .. " 与其他评审共同评的只有 " .. shared .. " 项，少于 " .. least .. " 项，无法折算"
    elseif not reached[person] then
      return nil, "评审 " .. person .. " 所在的一组与其他评审没有共同评的项目，无法折算"
    end
  end
  return true
end
