/* SPDX-License-Identifier: Apache-2.0 */
/* Fractions beyond 64 bits. The only file that knows libtommath. */
#include "base/exact-big.h"

#include <string.h>

#include <tommath.h>

#include "base/error.h"
#include "base/mem.h"

struct gr_exact_big {
	mp_int numerator, denominator;
};

static int check(mp_err error)
{
	if (error == MP_OKAY)
		return 0;
	return error == MP_MEM ? gr_fail_memory() : gr_fail(GRANT_EINTERNAL, "libtommath: error %d", (int)error);
}

void gr_big_free(struct gr_exact_big *big)
{
	if (!big)
		return;
	mp_clear_multi(&big->numerator, &big->denominator, NULL);
	gr_free(big);
}

static int new_big(struct gr_exact_big **out)
{
	struct gr_exact_big *big = gr_alloc(sizeof(*big));
	int r;

	if (!big)
		return GRANT_ENOMEM;
	r = check(mp_init_multi(&big->numerator, &big->denominator, NULL));
	if (r < 0) {
		gr_free(big);
		return r;
	}
	*out = big;
	return 0;
}

/* Any number in the long form; yours. */
static int widen(struct gr_exact_big **out, const struct gr_exact *a)
{
	struct gr_exact_big *big;
	mp_err error;
	int r = new_big(&big);

	if (r < 0)
		return r;
	if (a->big) {
		error = mp_copy(&a->big->numerator, &big->numerator);
		if (error == MP_OKAY)
			error = mp_copy(&a->big->denominator, &big->denominator);
		r = check(error);
	} else {
		mp_set_i64(&big->numerator, a->numerator);
		mp_set_i64(&big->denominator, a->denominator ? a->denominator : 1);
	}
	if (r < 0) {
		gr_big_free(big);
		return r;
	}
	*out = big;
	return 0;
}

static int reduce(struct gr_exact_big *big)
{
	mp_int divisor;
	mp_err error = mp_init(&divisor);

	if (error == MP_OKAY && mp_isneg(&big->denominator)) {
		error = mp_neg(&big->numerator, &big->numerator);
		if (error == MP_OKAY)
			error = mp_neg(&big->denominator, &big->denominator);
	}
	if (error == MP_OKAY)
		error = mp_gcd(&big->numerator, &big->denominator, &divisor);
	if (error == MP_OKAY)
		error = mp_div(&big->numerator, &divisor, &big->numerator, NULL);
	if (error == MP_OKAY)
		error = mp_div(&big->denominator, &divisor, &big->denominator, NULL);
	mp_clear(&divisor);
	return check(error);
}

/* Takes `big` over: reduced, bounded, short again when it fits. */
static int settle(struct gr_exact *out, struct gr_exact_big *big)
{
	int r = reduce(big);

	if (r == 0 && (mp_count_bits(&big->numerator) > GR_EXACT_MAX_BITS ||
	               mp_count_bits(&big->denominator) > GR_EXACT_MAX_BITS))
		r = gr_fail(GRANT_ELIMIT, _("a fraction grows beyond %d bits; round earlier"), GR_EXACT_MAX_BITS);
	if (r < 0) {
		gr_big_free(big);
		return r;
	}
	gr_exact_clear(out);
	if (mp_count_bits(&big->numerator) <= 63 && mp_count_bits(&big->denominator) <= 63) {
		out->numerator = mp_get_i64(&big->numerator);
		out->denominator = mp_get_i64(&big->denominator);
		gr_big_free(big);
		return 0;
	}
	out->big = big;
	return 0;
}

/* ---- operations ---- */

static mp_err cross_add(struct gr_exact_big *x, struct gr_exact_big *y, bool subtract)
{
	mp_err error = mp_mul(&x->numerator, &y->denominator, &x->numerator);

	if (error == MP_OKAY)
		error = mp_mul(&y->numerator, &x->denominator, &y->numerator);
	if (error == MP_OKAY)
		error = subtract ? mp_sub(&x->numerator, &y->numerator, &x->numerator)
		                 : mp_add(&x->numerator, &y->numerator, &x->numerator);
	if (error == MP_OKAY)
		error = mp_mul(&x->denominator, &y->denominator, &x->denominator);
	return error;
}

static mp_err cross_mul(struct gr_exact_big *x, struct gr_exact_big *y, bool divide)
{
	mp_err error = mp_mul(&x->numerator, divide ? &y->denominator : &y->numerator, &x->numerator);

	if (error == MP_OKAY)
		error = mp_mul(&x->denominator, divide ? &y->numerator : &y->denominator, &x->denominator);
	return error;
}

/* mp_div cuts towards zero. */
static mp_err floor_whole(struct gr_exact_big *x)
{
	mp_int rest;
	mp_err error = mp_init(&rest);

	if (error == MP_OKAY)
		error = mp_div(&x->numerator, &x->denominator, &x->numerator, &rest);
	if (error == MP_OKAY && mp_isneg(&rest))
		error = mp_decr(&x->numerator);
	mp_clear(&rest);
	mp_set(&x->denominator, 1);
	return error;
}

static mp_err apply(struct gr_exact_big *x, struct gr_exact_big *y, enum gr_big_operation operation)
{
	switch (operation) {
	case GR_BIG_ADD:
	case GR_BIG_SUB:
		return cross_add(x, y, operation == GR_BIG_SUB);
	case GR_BIG_MUL:
	case GR_BIG_DIV:
		return cross_mul(x, y, operation == GR_BIG_DIV);
	case GR_BIG_FLOOR:
		return floor_whole(x);
	case GR_BIG_ROOT:
		return mp_sqrt(&x->numerator, &x->numerator);
	}
	return MP_VAL;
}

int gr_big_apply(struct gr_exact *out, enum gr_big_operation operation, const struct gr_exact *a,
                 const struct gr_exact *b)
{
	struct gr_exact_big *x, *y;
	int r = widen(&x, a);

	if (r < 0)
		return r;
	r = widen(&y, b);
	if (r == 0) {
		r = check(apply(x, y, operation));
		gr_big_free(y);
	}
	if (r < 0) {
		gr_big_free(x);
		return r;
	}
	return settle(out, x);
}

/* a.n * b.d against b.n * a.d, both of any size: the bound holds for what is kept, not for what is compared. */
static int compare_crosswise(int *order, struct gr_exact_big *x, struct gr_exact_big *y)
{
	mp_err error = mp_mul(&x->numerator, &y->denominator, &x->numerator);

	if (error == MP_OKAY)
		error = mp_mul(&y->numerator, &x->denominator, &y->numerator);
	*order = error == MP_OKAY ? mp_cmp(&x->numerator, &y->numerator) : 0;
	return check(error);
}

int gr_big_compare(const struct gr_exact *a, const struct gr_exact *b)
{
	struct gr_exact_big *x = NULL, *y = NULL;
	int order = 0;

	/* without memory they count as equal; the error stays set for who looks */
	if (gr_exact_sign(a) != gr_exact_sign(b))
		return gr_exact_sign(a) < gr_exact_sign(b) ? -1 : 1;
	if (widen(&x, a) == 0 && widen(&y, b) == 0)
		compare_crosswise(&order, x, y);
	gr_big_free(x);
	gr_big_free(y);
	return order;
}

int gr_big_sign(const struct gr_exact_big *big)
{
	return mp_iszero(&big->numerator) ? 0 : mp_isneg(&big->numerator) ? -1 : 1;
}

bool gr_big_is_whole(const struct gr_exact_big *big)
{
	return mp_cmp_d(&big->denominator, 1) == MP_EQ;
}

/* ---- text ---- */

static int append_digits(struct gr_buf *out, const mp_int *number)
{
	int room = 0;
	int r = check(mp_radix_size(number, 10, &room));
	size_t size = (size_t)room;

	if (r < 0)
		return r;
	gr_buf_reserve(out, size);
	if (gr_buf_ok(out) < 0)
		return GRANT_ENOMEM;
	r = check(mp_to_radix(number, out->data + out->size, size, NULL, 10));
	if (r == 0)
		out->size += strlen(out->data + out->size);
	return r;
}

int gr_big_text(struct gr_buf *numerator, struct gr_buf *denominator, const struct gr_exact *a)
{
	int r = append_digits(numerator, &a->big->numerator);

	return r == 0 && denominator ? append_digits(denominator, &a->big->denominator) : r;
}

int gr_big_from_digits(struct gr_exact *out, const char *digits)
{
	struct gr_exact_big *big;
	int r = new_big(&big);

	if (r < 0)
		return r;
	r = check(mp_read_radix(&big->numerator, digits, 10));
	if (r < 0) {
		gr_big_free(big);
		return r;
	}
	mp_set(&big->denominator, 1);
	return settle(out, big);
}

/* ---- packed: sign, size of the numerator, both as bytes ---- */

struct head {
	uint32_t numerator_size, denominator_size, is_negative;
};

size_t gr_big_packed_size(const struct gr_exact_big *big)
{
	return sizeof(struct head) + mp_ubin_size(&big->numerator) + mp_ubin_size(&big->denominator);
}

void gr_big_pack(void *to, const struct gr_exact_big *big)
{
	struct head head = { (uint32_t)mp_ubin_size(&big->numerator), (uint32_t)mp_ubin_size(&big->denominator),
		             mp_isneg(&big->numerator) };
	unsigned char *bytes = (unsigned char *)to + sizeof(head);

	memcpy(to, &head, sizeof(head));
	if (mp_to_ubin(&big->numerator, bytes, head.numerator_size, NULL) != MP_OKAY ||
	    mp_to_ubin(&big->denominator, bytes + head.numerator_size, head.denominator_size, NULL) != MP_OKAY)
		memset(to, 0, sizeof(head)); /* cannot be: the sizes were asked for; unpack refuses it */
}

static int read_parts(struct gr_exact_big *big, const unsigned char *bytes, const struct head *head)
{
	mp_err error = mp_from_ubin(&big->numerator, bytes, head->numerator_size);

	if (error == MP_OKAY)
		error = mp_from_ubin(&big->denominator, bytes + head->numerator_size, head->denominator_size);
	if (error == MP_OKAY && head->is_negative)
		error = mp_neg(&big->numerator, &big->numerator);
	return check(error);
}

int gr_big_unpack(struct gr_exact *out, const void *from, size_t size)
{
	struct gr_exact_big *big;
	struct head head;
	int r;

	if (size < sizeof(head))
		return gr_fail(GRANT_EINTERNAL, "a packed number is too short");
	memcpy(&head, from, sizeof(head));
	if (head.denominator_size == 0 || sizeof(head) + (size_t)head.numerator_size + head.denominator_size != size)
		return gr_fail(GRANT_EINTERNAL, "a packed number is damaged");
	r = new_big(&big);
	if (r < 0)
		return r;
	r = read_parts(big, (const unsigned char *)from + sizeof(head), &head);
	if (r < 0) {
		gr_big_free(big);
		return r;
	}
	return settle(out, big);
}
