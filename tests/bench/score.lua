-- SPDX-License-Identifier: Apache-2.0
-- The score function of a stock rule file in the plain lua program: lua score.lua SOURCE REVIEWS. Prints the seconds that all calls took.
local source, reviews = arg[1], arg[2]
package.path = source .. "/plugins/?.lua"
local rules = dofile(source .. "/plugins/rules/trimmed-mean.lua")
local all = dofile(reviews)
local app, round = {}, {}
local repeats = math.max(1, 20000 // #all) -- a clock of microseconds needs more than a hundred calls
local start = os.clock()
for _ = 1, repeats do
  for _, list in ipairs(all) do
    assert(rules.score(app, list, round))
  end
end
print((os.clock() - start) / repeats)
