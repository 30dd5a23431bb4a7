#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual pages are clean, every command has one, their options are those of the option tables, and their lists are what
# there is. Needs $GRANT, the program, $srcdir, the tree, and $builddir, where it was built.
LC_ALL=C
LANGUAGE=
export LC_ALL LANGUAGE
GRANT=${GRANT:-grant}
srcdir=${srcdir:-.}
doc=$srcdir/doc
built=${builddir:-$srcdir/build}/doc
count=0

told()
{
	# told SUCCESS WORDS: one line of TAP.
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
	fi
}

# "add", "list" of a family such as "person"; nothing for a command of one word.
members()
{
	"$GRANT" help | sed -n "s/^  $1 \([a-z]*\)  .*/\1/p"
}

# The long options in a help's section, one per line.
help_options()
{
	# help_options COMMAND FROM TO
	# shellcheck disable=SC2086 # the command may be two words
	"$GRANT" $1 --help | sed -n "/^$2\$/,/^$3\$/p" | sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\).*/\2/p'
}

page_options()
{
	sed -n '/^\.Sh OPTIONS/,/^\.Sh [^O]/p' "$1" | sed -n 's/^\.It.* Fl -\([a-z-]*\).*/\1/p'
}

# The same on a Chinese page.
page_options_zh()
{
	awk '/^\.Sh / {inside = $2 == "选项"} inside' "$1" | sed -n 's/^\.It.* Fl -\([a-z-]*\).*/\1/p'
}

compare()
{
	# compare WORDS HELP PAGE
	if [ "$2" = "$3" ]; then
		told 0 "$1"
	else
		told 1 "$1"
		printf '%s\n' "the program:" "$2" "the page:" "$3" | sed 's/^/# /'
	fi
}

commands=$("$GRANT" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort -u)
if [ -z "$commands" ]; then
	echo "Bail out! $GRANT lists no commands"
	exit 1
fi

for command in $commands; do
	page=$doc/grant-$command.1
	if [ ! -f "$page" ]; then
		told 1 "grant-$command.1 is there"
		continue
	fi
	names=$(members "$command" | sed "s/^/$command /")
	[ -n "$names" ] || names=$command
	of_program=$(printf '%s\n' "$names" | while read -r name; do
		help_options "$name" Options "Options of every command"
	done | sort -u)
	compare "grant-$command.1 has the options of the command" "$of_program" "$(page_options "$page" | sort -u)"
done

compare "grant.1 has the options of every command" \
	"$(help_options list "Options of every command" "" | sort -u)" "$(page_options "$doc/grant.1" | sort -u)"

for page in "$doc"/grant*.1; do
	command=$(basename "$page" .1)
	command=${command#grant-}
	[ "$command" = grant ] && continue
	printf '%s\n' "$commands" | grep -qx "$command"
	told $? "grant-$command.1 is the page of a command"
	grep -q "^\.It Xr grant-$command 1" "$doc/grant.1"
	told $? "grant.1 lists grant-$command"
done

# The Chinese pages have the options of the English ones.
for page in "$doc"/zh_CN/*.1; do
	name=$(basename "$page")
	compare "zh_CN/$name has the options of the English page" \
		"$(page_options "$doc/$name" | sort -u)" "$(page_options_zh "$page" | sort -u)"
done

# What is listed on a page is what there is. The two pages with tables are written when the program is built.
findings=$built/grant-findings.7
compare "grant-findings(7) has every finding and no other" \
	"$(sed -n 's/^GR_FINDING([A-Z_]*, "\([a-z.-]*\)".*/\1/p' "$srcdir/libgrant/base/finding-ids.h" | sort)" \
	"$(sed -n 's/^\.It Li \([a-z-]*\.[a-z-]*\) Pq .*/\1/p' "$findings" | sort)"
missing=$(grep -ho '^ *"[a-z0-9_]*": {' "$built"/schema/*.json | tr -dc 'a-z0-9_\n' | sort -u |
	grep -vxE 'properties|items|.?defs' | while read -r field; do
	grep -qE "^\.(It Li|Ss) $field$" "$built/grant-repository.5" ||
		grep -qE "^\.Ss $(printf %s "$field" | tr _ -)$" "$built/grant-repository.5" || echo "$field"
done)
compare "grant-repository(5) has every field of the schemas" "" "$missing"
states=$(sed -n 's/^\t\[GR_STATE_[A-Z_]*\] = { "\([a-z-]*\)".*/\1/p' "$srcdir/libgrant/model/states.c" | grep -vx none | sort)
compare "grant-repository(5) says how every state is derived" "$states" \
	"$(sed -n '/^\.Sh STATES/,/^\.El/s/^\.It Li //p' "$built/grant-repository.5" | tr -d ' ' | tr , '\n' | sort -u)"
for page in "$doc/grant-list.1" "$doc/zh_CN/grant-list.1"; do
	compare "${page#"$doc"/} names the states" "$states" \
		"$(sed -n '/^\.It Fl -state/,/^\.It Fl -category/s/^\.Cm //p' "$page" | tr -d ' .' | tr , '\n' | sed '/^$/d' | sort)"
done
compare "libgrant(3) lists the functions of libgrant.map" \
	"$(sed -n 's/^\t*\(grant_[a-z0-9_]*\);/\1/p' "$srcdir/libgrant/libgrant.map" | sort)" \
	"$(sed -n '/^\.Sh FUNCTIONS/,/^\.Sh EXAMPLES/s/^\.Fn \(grant_[a-z0-9_]*\).*/\1/p' "$doc/libgrant.3" | sort)"
compare "libgrant(3) has the codes of error.h" \
	"$(sed -n 's/^\t\(GRANT_E[A-Z]*\) = -.*/\1/p' "$srcdir/include/grant/error.h" | sort)" \
	"$(sed -n 's/^\.It Dv \(GRANT_E[A-Z]*\)$/\1/p' "$doc/libgrant.3" | sort)"
compare "the example of libgrant(3) is examples/c/embed.c" \
	"$(sed -n '/^#include <stdio.h>/,$p' "$srcdir/examples/c/embed.c")" \
	"$(sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$doc/libgrant.3" | sed '1,2d;/^\.Ed/d;s/^\\&//;s/\\e/\\/g')"
missing=$(sed -n 's/.*kind = "\([a-z]*\)".*/\1/p; s/.*json_begin("\([a-z]*\)").*/\1/p; s/.*json_record(cli, "\([a-z]*\)".*/\1/p' \
	"$srcdir"/cli/*.c | sort -u | while read -r kind; do
	grep -qE "^\.Ss ([a-z]+, )*$kind(,.*)?$" "$doc/grant-json.7" || echo "$kind"
done)
compare "grant-json(7) has a section for every kind of document" "" "$missing"

if command -v mandoc >/dev/null 2>&1; then
	for page in "$doc"/*.[1357] "$built"/*.[57] "$doc"/zh_CN/*.1; do
		found=$(mandoc -Tlint -Wwarning "$page" 2>&1)
		told $? "${page##*doc/} is clean"
		[ -z "$found" ] || printf '%s\n' "$found" | sed 's/^/# /'
	done
fi
echo "1..$count"
