/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every line of security.md, section 11, about archives: tests/lib/hostile.py makes the fixtures and says what is expected. One
 * process looks at all of them, in the C locale, with a clock and an eye on the memory.
 */
#include "intake-test.h"

#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* A refusal is quick and small, except where much must be unpacked before the limit is met. */
#define REFUSAL_MS 300
#define REFUSAL_KIB (64 * 1024)

static const struct gr_intake_limits small = { .file_bytes = 4 << 20, .total_bytes = 16 << 20 };

static char folder[] = "/tmp/grant-hostile-XXXXXX";

/* ---- a sink that remembers names and small contents ---- */

struct memory {
	struct gr_intake_sink sink;
	gr_value *files; /* name -> text */
	char name[1024];
	struct gr_buf bytes;
	unsigned delay_ms;
};

static int begin(struct gr_intake_sink *sink, const struct gr_intake_entry *entry)
{
	struct memory *memory = (struct memory *)sink;

	snprintf(memory->name, sizeof(memory->name), "%s", entry->name);
	gr_buf_truncate(&memory->bytes, 0);
	return 0;
}

static int take(struct gr_intake_sink *sink, const void *bytes, size_t size)
{
	struct memory *memory = (struct memory *)sink;
	struct timespec delay = { 0, (long)memory->delay_ms * 1000000 };

	if (memory->delay_ms)
		nanosleep(&delay, NULL);
	if (memory->bytes.size < 64)
		gr_buf_append(&memory->bytes, bytes, size < 64 ? size : 64);
	return 0;
}

static int end(struct gr_intake_sink *sink)
{
	struct memory *memory = (struct memory *)sink;

	return gr_map_set_text(memory->files, memory->name, gr_buf_text(&memory->bytes));
}

static void open_memory(struct memory *memory)
{
	*memory = (struct memory){ { begin, take, end }, gr_map_new(), "", GR_BUF_INIT, 0 };
}

static void close_memory(struct memory *memory)
{
	gr_value_free(memory->files);
	gr_buf_free(&memory->bytes);
}

static int scan(grant_findings *findings, const char *name, struct memory *memory, struct gr_intake_limits limits,
                const char *charset)
{
	struct gr_intake_request request = { .file_name = name, .limits = limits, .charset = charset };
	struct gr_file_source file;
	char path[256];
	int r;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(gr_file_source_open(&file, path), 0);
	request.source = &file.source;
	request.sink = &memory->sink;
	r = gr_intake_scan(findings, &request);
	gr_file_source_close(&file);
	return r;
}

/* ---- the table ---- */

static int make_fixtures(void **state)
{
	const char *python = getenv("PYTHON3"), *source = getenv("srcdir");
	char command[1024];

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(command, sizeof(command), "'%s' '%s/tests/lib/hostile.py' --all %s", python ? python : "python3",
	         source ? source : ".", folder);
	return system(command) == 0 ? 0 : -1;
}

static int remove_fixtures(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

/* Of this process alone: other programs on the machine are not judged. */
static int64_t cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* What a line of the table says. */
struct line {
	const char *name, *verdict, *finding, *entry, *bytes;
};

static bool is_as_told(const struct line *line, int r, const grant_findings *findings, const gr_value *files)
{
	const char *bytes = gr_map_text(files, line->entry);

	if (strcmp(line->finding, "-") != 0 && !has_id(findings, line->finding))
		return false;
	if (strcmp(line->verdict, "taken") == 0)
		return r == 0 && bytes && strcmp(bytes, line->bytes) == 0;
	return r == GRANT_EINPUT || r == GRANT_ELIMIT;
}

/* How many lines are not as they should be: 0 or 1. */
static int check_line(const struct line *line)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	gr_autofree_text char *ids = NULL;
	struct memory memory;
	int64_t start = cpu_ms();
	long peak = peak_kib();
	int r, failed = 0;

	open_memory(&memory);
	r = scan(findings, line->name, &memory, small, NULL);
	start = cpu_ms() - start;
	peak = peak_kib() - peak;
	ids = ids_of(findings);
	if (!is_as_told(line, r, findings, memory.files)) {
		print_error("%s: wanted %s %s %s, got %d %s, files:", line->name, line->verdict, line->finding,
		            line->entry, r, ids);
		for (size_t i = 0; i < gr_value_count(memory.files); i++)
			print_error(" [%s]=%s", gr_value_key(memory.files, i),
			            gr_value_text(gr_value_item(memory.files, i)));
		print_error("\n");
		failed = 1;
	} else if (!getenv("VALGRIND") && (start > REFUSAL_MS || peak > REFUSAL_KIB)) {
		print_error("%s: %lld ms, %ld KiB more\n", line->name, (long long)start, peak);
		failed = 1;
	}
	close_memory(&memory);
	return failed;
}

static void every_archive_gets_its_verdict_quickly_and_in_little_memory(void **state)
{
	char path[256], text[1024];
	FILE *table;
	int failed = 0, count = 0;

	(void)state;
	snprintf(path, sizeof(path), "%s/table", folder);
	table = fopen(path, "r");
	assert_non_null(table);
	while (fgets(text, sizeof(text), table)) {
		char *at = text;
		struct line line;

		text[strcspn(text, "\n")] = '\0';
		line.name = strsep(&at, "\t");
		line.verdict = strsep(&at, "\t");
		line.finding = strsep(&at, "\t");
		line.entry = strsep(&at, "\t");
		line.bytes = strsep(&at, "\t");
		assert_non_null(line.bytes);
		failed += check_line(&line);
		count++;
	}
	fclose(table);
	assert_int_equal(failed, 0);
	assert_true(count > 200);
}

/* ---- what no table says ---- */

static void a_character_set_can_be_said(void **state)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	struct memory memory;

	(void)state;
	open_memory(&memory);
	assert_int_equal(scan(findings, "big5-eight-names", &memory, small, "BIG5"), 0);
	assert_non_null(gr_map_get(memory.files, "登記證書.pdf"));
	close_memory(&memory);
}

static void an_unknown_character_set_is_refused(void **state)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	struct memory memory;

	(void)state;
	open_memory(&memory);
	assert_true(scan(findings, "honest-gbk", &memory, small, "KLINGON") < 0);
	assert_int_equal(gr_value_count(memory.files), 0);
	close_memory(&memory);
}

static void what_takes_too_long_is_given_up(void **state)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	struct gr_intake_limits limits = { .seconds = 1 };
	struct memory memory;

	(void)state;
	open_memory(&memory);
	memory.delay_ms = 300;
	assert_int_equal(scan(findings, "flat-bomb", &memory, limits, NULL), GRANT_ELIMIT);
	assert_true(has_id(findings, "archive.too-slow"));
	close_memory(&memory);
}

static void an_archive_over_the_limit_is_not_even_opened(void **state)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	struct gr_intake_limits limits = { .archive_bytes = 10 };
	struct memory memory;

	(void)state;
	open_memory(&memory);
	assert_int_equal(scan(findings, "good", &memory, limits, NULL), GRANT_ELIMIT);
	assert_true(has_id(findings, "archive.too-large"));
	close_memory(&memory);
}

static atomic_bool is_done;

static void *watch_locale(void *payload)
{
	int *changes = payload;

	while (!atomic_load(&is_done))
		*changes += strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") != 0 ||
		            uselocale((locale_t)0) != LC_GLOBAL_LOCALE;
	return NULL;
}

static void the_locale_of_the_host_is_left_alone(void **state)
{
	static const char *const names[] = {
		"honest-gbk", "7z-utf16", "pax-utf8", "dotdot", "7z-truncated", "gz-half"
	};
	pthread_t watcher;
	int changes = 0;

	(void)state;
	atomic_store(&is_done, false);
	assert_int_equal(pthread_create(&watcher, NULL, watch_locale, &changes), 0);
	for (size_t i = 0; i < GR_COUNT(names); i++) {
		gr_auto_findings grant_findings *findings = gr_findings_new();
		struct memory memory;

		open_memory(&memory);
		scan(findings, names[i], &memory, small, NULL);
		close_memory(&memory);
		assert_ptr_equal(uselocale((locale_t)0), LC_GLOBAL_LOCALE);
	}
	atomic_store(&is_done, true);
	pthread_join(watcher, NULL);
	assert_int_equal(changes, 0);
	assert_string_equal(setlocale(LC_ALL, NULL), "C");
}

/* Every allocation fails once: a code comes back, nothing crashes, nothing leaks. */
static void without_memory_the_scan_says_so(void **state)
{
	static const char *const names[] = { "mixed-three-charsets", "7z-packed-header", "gz-trailing" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(names); i++) {
		for (size_t n = 1; n < 200; n += n < 40 ? 1 : 9) {
			gr_auto_findings grant_findings *findings = gr_findings_new();
			struct gr_intake_request request = { .file_name = names[i], .limits = small };
			struct gr_file_source file;
			struct memory memory;
			char path[256];
			int r;

			snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
			assert_int_equal(gr_file_source_open(&file, path), 0);
			open_memory(&memory);
			request.source = &file.source;
			request.sink = &memory.sink;
			gr_mem_fail_at(n);
			r = gr_intake_scan(findings, &request);
			gr_mem_fail_at(0);
			gr_file_source_close(&file);
			close_memory(&memory);
			if (r != GRANT_ENOMEM)
				break;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_archive_gets_its_verdict_quickly_and_in_little_memory),
		cmocka_unit_test(a_character_set_can_be_said),
		cmocka_unit_test(an_unknown_character_set_is_refused),
		cmocka_unit_test(what_takes_too_long_is_given_up),
		cmocka_unit_test(an_archive_over_the_limit_is_not_even_opened),
		cmocka_unit_test(the_locale_of_the_host_is_left_alone),
		cmocka_unit_test(without_memory_the_scan_says_so),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_fixtures, remove_fixtures);
}
