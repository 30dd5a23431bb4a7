# SPDX-License-Identifier: Apache-2.0
# What the scripts of the example rounds share: acts of $who on $day in $round, told as a person would type them. Sourced with the program
# and the folder as arguments; the caller sets round, day and who.
# shellcheck shell=bash disable=SC2154,SC2164
program=$(realpath "$1")
mkdir -p "$2"
cd "$2"
folder=$PWD
if [ -n "$(ls -A)" ]; then
	echo "$folder is not empty; give a new folder" >&2
	exit 6
fi
heading() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
[ -t 1 ] || heading() { printf '\n== %s\n' "$*"; }

# A command as a person would type it, for $who on $day.
show() {
	local word words=
	for word; do
		case $word in *[!A-Za-z0-9.,:=/_-]*) words+=" '$word'" ;; *) words+=" $word" ;; esac
	done
	printf '$ grant --as %s --at %sT10:00:00+08:00%s\n' "$who" "$day" "$words"
}
act() { "$program" -C "$round" --as "$who" --at "${day}T10:00:00+08:00" "$@"; }
# Show it and run it.
grant() {
	echo
	show "$@"
	act "$@"
}
# One of many that are alike: its answer would say what the line says.
alike() {
	show "$@"
	act "$@" >/dev/null
}
