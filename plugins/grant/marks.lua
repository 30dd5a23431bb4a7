--- What each reviewer gave each application (评分矩阵): person -> id -> total. For methods that compare reviewers.
-- `apps` as score_all gets them, `criteria` the list of the rule file or a list of ids. A review that leaves a criterion out is passed
-- over.
local totals = require "grant.totals"

return function(apps, criteria)
  local marks = {}
  for _, app in ipairs(apps) do
    for _, review in ipairs(app.reviews) do
      local total = totals({ review }, criteria)[1]
      if total then
        marks[review.person] = marks[review.person] or {}
        marks[review.person][app.id] = total
      end
    end
  end
  return marks
end
