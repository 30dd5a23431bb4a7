--- Money in order of the ranking; until the first that does not fit; that one and all behind it are the reserve list (按名次分配，遇到放不下的即停止).
-- Caps, quotas and what has no place: see grant.allocate.
local allocate = require "grant.allocate"

return function(ranking, round, options)
  return allocate(ranking, round, options, true)
end
