/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process's locale and the language of messages. What is printed is always UTF-8. On a machine where the
 * reader's locale is not installed, or is no UTF-8 one, C.UTF-8 stands in and the language is kept.
 */
#include "language.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "cli.h"
#include "text.h"

static const char *env(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* The name of the locale that messages were asked for in. */
static const char *wanted(void)
{
	const char *name = env("LC_ALL");

	if (!name)
		name = env("LC_MESSAGES");
	if (!name)
		name = env("LANG");
	return name ? name : "C";
}

static bool is_plain(const char *name)
{
	return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

static bool speaks_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool stand_in(const char *name)
{
	if (is_plain(name))
		return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
	if (!setlocale(LC_ALL, "C.UTF-8"))
		return false;
	if (text_starts(name, "zh") && !env("LANGUAGE"))
		setenv("LANGUAGE", "zh_CN", 1);
	return true;
}

bool language_begin(void)
{
	const char *catalogues = env("TEXTDOMAINDIR");
	bool is_set = setlocale(LC_ALL, "") != NULL && speaks_utf8();

	if (!is_set && !stand_in(wanted()))
		return false;
	/* Figures are read and written in one way everywhere. */
	setlocale(LC_NUMERIC, "C");
	bindtextdomain(CLI_DOMAIN, catalogues ? catalogues : GRANT_LOCALEDIR);
	bind_textdomain_codeset(CLI_DOMAIN, "UTF-8");
	return true;
}
