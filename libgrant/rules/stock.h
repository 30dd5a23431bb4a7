/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_RULES_STOCK_H
#define GR_RULES_STOCK_H

/* The stock parts as text; the table is made by scripts/embed-plugins from plugins/grant at build. */

struct gr_stock_part {
	const char *name, *source;
};
extern const struct gr_stock_part gr_stock_parts[]; /* ends with a NULL name */

#endif
