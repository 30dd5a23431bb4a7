-- NIH peer review: each member of the panel gives an overall impact score from 1 (best) to 9; the application's is their mean times ten,
-- rounded to a whole number, 10 to 90. What the panel does not discuss has no score.
-- Source: NIH peer review, scoring guidance and NCI glossary (nine-point scale, mean of all members times ten, ND). Less is better, so the
-- total is negative; the score as NIH prints it is the part.
local mean = require "grant.mean"
local collect = require "grant.collect"

return {
  api = 1,
  title = { zh = "美国国立卫生研究院评分", en = "NIH overall impact score" },
  criteria = { { id = "impact", title = { zh = "总体影响", en = "Overall impact" }, min = 1, max = 9, step = 1 } },
  measures = { { id = "discussed", title = { zh = "会议讨论", en = "Discussed: 1, not discussed: 0" }, min = 0, max = 1, step = 1 } },
  score = function(app, reviews, round)
    if app.measures.discussed == 0 then
      return nil, "Not discussed (未进入会议讨论)"
    end
    local average, reason = mean(collect(reviews, "impact"))
    if not average then
      return nil, reason
    end
    local printed = round(average * 10, 0)
    return { total = -printed, parts = { { "Overall impact score", printed } } }
  end,
}
