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
  local tracks, before = {}, {}
  names = names or {}
  for _, app in ipairs(ranking) do
    local value = tostring(field(app, path) or "")
    local track = names[value] or names.other or value
    local list = tracks[track] or {}
    local entry, previous = copy(app), before[track]
    if app.place then
      entry.place = previous and previous.place == app.place and list[#list].place or #list + 1
    end
    list[#list + 1] = entry
    tracks[track], before[track] = list, app
  end
  return tracks
end
