/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grant cat: a file of an application, byte for byte. A terminal gets a text without what it would take for orders, and
 * anything else only when the person there says so.
 */
#include <string.h>

#include "command.h"
#include "message.h"
#include "prompt.h"
#include "text.h"

static int write_bytes(const void *bytes, size_t size, void *payload)
{
	(void)payload;
	return fwrite(bytes, 1, size, stdout) == size ? 0 : 1;
}

/* ---- for a terminal: the whole file first, since its end may be what makes it no text ---- */

struct whole {
	char *bytes;
	size_t size;
};

static int keep_bytes(const void *bytes, size_t size, void *payload)
{
	struct whole *whole = payload;

	whole->bytes = memory_grow(whole->bytes, whole->size + size + 1, 1);
	memcpy(whole->bytes + whole->size, bytes, size);
	whole->size += size;
	whole->bytes[whole->size] = '\0';
	return 0;
}

static bool is_text(const struct whole *whole)
{
	return !memchr(whole->bytes, '\0', whole->size) && text_is_utf8(whole->bytes, whole->size);
}

/* Lines end as on this system, and a mark at the beginning is not shown. */
static int print_text(char *text)
{
	char *to = text, *start = text_starts(text, "\xEF\xBB\xBF") ? text + 3 : text;
	cleanup_text char *safe = NULL;

	for (const char *from = start; *from; from++)
		if (from[0] != '\r' || from[1] != '\n')
			*to++ = *from;
	*to = '\0';
	safe = text_safe_document(text);
	return fputs(safe, stdout) == EOF ? EXIT_ENVIRONMENT : EXIT_DONE;
}

static int show(struct cli *cli, const struct whole *whole)
{
	if (whole->size == 0)
		return EXIT_DONE;
	if (is_text(whole))
		return print_text(whole->bytes);
	if (!prompt_yes(_("This is not text and may confuse the terminal. Print it all the same?"))) {
		note(cli, _("not printed; “grant cat … > FILE” or “grant extract” write it to the disk"));
		return EXIT_NO;
	}
	return write_bytes(whole->bytes, whole->size, NULL) == 0 ? EXIT_DONE : EXIT_ENVIRONMENT;
}

int cmd_cat(struct cli *cli, const void *words)
{
	bool is_tty = cli->term.out_is_tty;
	struct whole whole = { NULL, 0 };
	int r = grant_cat(cli->round, cli->arguments[0], cli->arguments[1], is_tty ? keep_bytes : write_bytes, &whole);
	int status;

	(void)words;
	/* A disk that is full is told when the answer is flushed. */
	if (r == GRANT_ECANCELED)
		return EXIT_ENVIRONMENT;
	status = r < 0 ? failure(cli, NULL) : is_tty ? show(cli, &whole) : EXIT_DONE;
	free(whole.bytes);
	return status;
}
