-- A part returns a few results.
return function() local t = {} for i = 1, 100 do t[i] = i end return table.unpack(t) end
