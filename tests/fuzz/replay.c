/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over its seeds, without libFuzzer: replay-X takes tests/fuzz/corpus/X, or the files named. Each seed once
 * whole, once cut in the middle, and with single bytes changed, so that `make check` sees more than what was kept. TAP.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define SEED_MAX ((size_t)1 << 20)
#define CHANGES 16

static uint8_t bytes[SEED_MAX];

static int replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		return -1;
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	LLVMFuzzerTestOneInput(bytes, size);
	LLVMFuzzerTestOneInput(bytes, size / 2);
	for (size_t i = 0; i < CHANGES && size > 0; i++) {
		size_t at = size * i / CHANGES;
		uint8_t old = bytes[at];

		bytes[at] = (uint8_t)(old ^ (0x11 * (i + 1)));
		LLVMFuzzerTestOneInput(bytes, size);
		bytes[at] = old;
	}
	return 0;
}

static void report(unsigned number, const char *path)
{
	printf("%s %u - %s\n", replay(path) == 0 ? "ok" : "not ok", number, path);
}

static int replay_folder(const char *program)
{
	const char *base = strrchr(program, '/'), *top = getenv("srcdir");
	struct dirent **names;
	unsigned count = 0;
	char path[4096];
	int found;

	base = base ? base + 1 : program;
	base = strncmp(base, "lt-", 3) == 0 ? base + 3 : base;
	base += strncmp(base, "replay-", 7) == 0 ? 7 : 0;
	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s", top ? top : ".", base);
	found = scandir(path, &names, NULL, alphasort);
	if (found < 0)
		return EXIT_FAILURE;
	for (int i = 0; i < found; i++) {
		snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s/%s", top ? top : ".", base, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			report(++count, path);
		free(names[i]);
	}
	free(names);
	printf("1..%u\n", count);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	if (argc == 1)
		return replay_folder(argv[0]);
	for (int i = 1; i < argc; i++)
		report((unsigned)i, argv[i]);
	printf("1..%d\n", argc - 1);
	return EXIT_SUCCESS;
}
