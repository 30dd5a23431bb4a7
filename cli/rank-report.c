/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How sure a ranking is: expected ranks as bars, the group at the line, agreement, reviewers. Bars are plain ASCII, which is one
 * column wide on every terminal; line-drawing characters are two on Chinese ones. Not here: the figures (the library).
 */
#include "rank-report.h"

#include <stdarg.h>
#include <string.h>

#include "table.h"
#include "term.h"
#include "text.h"
#include "width.h"
#include "words.h"

#define SCREEN 80     /* where there is none */
#define BESIDE_RANKS 52     /* columns of the table before its bars */
#define BESIDE_REVIEWERS 37 /* and of the other one, but for the names */
#define BAR_MIN 16
#define BAR_MAX 64

static size_t bar_width(struct cli *cli, size_t beside)
{
	size_t screen = term_columns(cli);

	if (screen == 0)
		screen = SCREEN;
	if (screen < beside + BAR_MIN)
		return BAR_MIN;
	return screen - beside < BAR_MAX ? screen - beside : BAR_MAX;
}

static size_t wrap_width(struct cli *cli)
{
	size_t screen = term_columns(cli);

	return screen > 0 && screen < SCREEN ? screen : SCREEN;
}

static int64_t number_at(const grant_record *record, const char *path)
{
	const char *text = grant_record_text(record, path);
	int64_t e4 = 0;

	return text && grant_score_parse(&e4, text) == 0 ? e4 : 0;
}

/* "4.0950" to so many places, half away from zero. Yours. */
static char *to_places(const grant_record *record, const char *path, unsigned places)
{
	int64_t unit = 10000, number = number_at(record, path), size = number < 0 ? -number : number;

	if (!grant_record_text(record, path))
		return text_copy("–");
	for (unsigned i = 0; i < places; i++)
		unit /= 10;
	size = (size + unit / 2) / unit;
	return text_format("%s%lld.%0*lld", number < 0 && size > 0 ? "-" : "", (long long)(size / (10000 / unit)), (int)places,
	                   (long long)(size % (10000 / unit)));
}

/* ---- lines ---- */

static void heading(struct cli *cli, const char *text)
{
	printf("\n%s%s%s\n", term_start(cli, stdout, TERM_BOLD), text, term_end(cli, stdout, TERM_BOLD));
}

static void PRINTF_LIKE(2, 3) say(struct cli *cli, const char *format, ...)
{
	cleanup_text char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	if (text)
		width_wrap(stdout, text, wrap_width(cli), 0);
}

/* ---- bars ---- */

struct scale {
	int64_t low, high; /* at the first and the last column */
	size_t width;
};

static size_t column_of(const struct scale *scale, int64_t number)
{
	int64_t range = scale->high - scale->low, last = (int64_t)scale->width - 1;

	if (number <= scale->low || range <= 0)
		return 0;
	if (number >= scale->high)
		return (size_t)last;
	return (size_t)(((number - scale->low) * last * 2 + range) / (range * 2));
}

static char *bar_new(const struct scale *scale)
{
	char *bar = memory_new(scale->width + 1, 1);

	memset(bar, ' ', scale->width);
	return bar;
}

static void bar_fill(char *bar, const struct scale *scale, int64_t from, int64_t to, char mark)
{
	for (size_t i = column_of(scale, from); i <= column_of(scale, to); i++)
		bar[i] = mark;
}

static char *bar_end(char *bar)
{
	for (size_t size = strlen(bar); size > 0 && bar[size - 1] == ' '; size--)
		bar[size - 1] = '\0';
	return bar;
}

static char *rank_bar(const grant_record *result, const struct scale *scale, int64_t line)
{
	char *bar = bar_new(scale);

	if (!grant_record_text(result, "expected_rank"))
		return bar_end(bar);
	bar_fill(bar, scale, number_at(result, "rank_90.0"), number_at(result, "rank_90.1"), '-');
	bar_fill(bar, scale, number_at(result, "rank_50.0"), number_at(result, "rank_50.1"), '=');
	if (line > 0)
		bar[column_of(scale, line)] = '|';
	bar[column_of(scale, number_at(result, "expected_rank"))] = 'O';
	return bar_end(bar);
}

/* From the middle, which is 0. */
static char *severity_bar(const grant_record *reviewer, const struct scale *scale)
{
	int64_t severity = number_at(reviewer, "severity");
	char *bar = bar_new(scale);

	bar_fill(bar, scale, severity < 0 ? severity : 0, severity < 0 ? 0 : severity, '=');
	bar[column_of(scale, 0)] = '|';
	return bar_end(bar);
}

/* ---- ranks ---- */

/* What the rules leave open goes before what the model is unsure of. */
static const char *side_of(const grant_record *ranking, const grant_record *result)
{
	const char *side = words_or(result, "side", "");

	if (strcmp(side, "tied") == 0)
		return _("tied");
	if (words_find(grant_record_at(ranking, "group"), "", words_or(result, "application", "")))
		return _("unsure");
	return strcmp(side, "above") == 0 ? _("above") : strcmp(side, "below") == 0 ? _("below") : "";
}

static size_t count_side(const grant_record *ranking, const char *side)
{
	const grant_record *results = grant_record_at(ranking, "results");
	size_t count = 0;

	for (size_t i = 0; i < grant_record_count(results, ""); i++)
		count += strcmp(words_or(grant_record_item(results, i), "side", ""), side) == 0;
	return count;
}

static void add_rank(struct table *table, const grant_record *ranking, size_t index, const struct scale *scale)
{
	const grant_record *result = grant_record_item(grant_record_at(ranking, "results"), index);
	const char *id = words_or(result, "application", "");
	cleanup_text char *rank = to_places(result, "expected_rank", 2);
	cleanup_text char *low = text_copy(words_or(result, "rank_50.0", "")), *high = text_copy(words_or(result, "rank_50.1", ""));
	cleanup_text char *both = *low ? text_format("%s-%s", low, high) : text_copy("–");
	cleanup_text char *bar = rank_bar(result, scale, number_at(ranking, "line.expected_rank"));

	table_add_texts(table, (const char *[]){ words_or(result, "place", "–"), id, words_or(result, "total", "–"), rank, both,
	                                         side_of(ranking, result), bar });
}

static void print_ranks(struct cli *cli, const grant_record *ranking)
{
	size_t count = grant_record_count(ranking, "results"), known = 0;
	struct scale scale = { .low = 10000, .width = bar_width(cli, BESIDE_RANKS) };
	struct table *table;

	for (size_t i = 0; i < count; i++)
		known += grant_record_text(grant_record_item(grant_record_at(ranking, "results"), i), "expected_rank") != NULL;
	scale.high = (int64_t)known * 10000;
	table = table_new(cli, (const struct column[]){
		{ N_("PLACE"), "place", COLUMN_NUMBER, false },
		{ N_("ID"), "application", COLUMN_WORD, false },
		{ N_("TOTAL"), "total", COLUMN_NUMBER, false },
		{ N_("EXPECTED"), "expected_rank", COLUMN_NUMBER, false },
		{ N_("50 %"), "rank_50", COLUMN_NUMBER, false },
		{ N_("SIDE"), "side", COLUMN_WORD, false },
		{ N_("RANKS"), "ranks", COLUMN_WORD, false },
		COLUMNS_END
	});
	for (size_t i = 0; i < count; i++)
		add_rank(table, ranking, i, &scale);
	table_print(table, 0);
	table_free(table);
	if (known > 0)
		say(cli, _("Bars from rank 1 to %zu: O expected rank, = 50 %%, - 90 %% of what is probable, | the line"), known);
}

/* ---- sentences ---- */

static const char *reason_of(const char *why)
{
	static const struct {
		const char *word, *sentence;
	} known[] = {
		{ "one-application", N_("that takes two applications that were reviewed") },
		{ "no-second-review", N_("that takes an application with two reviews") },
		{ "no-difference", N_("all reviews are the same") },
		{ "no-overlap", N_("no reviewer has reviewed two applications") },
		{ "too-large", N_("the round is too large for it") },
		{ "no-allocate", N_("the rules allocate nothing") },
		{ "nobody-above", N_("the rules approve nobody") },
		{ "nobody-below", N_("the rules approve everybody") },
		{ "rules-failed", N_("the rules failed") },
	};

	for (size_t i = 0; why && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].word, why) == 0)
			return _(known[i].sentence);
	return why ? why : "";
}

#define IDS_SHOWN 12

/* As many as a person reads; --json has all of them. Yours. */
static char *ids_text(const grant_record *list)
{
	size_t count = grant_record_count(list, ""), shown = count > IDS_SHOWN ? IDS_SHOWN : count;
	char *joined = NULL;
	size_t size;
	FILE *stream = open_memstream(&joined, &size);

	if (!stream)
		return text_copy("");
	for (size_t i = 0; i < shown; i++)
		fprintf(stream, "%s%s", i ? " " : "", words_or(grant_record_item(list, i), "", ""));
	if (shown < count)
		fprintf(stream, dngettext(CLI_DOMAIN, " and %zu more", " and %zu more", count - shown), count - shown);
	fclose(stream);
	return joined;
}

static void print_group(struct cli *cli, const grant_record *ranking)
{
	cleanup_text char *names = ids_text(grant_record_at(ranking, "group"));
	cleanup_text char *rank = to_places(ranking, "line.expected_rank", 2);
	size_t count = grant_record_count(ranking, "group"), tied = count_side(ranking, "tied");

	heading(cli, _("The line"));
	if (!grant_record_text(ranking, "line.application")) {
		say(cli, _("There is no line: %s."), reason_of(grant_record_text(ranking, "report.why.line")));
		return;
	}
	say(cli, _("It lies behind %s; %zu are above it."), words_or(ranking, "line.application", ""), count_side(ranking, "above"));
	if (tied > 0)
		say(cli, _("%zu are tied at it: a person or a draw must settle who goes first."), tied);
	if (!grant_record_text(ranking, "line.expected_rank"))
		return;
	if (count == 0)
		say(cli, _("At the expected rank %s everybody can be told apart from it."), rank);
	else
		say(cli, dngettext(CLI_DOMAIN, "%zu cannot be told apart from it (expected rank %s within their 50 %%): %s",
		                   "%zu cannot be told apart from it (expected rank %s within their 50 %%): %s", count),
		    count, rank, names);
}

static void print_agreement(struct cli *cli, const grant_record *ranking)
{
	heading(cli, _("Agreement of the reviewers"));
	if (!grant_record_text(ranking, "icc1")) {
		say(cli, _("There is no figure: %s."), reason_of(grant_record_text(ranking, "report.why.icc1")));
		return;
	}
	printf(_("ICC(1) %s   whoever gave the scores\n"), grant_record_text(ranking, "icc1"));
	if (grant_record_text(ranking, "icc3"))
		printf(_("ICC(3) %s   less each reviewer's own level\n"), grant_record_text(ranking, "icc3"));
	else
		say(cli, _("ICC(3): %s"), reason_of(grant_record_text(ranking, "report.why.icc3")));
	say(cli, "%s", _("Beware: where all applications are of similar quality (a restricted range), these figures are low however well "
	                 "the reviewers judge; a figure near 0 does not say that the reviews are worth nothing (Erosheva et al. 2021)."));
}

/* ---- reviewers ---- */

static int64_t widest_severity(const grant_record *reviewers)
{
	int64_t widest = 1;

	for (size_t i = 0; i < grant_record_count(reviewers, ""); i++) {
		int64_t severity = number_at(grant_record_item(reviewers, i), "severity");

		if (severity < 0)
			severity = -severity;
		widest = severity > widest ? severity : widest;
	}
	return widest;
}

/* Yours. */
static char *reviewer_name(const grant_record *reviewer)
{
	const char *title = words_title(grant_record_at(reviewer, "category_title"));
	cleanup_text char *category = text_safe(*title ? title : words_or(reviewer, "category", ""));

	return text_format("%s%s%s", words_or(reviewer, "person", ""), *category ? " " : "", category);
}

static void add_reviewer(struct table *table, const grant_record *reviewer, const struct scale *scale)
{
	cleanup_text char *name = reviewer_name(reviewer);
	cleanup_text char *mean = to_places(reviewer, "mean", 2), *severity = to_places(reviewer, "severity", 2);
	cleanup_text char *spread = to_places(reviewer, "spread", 2), *bar = severity_bar(reviewer, scale);

	table_add_texts(table, (const char *[]){ name, words_or(reviewer, "reviews", "0"), mean, severity, spread, bar });
}

static void print_reviewers(struct cli *cli, const grant_record *ranking)
{
	const grant_record *reviewers = grant_record_at(ranking, "reviewers");
	struct scale scale = { .high = widest_severity(reviewers) };
	size_t longest = 0;
	struct table *table;

	if (grant_record_count(reviewers, "") == 0)
		return;
	for (size_t i = 0; i < grant_record_count(reviewers, ""); i++) {
		cleanup_text char *name = reviewer_name(grant_record_item(reviewers, i));

		longest = width_of(name) > longest ? width_of(name) : longest;
	}
	scale.low = -scale.high;
	scale.width = (bar_width(cli, BESIDE_REVIEWERS + longest) - 1) | 1; /* odd, with a middle */
	heading(cli, _("Reviewers"));
	table = table_new(cli, (const struct column[]){
		{ N_("PERSON"), "person", COLUMN_TEXT, false },
		{ N_("REVIEWS"), "reviews", COLUMN_NUMBER, false },
		{ N_("MEAN"), "mean", COLUMN_NUMBER, false },
		{ N_("SEVERITY"), "severity", COLUMN_NUMBER, false },
		{ N_("SPREAD"), "spread", COLUMN_NUMBER, false },
		{ N_("STRICTER | MILDER"), "bar", COLUMN_WORD, false },
		COLUMNS_END
	});
	for (size_t i = 0; i < grant_record_count(reviewers, ""); i++)
		add_reviewer(table, grant_record_item(reviewers, i), &scale);
	table_print(table, 0);
	table_free(table);
	say(cli, "%s", _("Severity: mean of the own scores less what others gave the same applications. Spread: standard deviation."));
}

static void print_without(struct cli *cli, const grant_record *ranking)
{
	const grant_record *without = grant_record_at(ranking, "without");

	heading(cli, _("Without one reviewer"));
	if (grant_record_text(ranking, "report.why.without")) {
		say(cli, _("Not tried: %s."), reason_of(grant_record_text(ranking, "report.why.without")));
		return;
	}
	if (grant_record_count(without, "") == 0)
		say(cli, "%s", _("Nobody changes side of the line, whoever's scores are left out."));
	for (size_t i = 0; i < grant_record_count(without, ""); i++) {
		const grant_record *one = grant_record_item(without, i);
		cleanup_text char *up = ids_text(grant_record_at(one, "up"));
		cleanup_text char *tied = ids_text(grant_record_at(one, "tied"));
		cleanup_text char *down = ids_text(grant_record_at(one, "down"));
		const char *person = words_or(one, "person", "");

		if (grant_record_text(one, "why"))
			say(cli, _("Without %s: %s"), person, reason_of(grant_record_text(one, "why")));
		else
			say(cli, _("Without %s: up %s; tied %s; down %s"), person, *up ? up : "–", *tied ? tied : "–", *down ? down : "–");
	}
}

/* ---- the whole ---- */

static void print_basis(struct cli *cli, const grant_record *ranking)
{
	const char *incomplete = words_or(ranking, "report.incomplete", "0");

	if (grant_record_text(ranking, "report.why.expected_rank"))
		say(cli, _("There are no expected ranks: %s."), reason_of(grant_record_text(ranking, "report.why.expected_rank")));
	else
		say(cli, _("Made of %s reviews of %s applications by %s reviewers."), words_or(ranking, "report.reviews", "0"),
		    words_or(ranking, "report.applications", "0"), words_or(ranking, "report.reviewers", "0"));
	if (strcmp(incomplete, "0") != 0)
		say(cli, _("Left out because a criterion has no score: %s reviews."), incomplete);
	if (grant_record_is_true(ranking, "report.scale.less_is_better"))
		say(cli, "%s", _("Less is better here: severity is turned round."));
}

void rank_report_print(struct cli *cli, const grant_record *ranking)
{
	term_page(cli);
	print_ranks(cli, ranking);
	print_basis(cli, ranking);
	print_group(cli, ranking);
	print_agreement(cli, ranking);
	print_reviewers(cli, ranking);
	print_without(cli, ranking);
}
