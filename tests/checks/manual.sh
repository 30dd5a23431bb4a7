#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual pages are clean, every command has one, and their options are those of the option tables. Needs $GRANT, the
# program, and $srcdir, the tree.
LC_ALL=C
LANGUAGE=
export LC_ALL LANGUAGE
GRANT=${GRANT:-grant}
srcdir=${srcdir:-.}
doc=$srcdir/doc
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

if command -v mandoc >/dev/null 2>&1; then
	for page in "$doc"/grant*.1; do
		found=$(mandoc -Tlint -Wwarning "$page" 2>&1)
		told $? "$(basename "$page") is clean"
		[ -z "$found" ] || printf '%s\n' "$found" | sed 's/^/# /'
	done
fi
echo "1..$count"
