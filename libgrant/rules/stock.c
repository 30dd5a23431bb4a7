/* SPDX-License-Identifier: Apache-2.0 */
/* Looking a stock part up. Not here: their text (plugins/grant). */
#include <string.h>

#include "rules/rules.h"
#include "rules/stock.h"

const char *gr_rules_stock(const char *name)
{
	for (size_t i = 0; gr_stock_parts[i].name; i++)
		if (strcmp(gr_stock_parts[i].name, name) == 0)
			return gr_stock_parts[i].source;
	return NULL;
}

const char *gr_rules_stock_name(size_t index)
{
	for (size_t i = 0; gr_stock_parts[i].name; i++)
		if (i == index)
			return gr_stock_parts[i].name;
	return NULL;
}
