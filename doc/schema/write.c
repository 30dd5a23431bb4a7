/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the JSON Schema of every kind into a folder: write FOLDER. Run by make; uses the public API alone. */
#include <stdio.h>

#include <grant/record.h>

static int write_schema(const char *folder, const char *kind)
{
	char path[4096], *text = NULL;
	FILE *file;
	int failed;

	snprintf(path, sizeof(path), "%s/%s.json", folder, kind);
	if (grant_kind_schema(&text, kind) < 0)
		return 1;
	file = fopen(path, "w");
	failed = !file || fputs(text, file) < 0;
	if (file && fclose(file) != 0)
		failed = 1;
	grant_string_free(text);
	if (failed)
		fprintf(stderr, "%s cannot be written\n", path);
	return failed;
}

int main(int argc, char **argv)
{
	const char *kind;
	int failed = argc != 2;

	for (size_t i = 0; !failed && (kind = grant_kind_name(i)); i++)
		failed = write_schema(argv[1], kind);
	return failed;
}
