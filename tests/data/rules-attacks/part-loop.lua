-- A part is bounded as a score is.
return function() while true do pcall(function() while true do end end) end end
