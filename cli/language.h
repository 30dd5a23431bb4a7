/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_LANGUAGE_H
#define CLI_LANGUAGE_H

#include <stdbool.h>

/* The process's locale and the language of messages. false: there is no UTF-8 locale at all. */
bool language_begin(void);

#endif
