/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_PAYMENTS_H
#define GR_WORK_PAYMENTS_H

/* Where tranches and payments of an application stand, for the acts and for what is due. */

#include "work/subject.h"

enum gr_payment_stand { GR_PAYMENT_REQUESTED, GR_PAYMENT_APPROVED, GR_PAYMENT_DONE, GR_PAYMENT_RETURNED };

bool gr_payment_is_in(const gr_value *payment, enum gr_payment_stand stand);
const gr_value *gr_payment_find_tranche(const gr_value *agreement, int64_t number);
/* What it waits for has passed. */
bool gr_payment_tranche_is_due(const struct gr_subject *application, const gr_value *tranche);
/* The tranche that a payment is of (NULL: the agreement has none), and whether what that waits for has passed. */
const gr_value *gr_payment_tranche_of(const struct gr_subject *application, const gr_value *payment);
bool gr_payment_is_due(const struct gr_subject *application, const gr_value *payment);
int gr_payment_tranche_left(int64_t *out, const struct gr_subject *application, const gr_value *tranche);

#endif
