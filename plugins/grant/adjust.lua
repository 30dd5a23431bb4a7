--- A base with bonuses and deductions (加分和扣分); the total may leave the scale of the base.
-- `items` is a list of { label, number } or { label, number, most }: a bonus, or a deduction where the number is negative; neither goes
-- beyond `most`. Gives the total and the parts that lead to it.
return function(base, items)
  local total, parts = base, { { "基础分", base } }
  for _, item in ipairs(items) do
    local number, most = item[2], item[3]
    if most then
      number = math.max(math.min(number, most), -most)
    end
    total = total + number
    parts[#parts + 1] = { item[1], number }
  end
  return total, parts
end
