/* SPDX-License-Identifier: Apache-2.0 */
/* grant cat: a file of an application, byte for byte. A terminal is asked before it gets anything but text. */
#include <string.h>

#include "command.h"
#include "message.h"
#include "prompt.h"
#include "text.h"

struct cat {
	struct cli *cli;
	bool is_asked, is_refused;
};

/* Bytes that a terminal would take for orders, or that are no text at all. */
static bool is_text(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if ((byte < 0x20 && !strchr("\t\n\r\f", byte)) || byte == 0 || byte == 0x7f)
			return false;
	}
	return true;
}

static int write_bytes(const void *bytes, size_t size, void *payload)
{
	struct cat *cat = payload;

	if (cat->cli->term.out_is_tty && !cat->is_asked && !is_text(bytes, size)) {
		cat->is_asked = true;
		cat->is_refused =
			!prompt_yes(_("This is not text and may confuse the terminal. Print it all the same?"));
	}
	if (cat->is_refused)
		return 1;
	return fwrite(bytes, 1, size, stdout) == size ? 0 : 1;
}

int cmd_cat(struct cli *cli, const void *words)
{
	struct cat cat = { .cli = cli };
	int r = grant_cat(cli->round, cli->arguments[0], cli->arguments[1], write_bytes, &cat);

	(void)words;
	if (cat.is_refused) {
		note(cli, _("not printed; “grant cat … > FILE” or “grant extract” write it to the disk"));
		return EXIT_NO;
	}
	/* A disk that is full is told when the answer is flushed. */
	if (r == GRANT_ECANCELED)
		return EXIT_ENVIRONMENT;
	return r < 0 ? failure(cli, NULL) : EXIT_DONE;
}
