/* SPDX-License-Identifier: Apache-2.0 */
/* libgit2's failures in our words: the only translation. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "store/inside.h"

static int code_of(int git_code)
{
	const git_error *error = git_error_last();

	switch (git_code) {
	case GIT_ENOTFOUND:
	case GIT_EUNBORNBRANCH:
		return GRANT_ENOTFOUND;
	case GIT_EEXISTS:
		return GRANT_EEXISTS;
	case GIT_EMODIFIED:
	case GIT_ELOCKED:
		return GRANT_ECONFLICT;
	case GIT_EOWNER:
		return GRANT_EDENIED;
	default:
		return error && error->klass == GIT_ERROR_NOMEMORY ? GRANT_ENOMEM : GRANT_EIO;
	}
}

int gr_git_fail(int git_code, const char *format, ...)
{
	const git_error *error = git_error_last();
	char what[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	return gr_fail(code_of(git_code), "%s: %s", what, error && error->message ? error->message : "?");
}
