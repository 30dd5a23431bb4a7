EXTRA_DIST += %D%/c/embed.c %D%/rounds
