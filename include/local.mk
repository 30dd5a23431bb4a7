include_HEADERS += %D%/grant.h
grantincludedir = $(includedir)/grant
grantinclude_HEADERS = \
	%D%/grant/api.h \
	%D%/grant/decision.h \
	%D%/grant/draw.h \
	%D%/grant/error.h \
	%D%/grant/exchange.h \
	%D%/grant/finding.h \
	%D%/grant/intake.h \
	%D%/grant/json.h \
	%D%/grant/maintenance.h \
	%D%/grant/person.h \
	%D%/grant/project.h \
	%D%/grant/query.h \
	%D%/grant/ranking.h \
	%D%/grant/record.h \
	%D%/grant/review.h \
	%D%/grant/round.h \
	%D%/grant/rules.h \
	%D%/grant/types.h \
	%D%/grant/value.h
