/* SPDX-License-Identifier: Apache-2.0 */
/* Building, factoring and solving. Not here: which variances are likely (posterior.c, agreement.c). */
#include "analysis/crossed.h"

#include "analysis/numeric.h"
#include "base/error.h"
#include "base/mem.h"

/* ---- what hangs together ---- */

static uint32_t find_root(uint32_t *parents, uint32_t node)
{
	while (parents[node] != node) {
		parents[node] = parents[parents[node]];
		node = parents[node];
	}
	return node;
}

static void join(uint32_t *parents, uint32_t a, uint32_t b)
{
	a = find_root(parents, a);
	b = find_root(parents, b);
	/* the smaller stays, so that the order does not hang on the order of votes */
	if (a < b)
		parents[b] = a;
	else
		parents[a] = b;
}

static void join_nodes(const struct gr_crossed *crossed, uint32_t *parents, uint32_t *first)
{
	const struct gr_votes *votes = crossed->votes;

	for (uint32_t i = 0; i < crossed->variable_count; i++)
		parents[i] = i;
	for (size_t i = 0; i < votes->application_count; i++)
		first[i] = crossed->has_panels ? (uint32_t)votes->reviewer_count + votes->panel_of[i] : UINT32_MAX;
	for (size_t i = 0; i < votes->count; i++) {
		const struct gr_vote *vote = &votes->items[i];

		if (first[vote->application] == UINT32_MAX)
			first[vote->application] = vote->reviewer;
		join(parents, first[vote->application], vote->reviewer);
	}
}

/* Components in order of their smallest variable; a variable's place in its own comes from a second pass. */
static void lay_out(struct gr_crossed *crossed, uint32_t *parents, uint32_t *component_of_node)
{
	size_t at = 0;

	for (uint32_t i = 0; i < crossed->variable_count; i++) {
		uint32_t root = find_root(parents, i);

		if (root == i)
			component_of_node[i] = (uint32_t)crossed->component_count++;
		component_of_node[i] = component_of_node[root];
		crossed->components[component_of_node[i]].size++;
	}
	for (size_t i = 0; i < crossed->component_count; i++) {
		struct gr_component *component = &crossed->components[i];

		component->start = at;
		component->at = crossed->factor_size;
		at += component->size;
		crossed->factor_size += component->size * component->size;
		component->size = 0;
	}
	for (size_t i = 0; i < crossed->variable_count; i++) {
		struct gr_component *component = &crossed->components[component_of_node[i]];

		crossed->variable_of[i] = (uint32_t)(component->start + component->size++);
		crossed->is_panel[crossed->variable_of[i]] = i >= crossed->votes->reviewer_count;
	}
}

/* ---- entries ---- */

static void count_entries(struct gr_crossed *crossed)
{
	const struct gr_votes *votes = crossed->votes;
	size_t at = 0;

	for (size_t i = 0; i < votes->count; i++)
		crossed->vote_count[votes->items[i].application]++;
	for (size_t i = 0; i < votes->application_count; i++) {
		size_t count = (size_t)crossed->vote_count[i];

		crossed->entry_start[i] = at;
		at += count + crossed->has_panels;
		crossed->frequency[count]++;
		crossed->most_votes = count > crossed->most_votes ? count : crossed->most_votes;
	}
	crossed->entry_start[votes->application_count] = at;
}

/* The panel's entry is the last one of its application. */
static void fill_entries(struct gr_crossed *crossed, uint32_t *filled)
{
	const struct gr_votes *votes = crossed->votes;

	for (size_t i = 0; i < votes->count; i++) {
		const struct gr_vote *vote = &votes->items[i];
		const struct gr_component *component = &crossed->components[crossed->component_of[vote->application]];
		struct gr_entry *entry = &crossed->entries[crossed->entry_start[vote->application] + filled[vote->application]++];

		entry->variable = crossed->variable_of[vote->reviewer] - (uint32_t)component->start;
		entry->count = 1;
	}
	for (size_t i = 0; crossed->has_panels && i < votes->application_count; i++) {
		const struct gr_component *component = &crossed->components[crossed->component_of[i]];
		struct gr_entry *entry = &crossed->entries[crossed->entry_start[i + 1] - 1];

		entry->variable = crossed->variable_of[votes->reviewer_count + votes->panel_of[i]] - (uint32_t)component->start;
		entry->count = crossed->vote_count[i];
	}
}

static int allocate(struct gr_crossed *crossed)
{
	const struct gr_votes *votes = crossed->votes;
	size_t applications = votes->application_count, variables = crossed->variable_count;

	crossed->components = gr_alloc_array(variables, sizeof(*crossed->components));
	crossed->component_of = gr_alloc_array(applications, sizeof(*crossed->component_of));
	crossed->variable_of = gr_alloc_array(variables, sizeof(*crossed->variable_of));
	crossed->entry_start = gr_alloc_array(applications + 1, sizeof(*crossed->entry_start));
	crossed->entries = gr_alloc_array(votes->count + applications, sizeof(*crossed->entries));
	crossed->vote_count = gr_alloc_array(applications, sizeof(*crossed->vote_count));
	crossed->frequency = gr_alloc_array(votes->reviewer_count + 1, sizeof(*crossed->frequency));
	crossed->shrink = gr_alloc_array(applications, sizeof(*crossed->shrink));
	crossed->is_panel = gr_alloc_array(variables, sizeof(*crossed->is_panel));
	return crossed->components && crossed->component_of && crossed->variable_of && crossed->entry_start && crossed->entries &&
	                       crossed->vote_count && crossed->frequency && crossed->shrink && crossed->is_panel
	               ? 0
	               : GRANT_ENOMEM;
}

int gr_crossed_make(struct gr_crossed *crossed, const struct gr_votes *votes, bool has_panels)
{
	struct gr_crossed made = { .votes = votes, .has_panels = has_panels };
	size_t applications = votes->application_count;
	uint32_t *parents, *of_node, *first;
	int r;

	made.variable_count = votes->reviewer_count + (has_panels ? votes->panel_count : 0);
	r = allocate(&made);
	parents = gr_alloc_array(made.variable_count, sizeof(*parents));
	of_node = gr_alloc_array(made.variable_count, sizeof(*of_node));
	first = gr_alloc_array(applications, sizeof(*first));
	if (r == 0 && parents && of_node && first) {
		join_nodes(&made, parents, first);
		lay_out(&made, parents, of_node);
		for (size_t i = 0; i < applications; i++) {
			made.component_of[i] = of_node[first[i]];
			first[i] = 0;
		}
		count_entries(&made);
		fill_entries(&made, first);
		/* what is too large is not computed */
		made.factor = gr_alloc_array(gr_crossed_is_too_large(&made) ? 1 : made.factor_size, sizeof(*made.factor));
	}
	r = made.factor ? 0 : GRANT_ENOMEM;
	gr_free(parents);
	gr_free(of_node);
	gr_free(first);
	if (r < 0)
		gr_crossed_clear(&made);
	else
		*crossed = made;
	return r;
}

void gr_crossed_clear(struct gr_crossed *crossed)
{
	gr_free(crossed->components);
	gr_free(crossed->component_of);
	gr_free(crossed->variable_of);
	gr_free(crossed->is_panel);
	gr_free(crossed->entry_start);
	gr_free(crossed->entries);
	gr_free(crossed->vote_count);
	gr_free(crossed->frequency);
	gr_free(crossed->shrink);
	gr_free(crossed->factor);
	*crossed = (struct gr_crossed){ 0 };
}

bool gr_crossed_is_too_large(const struct gr_crossed *crossed)
{
	if (crossed->votes->application_count > GR_RANKS_MAX)
		return true;
	for (size_t i = 0; i < crossed->component_count; i++)
		if (crossed->components[i].size > GR_REVIEWERS_MAX + 1)
			return true;
	return false;
}

double gr_crossed_work(const struct gr_crossed *crossed)
{
	double work = 0;

	for (size_t i = 0; i < crossed->votes->application_count; i++)
		work += crossed->vote_count[i] * crossed->vote_count[i] + 20;
	for (size_t i = 0; i < crossed->component_count; i++) {
		double size = (double)crossed->components[i].size;

		work += size * size * size / 6 + size * size;
	}
	return work;
}

/* ---- factor ---- */

/* S = Z'Z + D - sum of shrink z z' over the applications; the lower half. */
static void add_applications(struct gr_crossed *crossed)
{
	for (size_t i = 0; i < crossed->votes->application_count; i++) {
		const struct gr_component *component = &crossed->components[crossed->component_of[i]];
		const struct gr_entry *entries = crossed->entries + crossed->entry_start[i];
		size_t count = crossed->entry_start[i + 1] - crossed->entry_start[i];
		double *square = crossed->factor + component->at;

		for (size_t k = 0; k < count; k++) {
			/* a reviewer's vote meets itself and the panel's */
			square[entries[k].variable * component->size + entries[k].variable] += entries[k].count;
			if (crossed->has_panels && k + 1 < count) {
				uint32_t a = entries[k].variable, b = entries[count - 1].variable;

				square[(a > b ? a : b) * component->size + (a > b ? b : a)] += 1;
			}
			for (size_t m = 0; m < count; m++)
				if (entries[m].variable <= entries[k].variable)
					square[entries[k].variable * component->size + entries[m].variable] -=
						crossed->shrink[i] * entries[k].count * entries[m].count;
		}
	}
}

/* Cholesky's factor in place; the logarithm of the determinant. */
static double factor_square(double *square, size_t size)
{
	double log_determinant = 0;

	for (size_t i = 0; i < size; i++) {
		double *row = square + i * size;

		for (size_t k = 0; k <= i; k++) {
			const double *other = square + k * size;
			double sum = row[k];

			for (size_t m = 0; m < k; m++)
				sum -= row[m] * other[m];
			/* what rounding leaves of nothing */
			row[k] = k < i ? sum / other[k] : gr_sqrt(sum > 1e-300 ? sum : 1e-300);
		}
		log_determinant += 2 * gr_log(row[i]);
	}
	return log_determinant;
}

/* Every variable's own variance stands in D. */
static void add_variances(struct gr_crossed *crossed, const struct gr_ratios *ratios)
{
	for (size_t i = 0; i < crossed->component_count; i++) {
		const struct gr_component *component = &crossed->components[i];

		for (size_t k = 0; k < component->size; k++) {
			double ratio = crossed->is_panel[component->start + k] ? ratios->panel : ratios->reviewer;

			crossed->factor[component->at + k * (component->size + 1)] += 1 / ratio;
			crossed->log_determinant += gr_log(ratio);
		}
	}
}

void gr_crossed_factor(struct gr_crossed *crossed, const struct gr_ratios *ratios)
{
	crossed->log_determinant = 0;
	for (size_t i = 0; i < crossed->votes->application_count; i++)
		crossed->shrink[i] = ratios->application / (1 + crossed->vote_count[i] * ratios->application);
	for (size_t i = 1; i <= crossed->most_votes; i++)
		if (crossed->frequency[i] > 0)
			crossed->log_determinant += crossed->frequency[i] * gr_log(1 + (double)i * ratios->application);
	for (size_t i = 0; i < crossed->factor_size; i++)
		crossed->factor[i] = 0;
	add_applications(crossed);
	add_variances(crossed, ratios);
	for (size_t i = 0; i < crossed->component_count; i++)
		crossed->log_determinant += factor_square(crossed->factor + crossed->components[i].at, crossed->components[i].size);
}

/* ---- solve ---- */

void gr_crossed_forward(const struct gr_crossed *crossed, const struct gr_component *component, double *x)
{
	const double *square = crossed->factor + component->at;

	for (size_t i = 0; i < component->size; i++) {
		const double *row = square + i * component->size;
		double sum = x[i];

		for (size_t k = 0; k < i; k++)
			sum -= row[k] * x[k];
		x[i] = sum / row[i];
	}
}

void gr_crossed_backward(const struct gr_crossed *crossed, const struct gr_component *component, double *x)
{
	const double *square = crossed->factor + component->at;

	for (size_t i = component->size; i-- > 0;) {
		const double *row = square + i * component->size;

		x[i] /= row[i];
		for (size_t k = 0; k < i; k++)
			x[k] -= row[k] * x[i];
	}
}

/* ---- responses ---- */

int gr_response_make(struct gr_response *response, const struct gr_crossed *crossed)
{
	response->square = 0;
	response->by_application = gr_alloc_array(crossed->votes->application_count, sizeof(*response->by_application));
	response->by_variable = gr_alloc_array(crossed->variable_count, sizeof(*response->by_variable));
	response->solved = gr_alloc_array(crossed->variable_count, sizeof(*response->solved));
	return response->by_application && response->by_variable && response->solved ? 0 : GRANT_ENOMEM;
}

void gr_response_clear(struct gr_response *response)
{
	gr_free(response->by_application);
	gr_free(response->by_variable);
	gr_free(response->solved);
	*response = (struct gr_response){ 0 };
}

static void add_response(struct gr_response *response, const struct gr_crossed *crossed, const struct gr_vote *vote, double value)
{
	const struct gr_votes *votes = crossed->votes;

	response->square += value * value;
	response->by_application[vote->application] += value;
	response->by_variable[crossed->variable_of[vote->reviewer]] += value;
	if (crossed->has_panels)
		response->by_variable[crossed->variable_of[votes->reviewer_count + votes->panel_of[vote->application]]] += value;
}

void gr_response_grades(struct gr_response *response, const struct gr_crossed *crossed, double mean, double scale)
{
	for (size_t i = 0; i < crossed->votes->count; i++)
		add_response(response, crossed, &crossed->votes->items[i], (double)crossed->votes->items[i].grade_e4 / scale - mean);
}

void gr_response_ones(struct gr_response *response, const struct gr_crossed *crossed)
{
	for (size_t i = 0; i < crossed->votes->count; i++)
		add_response(response, crossed, &crossed->votes->items[i], 1);
}

void gr_crossed_project(const struct gr_crossed *crossed, struct gr_response *response)
{
	for (size_t i = 0; i < crossed->variable_count; i++)
		response->solved[i] = response->by_variable[i];
	for (size_t i = 0; i < crossed->votes->application_count; i++) {
		double *b = response->solved + crossed->components[crossed->component_of[i]].start;
		double share = crossed->shrink[i] * response->by_application[i];

		for (size_t k = crossed->entry_start[i]; k < crossed->entry_start[i + 1]; k++)
			b[crossed->entries[k].variable] -= share * crossed->entries[k].count;
	}
	for (size_t i = 0; i < crossed->component_count; i++)
		gr_crossed_forward(crossed, &crossed->components[i], response->solved + crossed->components[i].start);
}

double gr_crossed_product(const struct gr_crossed *crossed, const struct gr_response *x, const struct gr_response *y, double cross)
{
	for (size_t i = 0; i < crossed->votes->application_count; i++)
		cross -= crossed->shrink[i] * x->by_application[i] * y->by_application[i];
	for (size_t i = 0; i < crossed->variable_count; i++)
		cross -= x->solved[i] * y->solved[i];
	return cross;
}
