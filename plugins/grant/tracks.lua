--- A ranking parted into tracks (分组排名): track -> its entries in order, with places of their own (1, 2, 2, 4).
-- `path` is the field that parts them, such as "category" or "organisation.kind"; `names` maps its values to tracks and may be left out;
-- a value that it lacks belongs to names.other, else to a track of its own name.
local field = require "grant.field"

local function copy(app)
  local result = {}
  for key, value in pairs(app) do
    result[key] = value
  end
  return result
end

return function(ranking, path, names)
  local tracks, before, count = {}, {}, {}
  names = names or {}
  for _, app in ipairs(ranking) do
    local value = tostring(field(app, path) or "")
    local track = names[value] or names.other or value
    local list, so_far = tracks[track] or {}, count[track] or 0
    local entry, previous = copy(app), before[track]
    if app.place then
      entry.place = previous and previous.place == app.place and list[so_far].place or so_far + 1
    end
    list[so_far + 1] = entry
    tracks[track], before[track], count[track] = list, app, so_far + 1
  end
  return tracks
end
