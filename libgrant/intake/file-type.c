/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file's type by its content: a dozen marks at the beginning, and for what is a zip (office files are) the names in its
 * list of entries (APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16). libmagic would bring eight megabytes and call a Word file
 * with macros "docx" (security.md, section 5). Not here: what is refused.
 */
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "intake/intake.h"

#define HEAD ((size_t)1024)
#define TAIL ((size_t)64 * 1024)
#define END_RECORD ((size_t)22)
#define LIST_RECORD ((size_t)46)
#define TAR_MARK ((size_t)257) /* where a tar has it: POSIX.1-2017, pax, ustar interchange format */

enum content { UNKNOWN, PDF, WORD, EXCEL, POWERPOINT, OFD, OLE, JPEG, PNG, ZIP, SEVEN, RAR, GZIP, TAR, PROGRAM, TEXT, CONTENTS };

static const char *const names[CONTENTS] = {
	[PDF] = "PDF", [WORD] = "Word", [EXCEL] = "Excel", [POWERPOINT] = "PowerPoint", [OFD] = "OFD", [OLE] = "Office 97-2003",
	[JPEG] = "JPEG", [PNG] = "PNG", [ZIP] = "zip", [SEVEN] = "7z", [RAR] = "rar", [GZIP] = "gzip", [TAR] = "tar",
	[PROGRAM] = "EXE", [TEXT] = "TXT",
};

/* How an archive's name ends. Nobody compresses one file alone and sends it, so what is packed by gzip is a tar. */
static const char *const archives[CONTENTS] = {
	[ZIP] = ".zip", [SEVEN] = ".7z", [RAR] = ".rar", [GZIP] = ".tar.gz", [TAR] = ".tar",
};

static const struct {
	const char *ending;
	enum content content;
	bool has_macros;
} endings[] = {
	{ "pdf", PDF, false },      { "docx", WORD, false },  { "docm", WORD, true },        { "xlsx", EXCEL, false },
	{ "xlsm", EXCEL, true },    { "pptx", POWERPOINT, false }, { "pptm", POWERPOINT, true }, { "ofd", OFD, false },
	{ "doc", OLE, false },      { "xls", OLE, false },    { "ppt", OLE, false },         { "wps", OLE, false },
	{ "et", OLE, false },       { "dps", OLE, false },    { "jpg", JPEG, false },        { "jpeg", JPEG, false },
	{ "png", PNG, false },      { "zip", ZIP, false },    { "7z", SEVEN, false },        { "rar", RAR, false },
	{ "txt", TEXT, false },     { "csv", TEXT, false },   { "json", TEXT, false },       { "md", TEXT, false },
};

/* What a Windows machine runs when somebody opens it. */
static const char *const programs[] = {
	"exe", "com", "bat", "cmd", "msi", "scr", "pif", "dll", "cpl", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "lnk",
	"jar", "apk", "app", "sh", "reg",
};

static const struct {
	const char *bytes;
	size_t size;
	enum content content;
} marks[] = {
	{ "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, OLE }, { "\xFF\xD8\xFF", 3, JPEG },
	{ "\x89PNG\r\n\x1A\n", 8, PNG },                { "PK\3\4", 4, ZIP },
	{ "7z\xBC\xAF\x27\x1C", 6, SEVEN },             { "Rar!\x1A\7", 6, RAR },
	{ "\x1F\x8B\x08", 3, GZIP },
	{ "\x7F" "ELF", 4, PROGRAM },                   { "\xCF\xFA\xED\xFE", 4, PROGRAM },
	{ "\x4C\0\0\0\1\x14\2\0", 8, PROGRAM }, /* a shortcut, which can start anything */
};

/* The entry of a zip by which an office file is known. */
static const struct {
	const char *name;
	enum content content;
} parts[] = {
	{ "word/document.xml", WORD }, { "xl/workbook.xml", EXCEL }, { "ppt/presentation.xml", POWERPOINT }, { "OFD.xml", OFD },
};

/* "EncryptedPackage": the stream of a compound file that holds an office file with a password ([MS-OFFCRYPTO] 2.3). */
static const unsigned char package[] = { 'E', 0, 'n', 0, 'c', 0, 'r', 0, 'y', 0, 'p', 0, 't', 0, 'e', 0,
	                                 'd', 0, 'P', 0, 'a', 0, 'c', 0, 'k', 0, 'a', 0, 'g', 0, 'e', 0 };

struct gr_look {
	unsigned char head[HEAD];
	unsigned char tail[TAIL]; /* a ring; its newest byte is the one before `size` */
	int64_t size;
	size_t matched;           /* bytes of `package` that have just gone by */
	bool has_package;
};

gr_look *gr_look_new(void)
{
	return gr_alloc(sizeof(gr_look));
}

void gr_look_free(gr_look *look)
{
	gr_free(look);
}

/* ---- as the bytes go by ---- */

void gr_look_begin(gr_look *look)
{
	look->size = 0;
	look->matched = 0;
	look->has_package = false;
}

/* The pattern's first byte does not come again in it, so a mismatch begins anew. */
static void seek_package(gr_look *look, const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size && !look->has_package; i++) {
		if (bytes[i] != package[look->matched])
			look->matched = 0;
		if (bytes[i] == package[look->matched])
			look->matched++;
		look->has_package = look->matched == sizeof(package);
	}
}

static bool is_ole(const gr_look *look)
{
	return look->size >= 8 && memcmp(look->head, marks[0].bytes, marks[0].size) == 0;
}

void gr_look_write(gr_look *look, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	size_t at = (size_t)(look->size % (int64_t)TAIL);

	if (look->size < (int64_t)HEAD) {
		size_t room = HEAD - (size_t)look->size;

		memcpy(look->head + look->size, from, size < room ? size : room);
	}
	look->size += (int64_t)size;
	if (is_ole(look))
		seek_package(look, from, size);
	if (size > TAIL) {
		from += size - TAIL;
		at = (at + size - TAIL) % TAIL;
		size = TAIL;
	}
	for (; size > 0; at = 0) {
		size_t part = size < TAIL - at ? size : TAIL - at;

		memcpy(look->tail + at, from, part);
		from += part;
		size -= part;
	}
}

/* ---- the end of a zip ---- */

/* The last bytes in a row. */
struct ending {
	unsigned char bytes[TAIL];
	size_t size;
	int64_t start; /* where in the file they begin */
};

static void straighten(struct ending *out, const gr_look *look)
{
	size_t at = look->size < (int64_t)TAIL ? 0 : (size_t)(look->size % (int64_t)TAIL);

	out->size = look->size < (int64_t)TAIL ? (size_t)look->size : TAIL;
	out->start = look->size - (int64_t)out->size;
	memcpy(out->bytes, look->tail + at, out->size - at);
	memcpy(out->bytes + out->size - at, look->tail, at);
}

static uint32_t number_at(const unsigned char *bytes, unsigned count)
{
	uint32_t number = 0;

	while (count-- > 0)
		number = number << 8 | bytes[count];
	return number;
}

/* Where the list of entries begins in `ending`; false when that is not there. */
static bool find_list(size_t *out, const struct ending *ending)
{
	for (size_t at = ending->size; at-- > 0;) {
		const unsigned char *record = ending->bytes + at;
		int64_t list;

		if (ending->size - at < END_RECORD || memcmp(record, "PK\5\6", 4) != 0)
			continue;
		list = (int64_t)number_at(record + 16, 4) - ending->start;
		if (list < 0 || list > (int64_t)at)
			return false;
		*out = (size_t)list;
		return true;
	}
	return false;
}

static bool ends_with(const unsigned char *name, size_t size, const char *end)
{
	size_t length = strlen(end);

	return size >= length && memcmp(name + size - length, end, length) == 0;
}

/* A zip whose list is longer than what was kept stays a zip of unknown kind. */
static enum content look_into_zip(bool *has_macros, const gr_look *look)
{
	enum content content = ZIP;
	struct ending ending;
	size_t at;

	straighten(&ending, look);
	if (!find_list(&at, &ending))
		return UNKNOWN;
	while (ending.size - at >= LIST_RECORD && memcmp(ending.bytes + at, "PK\1\2", 4) == 0) {
		const unsigned char *record = ending.bytes + at, *name = record + LIST_RECORD;
		size_t size = number_at(record + 28, 2), rest = size + number_at(record + 30, 2) + number_at(record + 32, 2);

		if (ending.size - at - LIST_RECORD < rest)
			break;
		for (size_t i = 0; i < GR_COUNT(parts); i++)
			if (size == strlen(parts[i].name) && memcmp(name, parts[i].name, size) == 0)
				content = parts[i].content;
		*has_macros = *has_macros || ends_with(name, size, "vbaProject.bin");
		at += LIST_RECORD + rest;
	}
	return content;
}

/* ---- the verdict ---- */

/* A PDF may have something before its mark; a DOS or Windows program has zero bytes soon, a text that begins with MZ none. */
static enum content content_of(const gr_look *look)
{
	size_t size = look->size < (int64_t)HEAD ? (size_t)look->size : HEAD;

	for (size_t i = 0; i < GR_COUNT(marks); i++)
		if (size >= marks[i].size && memcmp(look->head, marks[i].bytes, marks[i].size) == 0)
			return marks[i].content;
	if (size >= TAR_MARK + 5 && memcmp(look->head + TAR_MARK, "ustar", 5) == 0)
		return TAR;
	if (size >= 64 && memcmp(look->head, "MZ", 2) == 0 && memchr(look->head, 0, 64))
		return PROGRAM;
	if (memmem(look->head, size, "%PDF-", 5))
		return PDF;
	/* UTF-16, which has zero bytes too, begins with a mark */
	if (size >= 2 && (memcmp(look->head, "\xFF\xFE", 2) == 0 || memcmp(look->head, "\xFE\xFF", 2) == 0))
		return TEXT;
	return size > 0 && memchr(look->head, 0, size) ? UNKNOWN : TEXT;
}

static const char *ending_of(const char *name)
{
	const char *slash = strrchr(name, '/'), *dot = strrchr(slash ? slash : name, '.');

	return dot ? dot + 1 : "";
}

/* Text may be anything; an office file with a password is a compound file whatever it is called. */
static bool are_the_same(enum content says, enum content is, bool is_encrypted)
{
	if (says == is || says == UNKNOWN || is == UNKNOWN)
		return true;
	return is_encrypted && (says == WORD || says == EXCEL || says == POWERPOINT || says == OLE);
}

void gr_look_end(struct gr_looked *out, const gr_look *look, const char *name)
{
	const char *ending = ending_of(name);
	enum content says = UNKNOWN, is = content_of(look);

	*out = (struct gr_looked){ .is_encrypted = look->has_package, .is_compound = is == OLE };
	for (size_t i = 0; i < GR_COUNT(endings); i++)
		if (strcasecmp(ending, endings[i].ending) == 0) {
			says = endings[i].content;
			out->has_macros = endings[i].has_macros;
		}
	for (size_t i = 0; i < GR_COUNT(programs); i++)
		out->is_program = out->is_program || strcasecmp(ending, programs[i]) == 0;
	out->archive = archives[is];
	if (is == ZIP) {
		is = look_into_zip(&out->has_macros, look);
		if (is != ZIP && is != UNKNOWN)
			out->archive = NULL;
	}
	out->is_program = out->is_program || is == PROGRAM;
	out->content = names[is];
	out->name_says = names[says];
	out->differs = look->size > 0 && !are_the_same(says, is, out->is_encrypted);
}
