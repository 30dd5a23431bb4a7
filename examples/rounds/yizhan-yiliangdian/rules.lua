-- 一站一亮点 2018 年小额资助规则：每个社区妇女儿童之家申报一个亮点，每站不超过 5000 元，60 分以下不资助。
-- A small grant for each station, one highlight each (limits.per_organisation and limits.cap in round.json see to that): what reaches 60
-- gets what it asks for, in order, while the money lasts.
local mean = require "grant.mean"
local totals = require "grant.totals"
local quorum = require "grant.quorum"
local thresholds = require "grant.thresholds"
local allocate = require "grant.allocate_skip"

local criteria = {
  { id = "highlight", title = { zh = "亮点", en = "Highlight" }, max = 40, guide = "是否别处没有、本站做得到" },
  { id = "people", title = { zh = "参与人群", en = "People" }, max = 30, guide = "有多少妇女儿童参加，是否长期" },
  { id = "keep", title = { zh = "可持续", en = "Lasting" }, max = 30, guide = "钱花完以后怎么办" },
}

return {
  api = 1,
  title = { zh = "一站一亮点", en = "One Highlight for Each Station" },
  criteria = criteria,
  score = function(app, reviews, round)
    local list = totals(reviews, criteria)
    local enough, reason = quorum(list, 3)
    if not enough then
      return nil, reason
    end
    local total = mean(list)
    local reached, why = thresholds({ total = total }, { total = 60 }, { total = "平均分" })
    if not reached then
      return nil, why
    end
    return { total = total }
  end,
  ties = { "highlight", "-requested" },
  allocate = allocate,
}
