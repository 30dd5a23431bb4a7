libgrant_core_sources += \
    %D%/model.h %D%/check.h %D%/application.h \
    %D%/kinds.c %D%/form-labels.c %D%/kind.c \
    %D%/validate-scalar.c %D%/record-check.c %D%/canonical.c %D%/validate.c \
    %D%/for-rules.c %D%/paths.c %D%/states.c %D%/calendar.c %D%/uscc.c \
    %D%/application-budget.c %D%/application.c %D%/review-check.c \
    %D%/budget.c %D%/ranking.c %D%/schema.c %D%/tables.c
