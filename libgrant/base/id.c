/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of ids. Not here: whether what they name exists. */
#include "base/id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define PREFIX_MAX 8
#define NUMBER_MAX 99999999

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t prefix_size(const char *text)
{
	size_t size = 0;

	if (!is_upper(text[0]))
		return 0;
	while (is_upper(text[size]) || is_digit(text[size]))
		size++;
	return size <= PREFIX_MAX ? size : 0;
}

bool gr_prefix_valid(const char *prefix)
{
	size_t size = prefix_size(prefix);

	return size > 0 && prefix[size] == '\0';
}

bool gr_application_id_valid(const char *id)
{
	size_t size = prefix_size(id), digits;

	if (size == 0 || id[size] != '-')
		return false;
	digits = strspn(id + size + 1, "0123456789");
	if (digits < 4 || digits > 8 || id[size + 1 + digits] != '\0')
		return false;
	if (digits > 4 && id[size + 1] == '0')
		return false;
	return gr_application_id_number(id) > 0;
}

int gr_application_id_make(char out[GR_ID_SIZE], const char *prefix, int64_t number)
{
	if (!prefix || !gr_prefix_valid(prefix))
		return gr_fail(GRANT_EINPUT, _("“%s” is no prefix for ids; use capital letters and digits, such as XF"),
		               prefix ? prefix : "");
	if (number < 1 || number > NUMBER_MAX)
		return gr_fail(GRANT_ELIMIT, _("there are no more numbers for ids that begin with %s"), prefix);
	snprintf(out, GR_ID_SIZE, "%s-%04lld", prefix, (long long)number);
	return 0;
}

int64_t gr_application_id_number(const char *id)
{
	const char *dash = strchr(id, '-');

	return dash ? strtoll(dash + 1, NULL, 10) : 0;
}

void gr_application_id_shard(char out[GR_SHARD_SIZE], const char *id)
{
	int64_t rest = gr_application_id_number(id) % 100;

	out[0] = (char)('0' + rest / 10);
	out[1] = (char)('0' + rest % 10);
	out[2] = '\0';
}

int gr_application_id_compare(const char *a, const char *b)
{
	size_t first = prefix_size(a), second = prefix_size(b);
	int order = memcmp(a, b, first < second ? first : second);
	int64_t difference;

	if (order == 0 && first != second)
		order = first < second ? -1 : 1;
	if (order != 0)
		return order < 0 ? -1 : 1;
	difference = gr_application_id_number(a) - gr_application_id_number(b);
	return difference < 0 ? -1 : difference > 0;
}

static bool is_chosen(const char *text, char joint)
{
	size_t size = 0;

	if (!is_lower(text[0]))
		return false;
	while (is_lower(text[size]) || is_digit(text[size]) || text[size] == joint)
		size++;
	return text[size] == '\0' && size <= 32;
}

bool gr_id_valid(const char *id)
{
	return is_chosen(id, '-');
}

bool gr_name_valid(const char *name)
{
	return is_chosen(name, '_');
}
