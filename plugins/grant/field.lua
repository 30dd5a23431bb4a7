--- The value of a field by its path, such as "organisation.kind"; nil where there is none (按路径取字段).
return function(app, path)
  local value = app
  for _, name in ipairs(string.split(path, ".")) do
    value = type(value) == "table" and value[name]
  end
  return value or nil
end
