/* SPDX-License-Identifier: Apache-2.0 */
/* The table of kinds: that its rows are whole, and that look-ups find them. */
#include "model-test.h"

static void every_kind_has_a_name_and_labels_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < GR_KIND_COUNT; i++) {
		const struct gr_kind *kind = gr_kind_get((enum gr_kind_id)i);

		assert_non_null(kind);
		assert_int_equal(kind->id, i);
		assert_ptr_equal(gr_kind_find(kind->name), kind);
		assert_true(kind->label && *kind->label && kind->zh && *kind->zh && kind->plural && *kind->plural);
		assert_true(kind->field_count > 0);
	}
	assert_null(gr_kind_find("none"));
	assert_null(gr_kind_get(GR_KIND_COUNT));
}

static void every_field_is_unique_and_has_both_labels(void **state)
{
	(void)state;
	for (int i = 0; i < GR_KIND_COUNT; i++) {
		const struct gr_kind *kind = gr_kind_get((enum gr_kind_id)i);

		for (size_t k = 0; k < kind->field_count; k++) {
			const struct gr_field *field = &kind->fields[k];

			assert_ptr_equal(gr_field_find(kind, field->name), field);
			if (!field->label || !*field->label || !field->zh || !*field->zh)
				fail_msg("%s.%s has no label", kind->name, field->name);
			assert_true(field->min <= field->max);
		}
	}
}

static void containers_say_what_they_hold(void **state)
{
	(void)state;
	for (int i = 0; i < GR_KIND_COUNT; i++) {
		const struct gr_kind *kind = gr_kind_get((enum gr_kind_id)i);

		for (size_t k = 0; k < kind->field_count; k++) {
			const struct gr_field *field = &kind->fields[k];
			bool is_record = field->type == GR_FIELD_RECORD;
			bool is_list = field->type == GR_FIELD_LIST;
			bool has_words = field->words != NULL;

			if (is_record)
				assert_true(field->of >= GR_KIND_FILES && field->of < GR_KIND_COUNT);
			if (is_list)
				assert_true(field->of >= GR_KIND_FILES && field->of <= GR_KIND_COUNT);
			assert_int_equal(has_words, field->type == GR_FIELD_ENUM ||
			                                    (is_list && field->item == GR_FIELD_ENUM));
		}
	}
}

/* The check and the canonical form descend by the table: a circle would have no end. */
static void no_kind_holds_itself(void **state)
{
	bool reaches[GR_KIND_COUNT][GR_KIND_COUNT] = { { false } };

	(void)state;
	for (int i = 0; i < GR_KIND_COUNT; i++) {
		const struct gr_kind *kind = gr_kind_get((enum gr_kind_id)i);

		for (size_t k = 0; k < kind->field_count; k++)
			if ((kind->fields[k].type == GR_FIELD_RECORD || kind->fields[k].type == GR_FIELD_LIST) &&
			    kind->fields[k].of < GR_KIND_COUNT)
				reaches[i][kind->fields[k].of] = true;
	}
	for (int k = 0; k < GR_KIND_COUNT; k++)
		for (int i = 0; i < GR_KIND_COUNT; i++)
			for (int j = 0; j < GR_KIND_COUNT; j++)
				reaches[i][j] = reaches[i][j] || (reaches[i][k] && reaches[k][j]);
	for (int i = 0; i < GR_KIND_COUNT; i++)
		assert_false(reaches[i][i]);
}

static void words_and_their_labels_agree(void **state)
{
	(void)state;
	for (int i = 0; i < GR_KIND_COUNT; i++) {
		const struct gr_kind *kind = gr_kind_get((enum gr_kind_id)i);

		for (size_t k = 0; k < kind->field_count; k++) {
			const struct gr_field *field = &kind->fields[k];
			struct gr_buf rows = GR_BUF_INIT;

			if (!field->words)
				continue;
			for (const struct gr_word *word = field->word_list; word->word; word++)
				gr_buf_printf(&rows, "%s%s=%s", rows.size ? " " : "", word->word, word->zh);
			assert_string_equal(gr_buf_text(&rows), field->word_labels);
			gr_buf_free(&rows);
		}
	}
}

static void a_path_leads_through_records_and_lists(void **state)
{
	const struct gr_kind *kind = gr_kind_get(GR_KIND_APPLICATION);

	(void)state;
	assert_string_equal(gr_field_at(kind, "organisation.name")->zh, "申报单位");
	assert_int_equal(gr_field_at(kind, "budget.0.price")->type, GR_FIELD_DECIMAL);
	assert_int_equal(gr_field_at(kind, "budget.price")->type, GR_FIELD_DECIMAL);
	assert_int_equal(gr_field_at(kind, "budget.12")->type, GR_FIELD_LIST);
	assert_int_equal(gr_field_at(kind, "answers.need")->type, GR_FIELD_TEXTS);
	assert_int_equal(gr_field_at(kind, "requested")->type, GR_FIELD_MONEY);
	assert_null(gr_field_at(kind, "organisation.colour"));
	assert_null(gr_field_at(kind, "title.zh"));
	assert_null(gr_field_at(kind, "budget.0.1"));
	assert_null(gr_field_at(kind, "answers.need.more"));
	assert_null(gr_field_at(kind, ""));
}

/* Two labels of one scope that read alike would make a form ambiguous. */
static void add_labels(gr_value *seen, const struct gr_form_label *label)
{
	char texts[600];
	char *rest = NULL;
	const char *point = strchr(label->path, '.');
	bool is_column = strncmp(label->path, "budget.", 7) == 0 || strncmp(label->path, "milestones.", 11) == 0;

	snprintf(texts, sizeof(texts), "%s|%s%s%s", label->en, label->zh, label->alias ? "|" : "",
	         label->alias ? label->alias : "");
	for (char *one = strtok_r(texts, "|", &rest); one; one = strtok_r(NULL, "|", &rest)) {
		char *folded = gr_text_fold(one);
		char *key = gr_format("%.*s/%s", is_column ? (int)(point - label->path) : 0, label->path, folded);

		if (gr_map_get(seen, key))
			fail_msg("%s stands for two fields", key);
		assert_int_equal(gr_map_set_bool(seen, key, true), 0);
		gr_free(folded);
		gr_free(key);
	}
}

static void the_forms_labels_are_unique_and_lead_to_fields(void **state)
{
	const struct gr_kind *kind = gr_kind_get(GR_KIND_APPLICATION);
	const struct gr_form_label *label;
	gr_value *seen = gr_map_new();

	(void)state;
	for (size_t i = 0; (label = gr_form_label(i)) != NULL; i++) {
		const struct gr_field *field = gr_field_at(kind, label->path);

		if (!field)
			fail_msg("%s is no field", label->path);
		if (strncmp(label->path, "leader.", 7) != 0 && strncmp(label->path, "contact.", 8) != 0)
			assert_string_equal(label->zh, field->zh);
		assert_ptr_equal(gr_form_label_find(label->path), label);
		add_labels(seen, label);
	}
	assert_string_equal(gr_form_label_find("budget.3.price")->zh, "单价");
	assert_null(gr_form_label_find("budget.3"  ".colour"));
	assert_null(gr_form_label_find("leader"));
	assert_string_equal(gr_form_label_find("budget.3")->zh, "预算");
	gr_value_free(seen);
}

static void a_title_falls_back_to_the_other_language(void **state)
{
	gr_value *chinese = value_of("{'zh': '名'}"), *both = value_of("{'zh': '名', 'en': 'name'}");

	(void)state;
	assert_string_equal(gr_title_text(chinese), "名");
	assert_string_equal(gr_title_text(both), strcmp(gr_language(), "zh") == 0 ? "名" : "name");
	assert_string_equal(gr_title_text(NULL), "");
	gr_value_free(chinese);
	gr_value_free(both);
}

static void every_personal_field_is_marked(void **state)
{
	static const char *const personal[] = { "organisation.address", "leader.phone", "leader.email", "contact.phone",
		                                "contact.email" };
	static const char *const identity[] = { "organisation.name", "organisation.uscc", "leader.name",
		                                "contact.name" };
	const struct gr_kind *kind = gr_kind_get(GR_KIND_APPLICATION);

	(void)state;
	for (size_t i = 0; i < GR_COUNT(personal); i++)
		assert_int_equal(gr_field_at(kind, personal[i])->visible, GR_SEEN_PERSONAL);
	for (size_t i = 0; i < GR_COUNT(identity); i++)
		assert_int_equal(gr_field_at(kind, identity[i])->visible, GR_SEEN_IDENTITY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_a_name_and_labels_of_its_own),
		cmocka_unit_test(every_field_is_unique_and_has_both_labels),
		cmocka_unit_test(containers_say_what_they_hold),
		cmocka_unit_test(no_kind_holds_itself),
		cmocka_unit_test(words_and_their_labels_agree),
		cmocka_unit_test(a_path_leads_through_records_and_lists),
		cmocka_unit_test(the_forms_labels_are_unique_and_lead_to_fields),
		cmocka_unit_test(a_title_falls_back_to_the_other_language),
		cmocka_unit_test(every_personal_field_is_marked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("the table of kinds", tests, NULL, NULL);
}
