local t = setmetatable({}, { __index = function(_, k) return k end, __add = function(a, b) return 1 end })
local ok, why = pcall(function() for i = 1, 10 do t[#t + 1] = (i / 3):round(2) - -0.5 end error({}) end)
local s = ("abc"):rep(3, ","):upper():split(",") table.sort(s, function(a, b) return a > b end)
goto out
do local x <const> = 0x1F end
::out::
return { api = 1, title = { zh = [==[ ]] ]==] }, criteria = { { id = "need", max = 20 } }, --[[ c ]] score = function(app, reviews, round)
  local n = 0 for k, v in pairs(round) do n = n + select("#", k, v) end
  return { total = math.max(n, sqrt(2, 4), decimal("1.25"), tonumber("3")), parts = { { "a" .. 1 / 4, 5 % 3 } }, note = tostring(ok) } end }
