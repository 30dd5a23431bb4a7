-- The budget ends an endless loop in advance.
return { api = 1, stages = { { id = "first", criteria = { { id = "need", max = 20 } },
  score = function() return { total = 1 } end,
  advance = function() while true do pcall(function() while true do end end) end end } } }
