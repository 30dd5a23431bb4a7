--- The name of the band that a number falls into (等级).
-- `bands` is a list of { from, name } from the highest down; a band begins at `from` and ends below the next higher one, so that
-- 89.5 has a band. Below the lowest: nil.
return function(value, bands)
  for _, band in ipairs(bands) do
    if value >= band[1] then
      return band[2]
    end
  end
  return nil
end
