-- 簕杜鹃·幸福荟公益创投 2018 年评审规则。Rules of the round of 2018.
-- 每位评审按五项指标打分，合计 100 分；去掉一个最高分和一个最低分后取平均分。
local totals = require "grant.totals"
local trimmed = require "grant.trimmed"
local allocate = require "grant.allocate_skip"

local criteria = {
  { id = "need", title = { zh = "需求真实性", en = "Need" }, max = 20, min = 0, step = "0.5",
    guide = "服务对象是否明确，需求是否真实、迫切，有无调查数据" },
  { id = "plan", title = { zh = "方案可行性", en = "Plan" }, max = 30, min = 0, step = "0.5",
    guide = "目标、活动、进度是否清楚、可检验" },
  { id = "women", title = { zh = "妇女儿童参与", en = "Women and children" }, max = 20, min = 0, step = "0.5",
    guide = "是否直接服务妇女、儿童和家庭，是否与妇联重点工作结合" },
  { id = "team", title = { zh = "团队能力", en = "Team" }, max = 15, min = 0, step = "0.5",
    guide = "负责人与团队的经验、资质" },
  { id = "budget", title = { zh = "预算合理性", en = "Budget" }, max = 15, min = 0, step = "0.5",
    guide = "测算是否有依据，支出是否节约" },
}

-- 申请金额超过本类别上限的，视为无效申请；未登记的备案团队须通过已登记的组织申报。
local function eligible(app, round)
  local problems = {}
  for _, category in ipairs(round.categories) do
    if category.id == app.category and app.requested > category.cap then
      problems[#problems + 1] = {
        code = "over-category-cap",
        message = "申请 " .. tostring(app.requested) .. " 元，超过" .. category.title.zh .. "上限 "
          .. tostring(category.cap) .. " 元",
        severity = "error",
      }
    end
  end
  if app.organisation.kind == "filed-team" then
    problems[#problems + 1] = {
      code = "not-registered",
      message = "备案团队未登记，须通过已登记的社会组织申报",
      severity = "error",
    }
  end
  return problems
end

local function score(app, reviews, round)
  local parts = {}
  for i, review in ipairs(reviews) do
    local total = totals({ review }, criteria)
    parts[i] = { review.person, total[1] or 0 }
  end
  local mean, reason = trimmed(totals(reviews, criteria))
  if not mean then
    return nil, reason
  end
  return { total = mean, parts = parts, note = "去掉一个最高分和一个最低分后的平均分" }
end

return {
  api = 1,
  title = { zh = "簕杜鹃·幸福荟 2018", en = "Gathering of Happiness 2018" },
  criteria = criteria,
  eligible = eligible,
  score = score,
  ties = { "need", "-requested" },
  allocate = allocate,
}
