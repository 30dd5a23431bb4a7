--- Money in order of the ranking; what does not fit is passed over and the next is tried (按名次分配，放不下的跳过).
-- Caps, quotas and what has no place: see grant.allocate.
local allocate = require "grant.allocate"

return function(ranking, round, options)
  return allocate(ranking, round, options, false)
end
