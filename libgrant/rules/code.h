/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_RULES_CODE_H
#define GR_RULES_CODE_H

/* What Lua's compiler made of a file of rules, to be read and not run. For names.c. */

#include "base/base.h"
#include "base/buf.h"

/* A text in the code, without a NUL behind it; `at` is NULL where there is none. */
struct gr_code_text {
	const char *at;
	size_t size;
};

/* One function. The file itself is the first. */
struct gr_code {
	struct gr_code *parent, *next; /* the function around it; the next one of the file */
	struct gr_code_text *constants, *locals;
	const unsigned char *instructions, *upvalues, *lines, *far_lines, *far_lines_end; /* in the dump */
	size_t instruction_count, constant_count, upvalue_count, local_count, line_count;
	size_t first_line;
};

enum gr_use_type {
	GR_USE_NONE,
	GR_USE_READ,
	GR_USE_SET,
	GR_USE_WHOLE /* _ENV is taken as a table, or replaced: what it holds cannot be told any more */
};

/* What an instruction does with a global. */
struct gr_use {
	enum gr_use_type type;
	struct gr_code_text name;   /* of a global that is read or set */
	struct gr_code_text member; /* what of it is read at once: "floor" of math.floor; else none */
};

/* The functions of a dump of ours, which must outlive them; the first is the file itself. GRANT_ENOMEM, GRANT_EINTERNAL: not Lua 5.4's. */
int gr_code_read(struct gr_code **out, const struct gr_buf *dump);
void gr_code_free(struct gr_code *code);

struct gr_use gr_code_use(const struct gr_code *code, size_t place);
/* The line that Lua names for an instruction. */
size_t gr_code_line(const struct gr_code *code, size_t place);
/* Whether the instruction puts such a text into a table under such a key, as { id = "need" } does. */
bool gr_code_sets_field(const struct gr_code *code, size_t place, const char *key, const char *text);

bool gr_code_text_is(struct gr_code_text text, const char *other);

#endif
