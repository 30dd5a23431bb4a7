/* SPDX-License-Identifier: Apache-2.0 */
/* Values as people read them. Not here: labels of fields, which the library has (grant_kind_describe()). */
#include "words.h"

#include <string.h>

#include "text.h"

/* The message is the word itself, so that English readers see what --json says. */
static const char *const known_words[] = {
	/* states of an application */
	N_("submitted"), N_("returned"), N_("eligible"), N_("in-review"), N_("approved"), N_("reserve"), N_("rejected"),
	N_("agreed"), N_("active"), N_("withdrawn"),
	/* verdicts */
	N_("pass"), N_("return"), N_("reject"), N_("approve"), N_("decline"), N_("advance"), N_("condition"), N_("fail"),
	/* roles */
	N_("officer"), N_("intake"), N_("reviewer"), N_("finance"), N_("observer"), N_("organisation"),
	/* kinds of organisation, sources of money, kinds of days, severities */
	N_("association"), N_("service"), N_("foundation"), N_("filed-team"), N_("other"),
	N_("grant"), N_("matching"), N_("own"), N_("donation"), N_("working"), N_("calendar"),
	N_("error"), N_("warning"), N_("note"),
	/* steps of a payment */
	N_("requested"), N_("paid"),
	/* what money of a round is */
	N_("budget"), N_("decided"), N_("left"), N_("due"),
	N_("agreement"),
	/* kinds of answers, files that a round refuses, what a share is of */
	N_("text"), N_("number"), N_("date"), N_("programs"), N_("macros"), N_("encrypted"), N_("disguised"), N_("total"),
	/* what an act does to a file */
	N_("add"), N_("change"), N_("remove")
};

const char *words_label(const char *word)
{
	for (size_t i = 0; i < sizeof(known_words) / sizeof(known_words[0]); i++)
		if (strcmp(known_words[i], word) == 0)
			return _(known_words[i]);
	return word;
}

char *words_money(const char *amount)
{
	size_t whole = strcspn(amount, "."), sign = amount[0] == '-', out = 0;
	char *shown = memory_new(strlen(amount) * 2 + 1, 1);

	for (size_t i = 0; i < whole; i++) {
		if (i > sign && (whole - i) % 3 == 0)
			shown[out++] = ',';
		shown[out++] = amount[i];
	}
	strcpy(shown + out, amount + whole);
	return shown;
}

char *words_time(const char *time)
{
	if (strlen(time) < 16 || time[10] != 'T')
		return text_copy(time);
	return text_format("%.10s %.5s", time, time + 11);
}

const char *words_or(const grant_record *record, const char *path, const char *otherwise)
{
	const char *text = grant_record_text(record, path);

	return text ? text : otherwise;
}

const grant_record *words_find(const grant_record *list, const char *path, const char *text)
{
	for (size_t i = 0; i < grant_record_count(list, ""); i++) {
		const char *own = grant_record_text(grant_record_item(list, i), path);

		if (own && strcmp(own, text) == 0)
			return grant_record_item(list, i);
	}
	return NULL;
}

/* "zh" or "en": which of two titles the reader wants follows from the language that messages come out in. */
static bool in_chinese(void)
{
	/* TRANSLATORS: not a text for people: the code of the language of this catalogue, such as "zh" */
	return strcmp(_("LANGUAGE-CODE-en"), "zh") == 0;
}

const char *words_title(const grant_record *title)
{
	const char *plain = grant_record_text(title, "");
	const char *own, *other;

	if (plain)
		return plain;
	own = grant_record_text(title, in_chinese() ? "zh" : "en");
	other = grant_record_text(title, in_chinese() ? "en" : "zh");
	if (own && *own)
		return own;
	return other ? other : "";
}

char *words_join(const grant_record *list, const char *between, bool labels)
{
	char *joined = NULL;
	size_t size;
	FILE *stream = open_memstream(&joined, &size);

	if (!stream)
		return text_copy("");
	for (size_t i = 0; i < grant_record_count(list, ""); i++) {
		const char *word = grant_record_text(grant_record_item(list, i), "");

		if (word)
			fprintf(stream, "%s%s", i ? between : "", labels ? words_label(word) : word);
	}
	fclose(stream);
	return joined;
}
