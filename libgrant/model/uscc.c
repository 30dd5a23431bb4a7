/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The unified social credit code, GB 32100-2015, and the body number inside it, GB 11714. The two alphabets give
 * letters different values behind H.
 */
#include "model/model.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int outer_value(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

static bool outer_right(const char *code)
{
	int sum = 0, weight = 1;

	for (int i = 0; i < 17; i++) {
		sum += outer_value(code[i]) * weight;
		weight = weight * 3 % 31;
	}
	return code[17] == alphabet[(31 - sum % 31) % 31];
}

/* The inner alphabet: all letters, without gaps. */
static int inner_value(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

static bool inner_right(const char *body)
{
	static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	static const char digits[] = "0123456789X0"; /* 11 is written 0 */
	int sum = 0;

	for (int i = 0; i < 8; i++)
		sum += inner_value(body[i]) * weights[i];
	return body[8] == digits[11 - sum % 11];
}

int gr_uscc_check(const char *code)
{
	if (!code || strlen(code) != 18 || strspn(code, alphabet) != 18)
		return -1;
	return (outer_right(code) ? 0 : 1) + (inner_right(code + 8) ? 0 : 2);
}
