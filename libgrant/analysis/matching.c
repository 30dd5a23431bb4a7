/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who does which work: one unit after the other is placed along the cheapest path through what was given so far (successive
 * shortest paths, Dijkstra over reduced costs), so that what stands is the cheapest at every moment. Not here: what a pair is
 * worth (work/affinity), who may take part (work/assign-auto).
 *
 * A cost has three parts that are compared in order, as the letters of a word are: bounds of loads that are still to be met, the
 * worth, and how even the loads are. Sums of such costs keep that order. Between equal costs the seed decides which node is
 * looked at first.
 */
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/numeric.h"
#include "base/error.h"
#include "base/mem.h"

struct cost {
	int64_t bound;
	int64_t evenness;
	gr_wide worth;
};

/* Where paths begin and end is no node: tasks come first, then people. */
struct search {
	struct gr_matching *matching;
	uint64_t seed;
	size_t nodes;
	struct cost *potential;  /* of each node */
	struct cost end;         /* potential of the end */
	bool *held;              /* as `given`, but person by person */
	struct cost *distance;   /* of each node, in this search */
	uint64_t *lot;           /* of each node: the lower is looked at first where distances are equal */
	size_t *from;            /* the node before */
	bool *is_reached, *is_settled;
	size_t *heap, *heap_at;  /* nodes that are reached and not settled, nearest first; where each stands */
	size_t heap_count;
	size_t *touched;         /* nodes of which something was written in this search */
	size_t touched_count;
	size_t *open;            /* people who are not settled */
	size_t *open_at;         /* where each stands among these */
	size_t open_count;
};

/* ---- costs ---- */

static struct cost cost_add(struct cost a, struct cost b)
{
	return (struct cost){ a.bound + b.bound, a.evenness + b.evenness, a.worth + b.worth };
}

static struct cost cost_sub(struct cost a, struct cost b)
{
	return (struct cost){ a.bound - b.bound, a.evenness - b.evenness, a.worth - b.worth };
}

static bool cost_less(struct cost a, struct cost b)
{
	if (a.bound != b.bound)
		return a.bound < b.bound;
	if (a.worth != b.worth)
		return a.worth < b.worth;
	return a.evenness < b.evenness;
}

static bool may(const struct gr_matching *matching, size_t task, size_t person)
{
	return matching->worth[task * matching->people + person] != GR_MATCHING_NEVER;
}

static struct cost pair_cost(const struct gr_matching *matching, size_t task, size_t person)
{
	return (struct cost){ .worth = -matching->worth[task * matching->people + person] };
}

/* Of one more task for a person: each costs more than the one before, so that even loads are the cheapest. */
static struct cost load_cost(const struct gr_matching *matching, size_t person)
{
	int64_t load = matching->load[person];

	return (struct cost){ .bound = load < matching->least[person] ? -1 : 0,
		              .evenness = 2 * (matching->had[person] + load) + 1 };
}

/* ---- the heap ---- */

static void heap_put(struct search *search, size_t at, size_t node)
{
	search->heap[at] = node;
	search->heap_at[node] = at;
}

static bool is_nearer(const struct search *search, size_t a, size_t b)
{
	if (cost_less(search->distance[a], search->distance[b]))
		return true;
	return search->lot[a] < search->lot[b] && !cost_less(search->distance[b], search->distance[a]);
}

static void heap_rise(struct search *search, size_t node)
{
	size_t at = search->heap_at[node];

	while (at > 0 && is_nearer(search, node, search->heap[(at - 1) / 2])) {
		heap_put(search, at, search->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	heap_put(search, at, node);
}

static size_t heap_take(struct search *search)
{
	size_t nearest = search->heap[0], last = search->heap[--search->heap_count], at = 0;

	while (2 * at + 1 < search->heap_count) {
		size_t child = 2 * at + 1;

		if (child + 1 < search->heap_count && is_nearer(search, search->heap[child + 1], search->heap[child]))
			child++;
		if (!is_nearer(search, search->heap[child], last))
			break;
		heap_put(search, at, search->heap[child]);
		at = child;
	}
	heap_put(search, at, last);
	return nearest;
}

/* ---- one search ---- */

static void reach(struct search *search, size_t node, size_t from, struct cost distance)
{
	if (search->is_reached[node]) {
		if (!cost_less(distance, search->distance[node]))
			return;
	} else {
		search->is_reached[node] = true;
		search->touched[search->touched_count++] = node;
		heap_put(search, search->heap_count++, node);
	}
	search->distance[node] = distance;
	search->lot[node] = gr_spread(search->seed ^ gr_spread(from * search->nodes + node));
	search->from[node] = from;
	heap_rise(search, node);
}

static void close_person(struct search *search, size_t person)
{
	size_t at = search->open_at[person], last = search->open[--search->open_count];

	search->open[at] = last;
	search->open_at[last] = at;
}

static void look_from_task(struct search *search, size_t task)
{
	const struct gr_matching *matching = search->matching;
	struct cost base = cost_add(search->distance[task], search->potential[task]);

	for (size_t i = 0; i < search->open_count; i++) {
		size_t person = search->open[i], node = matching->tasks + person;

		if (matching->given[task * matching->people + person] || !may(matching, task, person))
			continue;
		reach(search, node, task,
		      cost_sub(cost_add(base, pair_cost(matching, task, person)), search->potential[node]));
	}
}

/* Back along what was given: the person would do another task in the place of this one. */
static void look_from_person(struct search *search, size_t person)
{
	const struct gr_matching *matching = search->matching;
	const bool *held = search->held + person * matching->tasks, *end = held + matching->tasks, *at = held;
	size_t node = matching->tasks + person;
	struct cost base = cost_add(search->distance[node], search->potential[node]);

	while (at < end && (at = memchr(at, true, (size_t)(end - at))) != NULL) {
		size_t task = (size_t)(at++ - held);

		if (!search->is_settled[task])
			reach(search, task, node,
			      cost_sub(cost_sub(base, pair_cost(matching, task, person)), search->potential[task]));
	}
}

/* The last node of the cheapest path from a task to anybody who may have one more; `nodes` when there is none. */
static size_t find_path(struct search *search, size_t task, struct cost *length)
{
	const struct gr_matching *matching = search->matching;
	size_t last = search->nodes;

	reach(search, task, search->nodes, (struct cost){ 0 });
	while (search->heap_count > 0) {
		size_t node = search->heap[0], person = node - matching->tasks;
		struct cost end;

		if (last < search->nodes && !cost_less(search->distance[node], *length))
			break;
		heap_take(search);
		search->is_settled[node] = true;
		if (node < matching->tasks) {
			look_from_task(search, node);
			continue;
		}
		close_person(search, person);
		look_from_person(search, person);
		if (matching->load[person] >= matching->most[person])
			continue;
		end = cost_sub(cost_add(cost_add(search->distance[node], search->potential[node]),
		                        load_cost(matching, person)),
		               search->end);
		if (last == search->nodes || cost_less(end, *length)) {
			*length = end;
			last = node;
		}
	}
	return last;
}

static void turn(struct search *search, size_t last)
{
	struct gr_matching *matching = search->matching;

	matching->load[last - matching->tasks]++;
	for (size_t node = last; search->from[node] < search->nodes; node = search->from[node]) {
		bool to_person = node >= matching->tasks;
		size_t task = to_person ? search->from[node] : node;
		size_t person = (to_person ? node : search->from[node]) - matching->tasks;

		matching->given[task * matching->people + person] = to_person;
		search->held[person * matching->tasks + task] = to_person;
	}
}

/* No reduced cost falls below nought when every node that is nearer than the end of the path comes down by the difference. */
static void move_potentials(struct search *search, struct cost length)
{
	for (size_t i = 0; i < search->touched_count; i++) {
		size_t node = search->touched[i];
		struct cost distance = search->distance[node];

		if (cost_less(distance, length))
			search->potential[node] = cost_sub(search->potential[node], cost_sub(length, distance));
	}
}

static void forget(struct search *search)
{
	for (size_t i = 0; i < search->touched_count; i++) {
		search->is_reached[search->touched[i]] = false;
		search->is_settled[search->touched[i]] = false;
	}
	search->touched_count = search->heap_count = 0;
	search->open_count = search->matching->people;
	for (size_t i = 0; i < search->open_count; i++)
		search->open[i] = search->open_at[i] = i;
}

/* Once a task finds nobody it never will: what comes later takes no room away that it could have had. */
static void place(struct search *search, size_t task)
{
	struct gr_matching *matching = search->matching;

	for (matching->lacking[task] = matching->need[task]; matching->lacking[task] > 0; matching->lacking[task]--) {
		struct cost length = { 0 };
		size_t last = find_path(search, task, &length);

		if (last < search->nodes) {
			turn(search, last);
			move_potentials(search, length);
		}
		forget(search);
		if (last == search->nodes)
			return;
	}
}

/* ---- beginning and end ---- */

/* The cheapest pair of each person, so that no reduced cost is below nought while nothing is given. */
static void set_potentials(struct search *search)
{
	const struct gr_matching *matching = search->matching;
	bool any = false;

	for (size_t person = 0; person < matching->people; person++) {
		struct cost *own = &search->potential[matching->tasks + person], end;
		bool known = false;

		for (size_t task = 0; task < matching->tasks; task++) {
			struct cost cost = pair_cost(matching, task, person);

			if (may(matching, task, person) && (!known || cost_less(cost, *own))) {
				*own = cost;
				known = true;
			}
		}
		end = cost_add(*own, load_cost(matching, person));
		if (!known || matching->most[person] <= 0 || (any && !cost_less(end, search->end)))
			continue;
		search->end = end;
		any = true;
	}
}

/* No sum of worths, along a path or over all that is given, goes beyond 126 bits. */
static int check_size(const struct gr_matching *matching)
{
	int64_t units = (int64_t)(2 * (matching->tasks + matching->people) + 1);
	gr_wide most = 0;

	if (matching->tasks > GR_MATCHING_PAIRS_MAX / (matching->people + 1))
		return gr_fail(GRANT_ELIMIT, _("%zu applications and %zu reviewers are more than can be matched at once"),
		               matching->tasks, matching->people);
	for (size_t i = 0; i < matching->tasks; i++)
		units += matching->need[i];
	for (size_t i = 0; i < matching->tasks * matching->people; i++) {
		gr_wide worth = matching->worth[i];

		if (worth == GR_MATCHING_NEVER)
			continue;
		worth = worth < 0 ? -worth : worth;
		most = worth > most ? worth : most;
	}
	if (most > ((gr_wide)1 << 125) / units)
		return gr_fail(GRANT_ELIMIT, _("the numbers are too large or have too many places to be added up exactly"));
	return 0;
}

static int make_search(struct search *search, struct gr_matching *matching)
{
	size_t pairs = matching->tasks * matching->people;

	search->matching = matching;
	search->nodes = matching->tasks + matching->people;
	search->potential = gr_alloc_array(search->nodes + 1, sizeof(*search->potential));
	search->held = gr_alloc_array(pairs + 1, sizeof(*search->held));
	search->distance = gr_alloc_array(search->nodes + 1, sizeof(*search->distance));
	search->lot = gr_alloc_array(search->nodes + 1, sizeof(*search->lot));
	search->from = gr_alloc_array(search->nodes + 1, sizeof(*search->from));
	search->is_reached = gr_alloc_array(search->nodes + 1, sizeof(*search->is_reached));
	search->is_settled = gr_alloc_array(search->nodes + 1, sizeof(*search->is_settled));
	search->heap = gr_alloc_array(search->nodes + 1, sizeof(*search->heap));
	search->heap_at = gr_alloc_array(search->nodes + 1, sizeof(*search->heap_at));
	search->touched = gr_alloc_array(search->nodes + 1, sizeof(*search->touched));
	search->open = gr_alloc_array(matching->people + 1, sizeof(*search->open));
	search->open_at = gr_alloc_array(matching->people + 1, sizeof(*search->open_at));
	if (!search->potential || !search->held || !search->distance || !search->lot || !search->from || !search->is_reached ||
	    !search->is_settled || !search->heap || !search->heap_at || !search->touched || !search->open || !search->open_at)
		return GRANT_ENOMEM;
	return 0;
}

static void clear_search(struct search *search)
{
	gr_free(search->potential);
	gr_free(search->held);
	gr_free(search->distance);
	gr_free(search->lot);
	gr_free(search->from);
	gr_free(search->is_reached);
	gr_free(search->is_settled);
	gr_free(search->heap);
	gr_free(search->heap_at);
	gr_free(search->touched);
	gr_free(search->open);
	gr_free(search->open_at);
}

static int make_answer(struct gr_matching *matching)
{
	matching->given = gr_alloc_array(matching->tasks * matching->people + 1, sizeof(*matching->given));
	matching->load = gr_alloc_array(matching->people + 1, sizeof(*matching->load));
	matching->lacking = gr_alloc_array(matching->tasks + 1, sizeof(*matching->lacking));
	if (matching->given && matching->load && matching->lacking)
		return 0;
	gr_matching_clear(matching);
	return GRANT_ENOMEM;
}

static void add_up(struct gr_matching *matching)
{
	matching->sum = 0;
	matching->is_met = true;
	for (size_t i = 0; i < matching->tasks * matching->people; i++)
		if (matching->given[i])
			matching->sum += matching->worth[i];
	for (size_t i = 0; i < matching->tasks; i++)
		matching->is_met = matching->is_met && matching->lacking[i] == 0;
	for (size_t i = 0; i < matching->people; i++)
		matching->is_met = matching->is_met && matching->load[i] >= matching->least[i];
}

int gr_matching_solve(struct gr_matching *matching)
{
	struct search search = { 0 };
	int r = check_size(matching);

	if (r == 0)
		r = make_answer(matching);
	if (r < 0)
		return r;
	r = make_search(&search, matching);
	if (r == 0) {
		search.seed = gr_spread(matching->seed);
		set_potentials(&search);
		forget(&search);
		for (size_t task = 0; task < matching->tasks; task++)
			place(&search, task);
		add_up(matching);
	}
	clear_search(&search);
	if (r < 0)
		gr_matching_clear(matching);
	return r;
}

void gr_matching_clear(struct gr_matching *matching)
{
	gr_free(matching->given);
	gr_free(matching->load);
	gr_free(matching->lacking);
	matching->given = NULL;
	matching->load = matching->lacking = NULL;
}

/* ---- what stands in the way ---- */

/* Whether somebody, or some task, goes on being followed: once each. */
static bool is_first(bool *marks, size_t at)
{
	bool was = marks[at];

	marks[at] = true;
	return !was;
}

/* Who has a task already gives no room to it by giving another one away; who has not might have. */
static void follow_task(size_t *queue, size_t *count, bool *tasks, bool *people, bool *followed,
                        const struct gr_matching *matching, size_t task)
{
	for (size_t person = 0; person < matching->people; person++) {
		if (!may(matching, task, person))
			continue;
		people[person] = true;
		if (matching->given[task * matching->people + person] || !is_first(followed, person))
			continue;
		for (size_t other = 0; other < matching->tasks; other++)
			if (matching->given[other * matching->people + person] && is_first(tasks, other))
				queue[(*count)++] = other;
	}
}

int gr_matching_cut_of_task(bool *tasks, bool *people, const struct gr_matching *matching, size_t task)
{
	size_t *queue = gr_alloc_array(matching->tasks + 1, sizeof(*queue));
	bool *followed = gr_alloc_array(matching->people + 1, sizeof(*followed));
	size_t count = 0;

	if (queue && followed) {
		tasks[task] = true;
		queue[count++] = task;
		for (size_t i = 0; i < count; i++)
			follow_task(queue, &count, tasks, people, followed, matching, queue[i]);
	}
	gr_free(queue);
	gr_free(followed);
	return count > 0 ? 0 : GRANT_ENOMEM;
}

static void follow_person(size_t *queue, size_t *count, bool *tasks, bool *people, bool *followed,
                          const struct gr_matching *matching, size_t person)
{
	for (size_t task = 0; task < matching->tasks; task++) {
		if (!may(matching, task, person))
			continue;
		tasks[task] = true;
		if (matching->given[task * matching->people + person] || !is_first(followed, task))
			continue;
		for (size_t other = 0; other < matching->people; other++)
			if (matching->given[task * matching->people + other] && is_first(people, other))
				queue[(*count)++] = other;
	}
}

int gr_matching_cut_of_person(bool *tasks, bool *people, const struct gr_matching *matching, size_t person)
{
	size_t *queue = gr_alloc_array(matching->people + 1, sizeof(*queue));
	bool *followed = gr_alloc_array(matching->tasks + 1, sizeof(*followed));
	size_t count = 0;

	if (queue && followed) {
		people[person] = true;
		queue[count++] = person;
		for (size_t i = 0; i < count; i++)
			follow_person(queue, &count, tasks, people, followed, matching, queue[i]);
	}
	gr_free(queue);
	gr_free(followed);
	return count > 0 ? 0 : GRANT_ENOMEM;
}
