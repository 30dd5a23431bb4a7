/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every finding there is: symbol, stable id, severity, message, remedy. No guard: included with GR_FINDING defined.
 * {0} {1} {2} {3} are the arguments. An id once released keeps its meaning; grant-findings(7) has an entry for each.
 */

/* The archive as a whole */
GR_FINDING(ARCHIVE_UNREADABLE, "archive.unreadable", GRANT_ERROR,
           N_("the archive cannot be read: {0}"), N_("make the archive again and hand in that one"))
GR_FINDING(ARCHIVE_FORMAT, "archive.format", GRANT_ERROR,
           N_("this is not an archive that is taken: {0}"),
           N_("pack the folder as zip (on Windows: right click, Send to, Compressed folder), 7z, tar or tar.gz"))
GR_FINDING(ARCHIVE_RAR, "archive.rar", GRANT_ERROR,
           N_("this is a rar archive, which is not taken"),
           N_("unpack it and pack the folder as zip (on Windows: right click, Send to, Compressed folder)"))
GR_FINDING(ARCHIVE_ENCRYPTED, "archive.encrypted", GRANT_ERROR,
           N_("the archive is encrypted"), N_("make it again without a password"))
GR_FINDING(ARCHIVE_SPLIT, "archive.split", GRANT_ERROR,
           N_("the archive is one part of several"), N_("make one archive of the whole folder"))
GR_FINDING(ARCHIVE_STRUCTURE, "archive.structure", GRANT_ERROR,
           N_("the archive contradicts itself: {0}"), N_("make the archive again with an ordinary program"))
GR_FINDING(ARCHIVE_EMPTY, "archive.empty", GRANT_ERROR,
           N_("the archive holds no file"), N_("put the form and the attachments into it"))
GR_FINDING(ARCHIVE_TOO_LARGE, "archive.too-large", GRANT_ERROR,
           N_("the archive has more than {0} bytes"), N_("make pictures and scans smaller"))
GR_FINDING(ARCHIVE_TOO_MANY_BYTES, "archive.too-many-bytes", GRANT_ERROR,
           N_("unpacked, the archive has more than {0} bytes"), N_("make pictures and scans smaller"))
GR_FINDING(ARCHIVE_TOO_MANY_ENTRIES, "archive.too-many-entries", GRANT_ERROR,
           N_("the archive has more than {0} entries"), N_("hand in what the call asks for only"))
GR_FINDING(ARCHIVE_TOO_SLOW, "archive.too-slow", GRANT_ERROR,
           N_("unpacking takes more than {0} seconds"), N_("make the archive again as an ordinary zip"))
GR_FINDING(ARCHIVE_TRAILING, "archive.trailing", GRANT_ERROR,
           N_("there are bytes behind the end of the archive"), N_("make the archive again with an ordinary program"))

/* One entry of an archive */
GR_FINDING(ENTRY_PATH_ESCAPES, "archive.path-escapes", GRANT_ERROR,
           N_("the path leaves the archive"), N_("make the archive again from inside its folder"))
GR_FINDING(ENTRY_PATH_ABSOLUTE, "archive.path-absolute", GRANT_ERROR,
           N_("the path is absolute"), N_("make the archive again from inside its folder"))
GR_FINDING(ENTRY_NAME_EMPTY, "archive.name-empty", GRANT_ERROR,
           N_("an entry has no name"), N_("make the archive again with an ordinary program"))
GR_FINDING(ENTRY_NAME_NUL, "archive.name-nul", GRANT_ERROR,
           N_("the name holds a NUL byte"), N_("make the archive again with an ordinary program"))
GR_FINDING(ENTRY_NAME_ENCODING, "archive.name-encoding", GRANT_ERROR,
           N_("the name is in no character set that is known here"),
           N_("make the archive again as zip with UTF-8 names, or say the character set with --charset"))
GR_FINDING(ENTRY_NAME_GIT, "archive.name-git", GRANT_ERROR,
           N_("the name stands for git's own folder"),
           N_("leave that folder out and make the archive again"))
GR_FINDING(ENTRY_TWO_NAMES, "archive.two-names", GRANT_ERROR,
           N_("the entry has two names that differ: {0}"), N_("make the archive again with an ordinary program"))
GR_FINDING(ENTRY_DUPLICATE, "archive.duplicate", GRANT_ERROR,
           N_("two entries have the same name"), N_("keep one of them"))
GR_FINDING(ENTRY_FILE_AND_FOLDER, "archive.file-and-folder", GRANT_ERROR,
           N_("one name stands for a file and for a folder"), N_("rename one of them"))
GR_FINDING(ENTRY_LINK, "archive.link", GRANT_ERROR,
           N_("the entry is a link"), N_("put the file itself in its place"))
GR_FINDING(ENTRY_SPECIAL, "archive.special", GRANT_ERROR,
           N_("the entry is neither a file nor a folder"), N_("leave it out"))
GR_FINDING(ENTRY_SPARSE, "archive.sparse", GRANT_ERROR,
           N_("the file has holes"), N_("make the archive again as zip"))
GR_FINDING(ENTRY_FOLDER_WITH_DATA, "archive.folder-with-data", GRANT_ERROR,
           N_("a folder holds bytes of its own"), N_("make the archive again with an ordinary program"))
GR_FINDING(ENTRY_ENCRYPTED, "archive.entry-encrypted", GRANT_ERROR,
           N_("the entry is encrypted"), N_("make the archive again without a password"))
GR_FINDING(ENTRY_METHOD, "archive.method", GRANT_ERROR,
           N_("the entry is packed in a way that is not taken: {0}"), N_("make the archive again as an ordinary zip"))
GR_FINDING(ENTRY_DAMAGED, "archive.damaged", GRANT_ERROR,
           N_("the entry is damaged: {0}"), N_("make the archive again and hand in that one"))
GR_FINDING(ENTRY_TOO_LARGE, "archive.entry-too-large", GRANT_ERROR,
           N_("the file has more than {0} bytes"), N_("make it smaller"))
GR_FINDING(ENTRY_TOO_DEEP, "archive.too-deep", GRANT_ERROR,
           N_("the file lies more than {0} folders deep"), N_("use fewer folders inside each other"))
GR_FINDING(ENTRY_NAME_TOO_LONG, "archive.name-too-long", GRANT_ERROR,
           N_("the name is longer than {0}"), N_("give it a shorter name"))
GR_FINDING(ENTRY_RENAMED, "archive.renamed", GRANT_NOTE,
           N_("taken in as {0}"), N_("nothing to do; the receipt keeps the original name"))
GR_FINDING(ENTRY_CHARSET_MIXED, "archive.charset-mixed", GRANT_WARNING,
           N_("the names are in several character sets"), N_("look at the names in the receipt"))
GR_FINDING(ENTRY_CHARSET_GUESSED, "archive.charset-guessed", GRANT_WARNING,
           N_("the names look like {0}, which is a guess"),
           N_("look at the names in the receipt; if they are wrong say the character set with --charset"))
GR_FINDING(ENTRY_FLAG_LIES, "archive.flag-lies", GRANT_WARNING,
           N_("the name says UTF-8 and is {0}"), N_("look at the name in the receipt"))
GR_FINDING(ENTRY_DROPPED, "archive.dropped", GRANT_NOTE,
           N_("left out: {0}"), N_("nothing to do"))
GR_FINDING(ENTRY_NESTED, "archive.nested", GRANT_WARNING,
           N_("an archive inside the archive is kept as a file and not opened"),
           N_("put what reviewers should read beside it as files"))

/* What a file is by its content. Which of these are refused the round says ("refuse"); the pairs are of one order. */
GR_FINDING(FILE_PROGRAM, "file.program", GRANT_WARNING,
           N_("this is a program"), N_("leave it out; hand in documents, pictures and tables"))
GR_FINDING(FILE_PROGRAM_REFUSED, "file.program-refused", GRANT_ERROR,
           N_("this is a program, which this round does not take"),
           N_("leave it out; hand in documents, pictures and tables"))
GR_FINDING(FILE_MACROS, "file.macros", GRANT_WARNING,
           N_("the file holds macros, which can run when it is opened"), N_("save it without macros, as docx, xlsx or pptx"))
GR_FINDING(FILE_MACROS_REFUSED, "file.macros-refused", GRANT_ERROR,
           N_("the file holds macros, which this round does not take"), N_("save it without macros, as docx, xlsx or pptx"))
GR_FINDING(FILE_ENCRYPTED, "file.encrypted", GRANT_WARNING,
           N_("the file has a password, so reviewers cannot read it"), N_("save it without a password"))
GR_FINDING(FILE_ENCRYPTED_REFUSED, "file.encrypted-refused", GRANT_ERROR,
           N_("the file has a password, which this round does not take"), N_("save it without a password"))
GR_FINDING(FILE_TYPE, "file.type", GRANT_WARNING,
           N_("by its name the file is {0} and by its content {1}"), N_("open it and save it as what it is, or give it the right ending"))
GR_FINDING(FILE_TYPE_REFUSED, "file.type-refused", GRANT_ERROR,
           N_("by its name the file is {0} and by its content {1}, which this round does not take"),
           N_("open it and save it as what it is, or give it the right ending"))

/* A message that archives are attached to */
GR_FINDING(MAIL_UNREADABLE, "mail.unreadable", GRANT_ERROR,
           N_("the message cannot be read: {0}"), N_("save it again in the mail program, as .eml"))
GR_FINDING(MAIL_NO_ARCHIVE, "mail.no-archive", GRANT_ERROR,
           N_("no archive is attached to the message; attached are: {0}"),
           N_("ask for the proposal packed as zip; a form alone goes in with --paper"))
GR_FINDING(MAIL_NO_TIME, "mail.no-time", GRANT_WARNING,
           N_("the message does not say when the office's server received it; the time of taking in counts"),
           N_("say it with --received"))
GR_FINDING(MAIL_LATER, "mail.later", GRANT_WARNING,
           N_("the office's server received the message at {0}, later than it is taken in; the receipt says {1}"),
           N_("look at the clocks and at --at, or say when it came with --received"))

/* The form */
GR_FINDING(FORM_MISSING, "form.missing", GRANT_ERROR,
           N_("there is no form in the archive"),
           N_("put 申请表.xlsx, 申请表.txt or application.json at its top or into its one folder"))
GR_FINDING(FORM_PAPER, "form.paper", GRANT_ERROR,
           N_("this is no form that can be read"), N_("give a form that ends in .json, .xlsx or .txt"))
GR_FINDING(FORM_UNREADABLE, "form.unreadable", GRANT_ERROR,
           N_("the form cannot be read: {0}"), N_("mend it at that line"))
GR_FINDING(FORM_OTHER_TYPE, "form.other-type", GRANT_ERROR,
           N_("“{0}” seems to be the form, and a file of its type is not read as one"),
           N_("copy what it says into 申请表.xlsx or 申请表.txt of the kit, and pack that in its place"))
GR_FINDING(FORM_OTHER_NAME, "form.other-name", GRANT_ERROR,
           N_("“{0}” seems to be the form, under another name"),
           N_("name it {1} and put it at the top of the archive or into its one folder"))
GR_FINDING(FORM_WORKBOOK, "form.workbook", GRANT_ERROR,
           N_("the workbook cannot be read: {0}"),
           N_("open it in Excel or WPS, save it again as Excel workbook (.xlsx), and pack that"))
GR_FINDING(FORM_WORKBOOK_PASSWORD, "form.workbook-password", GRANT_ERROR,
           N_("the workbook is protected by a password"),
           N_("take the password off (in Excel: File, Info, Protect Workbook, Encrypt with Password), save it and pack it again"))
GR_FINDING(FORM_WORKBOOK_OLD, "form.workbook-old", GRANT_ERROR,
           N_("this is a file of an old kind (such as .xls), whatever its name says"),
           N_("open it in Excel or WPS, save it as Excel workbook (.xlsx), and pack that"))
GR_FINDING(FORM_WORKBOOK_EMPTY, "form.workbook-empty", GRANT_ERROR,
           N_("no sheet of the workbook has a label of the form"), N_("fill in 申请表.xlsx of the kit"))
GR_FINDING(FORM_CELL_ERROR, "form.cell-error", GRANT_ERROR,
           N_("the cell shows the error {0}"), N_("mend its formula, or type the value"))
GR_FINDING(FORM_CELL_FORMULA, "form.cell-formula", GRANT_ERROR,
           N_("the cell's formula was never worked out"),
           N_("open the workbook in Excel or WPS, save it, and pack it again"))
GR_FINDING(FORM_CELL_DIGITS, "form.cell-digits", GRANT_ERROR,
           N_("{0} has more than fifteen figures, and a spreadsheet keeps fifteen of a number"),
           N_("format the cell as text and type it again"))
GR_FINDING(FORM_CELL_UNREAD, "form.cell-unread", GRANT_WARNING,
           N_("“{0}” is no field of the form; what stands beside it is not read"), N_("use the labels of the kit"))
GR_FINDING(FORM_ENCODING, "form.encoding", GRANT_ERROR,
           N_("the form is in no character set that is known here"), N_("save it as UTF-8"))
GR_FINDING(FORM_TWO, "form.two-forms", GRANT_WARNING,
           N_("this form is used; {0} is not, and does not say the same"), N_("keep the one that is right"))
GR_FINDING(FORM_BLANK, "form.blank", GRANT_NOTE,
           N_("this form is blank; {0} is read in its place"), N_("nothing to do"))
GR_FINDING(FORM_LABEL_UNKNOWN, "form.label-unknown", GRANT_WARNING,
           N_("“{0}” is no field of the form, so the line counts as part of the field before"),
           N_("use the labels of the kit"))
GR_FINDING(FORM_TEXT_OUTSIDE, "form.text-outside", GRANT_WARNING,
           N_("the text before the first field is not read: {0}"), N_("begin with a label of the kit"))
GR_FINDING(FORM_FIELD_TWICE, "form.field-twice", GRANT_ERROR,
           N_("the field “{0}” is there twice"), N_("keep one of them"))
GR_FINDING(FORM_COLUMN_UNKNOWN, "form.column-unknown", GRANT_ERROR,
           N_("“{0}” is no column of this table; the columns are {1}"), N_("use the column names of the kit"))
GR_FINDING(FORM_COLUMN_TWICE, "form.column-twice", GRANT_ERROR,
           N_("the column “{0}” is there twice"), N_("keep one of them"))
GR_FINDING(FORM_ROW_CELLS, "form.row-cells", GRANT_ERROR,
           N_("the row has {0} cells and the table {1} columns"), N_("part the cells by | and leave none out"))
GR_FINDING(FORM_CAPITALS_DIFFER, "form.capitals-differ", GRANT_ERROR,
           N_("the amount in words says {0} and the figure says {1}"), N_("make both say the same"))
GR_FINDING(FORM_CAPITALS_UNREADABLE, "form.capitals-unreadable", GRANT_WARNING,
           N_("the amount in words cannot be read: {0}"), N_("write it as in 人民币壹仟肆佰零玖元伍角整"))

/* A record against the record table */
GR_FINDING(RECORD_JSON, "record.json", GRANT_ERROR,
           N_("this is not JSON as it is read here: {0}"), N_("mend it at that line"))
GR_FINDING(RECORD_NOT_CANONICAL, "record.not-canonical", GRANT_ERROR,
           N_("the record is not written as the format says"), N_("write it through libgrant"))
GR_FINDING(RECORD_FIELD_MISSING, "record.field-missing", GRANT_ERROR,
           N_("{0} is missing"), N_("fill it in"))
GR_FINDING(RECORD_FIELD_UNKNOWN, "record.field-unknown", GRANT_ERROR,
           N_("the record “{1}” has no field “{0}”"), N_("leave it out; the fields are {2}"))
GR_FINDING(RECORD_MEASURE_UNKNOWN, "record.measure-unknown", GRANT_ERROR,
           N_("the rules declare no measure “{0}”"), N_("leave it out; what they declare: {1}"))
GR_FINDING(RECORD_TYPE, "record.type", GRANT_ERROR,
           N_("{0} is {1} and must be {2}"), N_("write it as {2}"))
GR_FINDING(RECORD_TOO_LONG, "record.too-long", GRANT_ERROR,
           N_("{0} has {1} characters and may have {2}"), N_("make it shorter"))
GR_FINDING(RECORD_CONTROL, "record.control-character", GRANT_ERROR,
           N_("{0} holds a control character"), N_("type it again"))
GR_FINDING(RECORD_WORD, "record.word", GRANT_ERROR,
           N_("{0} is “{1}” and must be one of: {2}"), N_("choose one of them"))
GR_FINDING(RECORD_ID, "record.id", GRANT_ERROR,
           N_("{0} is “{1}”, which is no id"),
           N_("use a lower-case letter followed by letters, digits and -, at most 32"))
GR_FINDING(RECORD_MONEY, "record.money", GRANT_ERROR,
           N_("{0} is “{1}”, which is no amount of money"), N_("write a figure with at most two places, such as 50000.00"))
GR_FINDING(RECORD_DECIMAL, "record.decimal", GRANT_ERROR,
           N_("{0} is “{1}”, which is no decimal with at most {2} places"), N_("write it such as 18.5"))
GR_FINDING(RECORD_RANGE, "record.range", GRANT_ERROR,
           N_("{0} is {1} and must lie between {2} and {3}"), N_("write a number within these bounds"))
GR_FINDING(RECORD_DATE, "record.date", GRANT_ERROR,
           N_("{0} is “{1}”, which is no date"), N_("write it such as 2018-03-31"))
GR_FINDING(RECORD_TIME, "record.time", GRANT_ERROR,
           N_("{0} is “{1}”, which is no time"), N_("write it such as 2018-03-31T17:30:00+08:00"))
GR_FINDING(RECORD_COUNT, "record.count", GRANT_ERROR,
           N_("{0} has {1} items and may have {2} to {3}"), N_("add or leave out some"))
GR_FINDING(RECORD_DUPLICATE, "record.duplicate", GRANT_ERROR,
           N_("{0}: “{1}” is there twice"), N_("give each an id of its own"))
GR_FINDING(RECORD_REFERENCE, "record.reference", GRANT_ERROR,
           N_("{0} names “{1}”, which does not exist"), N_("choose one of: {2}"))

GR_FINDING(RECORD_PATTERN, "record.pattern", GRANT_ERROR,
           N_("{0} is “{1}”, which is not of its form"), N_("write it such as {2}"))
GR_FINDING(RECORD_ORDER, "record.order", GRANT_ERROR,
           N_("{0} ({1}) lies before {2} ({3})"), N_("mend one of them"))
GR_FINDING(ROUND_TRANCHES, "round.tranches", GRANT_ERROR,
           N_("the tranches add up to {0} percent"), N_("make them add up to 100"))
GR_FINDING(ROUND_FIELD_UNKNOWN, "round.field-unknown", GRANT_ERROR,
           N_("the round has no field “{0}”"),
           N_("name it by its path, such as calendar.review_until or categories.service.cap; grant-repository(5) has all"))
GR_FINDING(ROUND_FIXED, "round.fixed", GRANT_ERROR,
           N_("“{0}” stays as it was when the round was made, since other records rest on it"),
           N_("a round that needs another one is made anew, with grant init"))
GR_FINDING(ROUND_WHOLE, "round.whole", GRANT_ERROR,
           N_("“{0}” holds several fields"), N_("name one of them by its path, rows by their id; grant-repository(5) has all"))
GR_FINDING(REVIEW_STEP, "review.step", GRANT_ERROR,
           N_("{0} is {1}, which is no multiple of {2} from {3}"), N_("round it to the step that the rules declare"))

/* The application against the round */
GR_FINDING(APPLICATION_CATEGORY, "application.category", GRANT_ERROR,
           N_("the category “{0}” is none of this round"), N_("choose one of: {1}"))
GR_FINDING(APPLICATION_OVER_CAP, "application.over-cap", GRANT_WARNING,
           N_("{0} is requested and the cap is {1}"), N_("ask for less"))
GR_FINDING(APPLICATION_PER_ORGANISATION, "application.per-organisation", GRANT_WARNING,
           N_("{0} has handed in {1} applications and may hand in {2}"), N_("withdraw one of them"))
GR_FINDING(APPLICATION_RETURNED, "application.returned", GRANT_WARNING,
           N_("{0} was returned to {1} and waits for a corrected archive; this one becomes another application"),
           N_("if it is the corrected one, take it in with --replace {0}"))
GR_FINDING(APPLICATION_DATES, "application.dates", GRANT_ERROR,
           N_("the project ends on {1}, before it starts on {0}"), N_("mend the dates"))
GR_FINDING(APPLICATION_BUDGET_LINE, "application.budget-line", GRANT_WARNING,
           N_("{0} × {1} is {2} and the line says {3}"), N_("mend the line"))
GR_FINDING(APPLICATION_BUDGET_SUM, "application.budget-sum", GRANT_WARNING,
           N_("the budget lines add up to {0} and the total is {1}"), N_("mend the lines or the total"))
GR_FINDING(APPLICATION_TOTAL, "application.total", GRANT_WARNING,
           N_("requested {0} and matching {1} do not make the total {2}"), N_("mend the figures"))
GR_FINDING(APPLICATION_BUDGET_MAX, "application.budget-max", GRANT_WARNING,
           N_("“{0}” comes to {1} and may be {2} at most ({3} percent)"), N_("mend the budget, or let screening override it with a reason"))
GR_FINDING(APPLICATION_BUDGET_MIN, "application.budget-min", GRANT_WARNING,
           N_("“{0}” comes to {1} and must be {2} at least ({3} percent)"), N_("mend the budget, or let screening override it with a reason"))
GR_FINDING(APPLICATION_ANSWER_MISSING, "application.answer-missing", GRANT_ERROR,
           N_("the call asks for “{0}”"), N_("fill it in"))
GR_FINDING(APPLICATION_ANSWER_UNKNOWN, "application.answer-unknown", GRANT_ERROR,
           N_("the call does not ask for “{0}”"), N_("leave it out"))
GR_FINDING(APPLICATION_ATTACHMENT_MISSING, "application.attachment-missing", GRANT_ERROR,
           N_("the call asks for {0} (a file named {1}, type {2})"), N_("put it into the archive"))
GR_FINDING(APPLICATION_USCC, "application.uscc", GRANT_WARNING,
           N_("the unified social credit code {0} fails its check digit"),
           N_("compare it with the certificate; early codes fail although they are valid"))
GR_FINDING(APPLICATION_USCC_INNER, "application.uscc-inner", GRANT_WARNING,
           N_("places 9 to 17 of the unified social credit code {0} fail their own check digit"),
           N_("compare them with the certificate"))
GR_FINDING(APPLICATION_USCC_SHAPE, "application.uscc-shape", GRANT_WARNING,
           N_("“{0}” is no unified social credit code"), N_("write its 18 digits and letters as on the certificate"))
GR_FINDING(APPLICATION_SAME_ARCHIVE, "application.same-archive", GRANT_ERROR,
           N_("the same archive was taken in as {0}"), N_("nothing to do, or hand in the corrected one"))

/* An amendment */
GR_FINDING(AMEND_FIELD_UNKNOWN, "amend.field-unknown", GRANT_ERROR,
           N_("the form has no field “{0}”"),
           N_("name it by its path, such as organisation.name or budget.2.amount, or by its label in the form"))
GR_FINDING(AMEND_ROW_UNKNOWN, "amend.row-unknown", GRANT_ERROR,
           N_("there is no such line: “{0}”; there are {1}"),
           N_("lines are counted from 0; the next number adds one"))

/* Eligibility by the round's own limits */
GR_FINDING(SCREENING_OVER_CAP, "screening.over-cap", GRANT_ERROR,
           N_("{0} is requested and the cap is {1}"), N_("reject it, or return it for a smaller request"))
GR_FINDING(SCREENING_PER_ORGANISATION, "screening.per-organisation", GRANT_ERROR,
           N_("{0} has handed in {1} applications and may hand in {2}"), N_("ask which one it wants to keep"))

/* What an application has in common with another one; seen where an officer looks before the verdict, in no record */
GR_FINDING(LIKENESS_CODE, "likeness.code", GRANT_WARNING,
           N_("{0} is of “{1}”, which has the same code {2}"), N_("if it is one organisation count its applications together"))
GR_FINDING(LIKENESS_NAME, "likeness.name", GRANT_WARNING,
           N_("{0} is of “{1}”, a name that differs in its spelling only"),
           N_("if it is one organisation count its applications together"))
GR_FINDING(LIKENESS_TEXT, "likeness.text", GRANT_WARNING,
           N_("{0} characters stand in {1} too ({2}): “{3}”"), N_("read both, and ask who wrote it"))

/* An assignment that cannot be made */
GR_FINDING(ASSIGN_REVIEWERS, "assign.too-few-reviewers", GRANT_ERROR,
           N_("{0}: {1} reviews are needed, and those who may review have room for {2}: {3}"),
           N_("raise --load, lower --per-application, or add reviewers who have no conflict of interest there"))
GR_FINDING(ASSIGN_APPLICATIONS, "assign.too-few-applications", GRANT_ERROR,
           N_("{0}: at least {1} reviews are to fall to them, and there are {2}: {3}"),
           N_("lower --load, or raise --per-application"))

/* Tables that are imported */
GR_FINDING(CSV_COLUMN, "csv.column", GRANT_ERROR,
           N_("the column “{0}” is not known here; known are {1}"), N_("rename it or leave it out"))
GR_FINDING(CSV_COLUMN_MISSING, "csv.column-missing", GRANT_ERROR,
           N_("the column “{0}” is missing"), N_("add it"))
GR_FINDING(CSV_ROW, "csv.row", GRANT_ERROR,
           N_("{0}"), N_("mend that line; nothing was imported"))
GR_FINDING(CSV_ROW_CELLS, "csv.row-cells", GRANT_ERROR,
           N_("the row has {0} cells and the header {1}"),
           N_("give it a cell for each column, and put a text that has commas between quotation marks; nothing was imported"))
GR_FINDING(CSV_ENCODING, "csv.encoding", GRANT_ERROR,
           N_("the table is in no character set that is known here"), N_("save it as CSV UTF-8"))

/* Rules */
GR_FINDING(RULES_SYNTAX, "rules.syntax", GRANT_ERROR,
           N_("the rules cannot be loaded: {0}"), N_("mend the file at that line"))
GR_FINDING(RULES_REFUSED, "rules.refused", GRANT_ERROR,
           N_("{0} is refused in rules"), N_("{1}"))
GR_FINDING(RULES_SHAPE, "rules.shape", GRANT_ERROR,
           N_("{0}"), N_("see grant-rules(5)"))
GR_FINDING(RULES_FAILED, "rules.failed", GRANT_ERROR,
           N_("the rules stopped: {0}"), N_("mend the file at that line"))
GR_FINDING(RULES_MODULE, "rules.module", GRANT_ERROR,
           N_("require \"{0}\" names neither a stock part nor a file beside the rules"),
           N_("see grant-rules(5) for the stock parts"))
GR_FINDING(RULES_UNKNOWN, "rules.unknown-name", GRANT_ERROR,
           N_("nothing defines “{0}”"), N_("declare it with local; grant-rules(5) lists what rules may call"))
GR_FINDING(RULES_MISSPELT, "rules.misspelt-name", GRANT_ERROR,
           N_("nothing defines “{0}”"), N_("write “{1}”, if that is meant"))
GR_FINDING(RULES_GLOBAL, "rules.global", GRANT_WARNING,
           N_("“{0}” is set without local"), N_("write local in front of it where it is set first"))
GR_FINDING(RULES_UNREAD, "rules.unread-criterion", GRANT_WARNING,
           N_("no result of the stage “{1}” depends on the scores for “{0}”, on made-up applications"),
           N_("let score or ties read them, or take the criterion out; leave it when reviewers are to score it all the same"))
GR_FINDING(RULES_MEASURE_UNREAD, "rules.unread-measure", GRANT_WARNING,
           N_("no result depends on the measure “{0}”, on made-up applications"),
           N_("let the rules read app.measures.{0}, or take the measure out"))
GR_FINDING(RULES_CASE, "rules.case", GRANT_ERROR,
           N_("this is no case: {0}"), N_("see grant-rules(1) for what a case holds"))
GR_FINDING(RULES_NO_CASES, "rules.no-cases", GRANT_WARNING,
           N_("nothing tests this file: it has no cases"), N_("put one or more into {0}"))
GR_FINDING(RULES_CASES_OF_NOTHING, "rules.cases-of-nothing", GRANT_ERROR,
           N_("there is no file {0} that these cases could test"), N_("name the folder after a file of rules"))
GR_FINDING(RULES_SAMPLE_FAILED, "rules.sample-failed", GRANT_ERROR,
           N_("the rules fail on made-up applications: {0}"),
           N_("return nil and a reason where there is no answer; if they read what a round's form asks, give --round FILE.json"))
GR_FINDING(RULES_NO_TOTAL, "rules.no-total", GRANT_WARNING,
           N_("the stage “{0}” gives no total to any of {1} made-up applications, good and bad: {2}"),
           N_("look at the condition under which it returns nil"))
GR_FINDING(RULES_STATE, "rules.state", GRANT_ERROR,
           N_("two Lua states answer differently: {0} and {1}"),
           N_("let nothing depend on how a table or function prints"))
GR_FINDING(RULES_OVER_BUDGET, "rules.over-budget", GRANT_ERROR,
           N_("allocate approves {0} of a budget of {1}"), N_("subtract each amount from what is left, and approve what still fits"))
GR_FINDING(RULES_OVER_REQUEST, "rules.over-request", GRANT_ERROR,
           N_("allocate approves {0} for {1}, which may have {2} at most"), N_("take the lowest of the request and the caps"))
GR_FINDING(RULES_FORGOTTEN, "rules.forgotten", GRANT_WARNING,
           N_("allocate says nothing about {0}, which is ranked"), N_("give each entry of the ranking a verdict"))

/* A ranking under other rules, or without somebody's reviews */
GR_FINDING(RANK_UNSCORED, "rank.unscored", GRANT_WARNING,
           N_("no review has a score for the criterion “{0}” of these rules"),
           N_("the ranking says nothing about it; leave it out, or give it the name that it has in the round"))
GR_FINDING(RANK_SCORE_UNKNOWN, "rank.score-unknown", GRANT_WARNING,
           N_("the reviews have {1} scores for “{0}”, which is no criterion of these rules"),
           N_("they do not count here; add the criterion when they should"))
GR_FINDING(RANK_SCORE_OUTSIDE, "rank.score-outside", GRANT_WARNING,
           N_("{1} scores for “{0}” are outside what these rules allow: {2}"),
           N_("the criterion has another scale than the one that was scored; convert the scores in the rules"))
GR_FINDING(RANK_MEASURE_MISSING, "rank.measure-missing", GRANT_WARNING,
           N_("no application has the measure “{0}” of these rules"), N_("grant measure ID {0}=NUMBER, once the round's rules have it"))
GR_FINDING(RANK_MEASURE_UNKNOWN, "rank.measure-unknown", GRANT_WARNING,
           N_("{1} applications have the measure “{0}”, which these rules do not declare"),
           N_("add it to measures when it should count"))
GR_FINDING(RANK_NOBODY_LEFT_OUT, "rank.nobody-left-out", GRANT_WARNING,
           N_("“{0}” has no review that counts in this stage, so leaving it out changes nothing"),
           N_("grant person list has the ids"))
GR_FINDING(RANK_RECORD_DIFFERS, "rank.record-differs", GRANT_WARNING,
           N_("the recorded ranking of the stage “{0}” is not the one that the records give now; this compares with what they give now"),
           N_("look with grant rank and grant log"))
GR_FINDING(RANK_NO_LINE, "rank.no-line", GRANT_NOTE,
           N_("these rules have no allocate, so there is no line of the money"), N_("add allocate to see who stands on which side"))
GR_FINDING(RANK_ALLOCATE, "rank.allocate", GRANT_WARNING,
           N_("the line of the money cannot be drawn: {0}"), N_("mend allocate"))
GR_FINDING(RANK_OVER_BUDGET, "rank.over-budget", GRANT_WARNING,
           N_("these rules approve {0}, and the budget is {1}"), N_("mend allocate: decide --from-rank would refuse it"))

/* The repository */
GR_FINDING(TREE_NAME, "tree.name", GRANT_ERROR,
           N_("the name is not allowed in a round: {0}"), N_("take the round from its source again"))

/* What a doctor finds */
GR_FINDING(DOCTOR_OWNER, "doctor.owner", GRANT_ERROR,
           N_("the repository belongs to another user, and git refuses to work in it"),
           N_("trust it with: git config --global --add safe.directory {0}"))
GR_FINDING(DOCTOR_CLOSED, "doctor.closed", GRANT_ERROR,
           N_("the repository cannot be opened: {0}"),
           N_("mend what the words name; else clone the round from another copy: git clone"))
GR_FINDING(DOCTOR_READONLY, "doctor.readonly", GRANT_WARNING,
           N_("it cannot be written: {0}"),
           N_("ask its owner for the right to write there, or work on a clone of your own"))
GR_FINDING(DOCTOR_HEAD, "doctor.head", GRANT_ERROR,
           N_("HEAD does not lead to main: {0}"),
           N_("grant doctor --mend sets it in a repository without a work tree; in one with a work tree: git switch main"))
GR_FINDING(DOCTOR_MAIN, "doctor.main", GRANT_ERROR,
           N_("main cannot be read: {0}"), N_("{1}"))
GR_FINDING(DOCTOR_NOTE_LEFT, "doctor.note-left", GRANT_WARNING,
           N_("a program that died at work left this note behind"), N_("grant doctor --mend removes it"))
GR_FINDING(DOCTOR_LOCK_LEFT, "doctor.lock-left", GRANT_ERROR,
           N_("a program that died left this lock {0} ago"), N_("grant doctor --mend removes it"))
GR_FINDING(DOCTOR_LOCK_YOUNG, "doctor.lock-young", GRANT_WARNING,
           N_("some program has held this lock for {0}"),
           N_("if no git is running here, remove the file; grant doctor --mend does that when the lock is {1} old"))
GR_FINDING(DOCTOR_TEMPORARY, "doctor.temporary", GRANT_WARNING,
           N_("a program that died left this half-written file {0} ago"), N_("grant doctor --mend removes it"))
GR_FINDING(DOCTOR_TEMPORARY_YOUNG, "doctor.temporary-young", GRANT_NOTE,
           N_("a half-written file, last written {0} ago; a program may still be at it"),
           N_("nothing to do; grant doctor --mend removes it when it is {1} old"))
GR_FINDING(DOCTOR_KEEP_LEFT, "doctor.keep-left", GRANT_WARNING,
           N_("a program that died left this mark, which keeps its pack from being put together with others"),
           N_("grant doctor --mend removes it"))
GR_FINDING(DOCTOR_CONFIG, "doctor.config", GRANT_WARNING,
           N_("the setting {0} is not what a round needs: {1}"), N_("grant doctor --mend does that, or: git config {2}"))
GR_FINDING(DOCTOR_UNREADABLE, "doctor.unreadable", GRANT_ERROR,
           N_("the file cannot be read"), N_("ask its owner for the right to read it, or look as that user"))
GR_FINDING(DOCTOR_PACK_UNINDEXED, "doctor.pack-unindexed", GRANT_ERROR,
           N_("the pack has no index, so that nothing in it is found"), N_("grant doctor --mend makes its index anew"))
GR_FINDING(DOCTOR_PACK_INDEX, "doctor.pack-index", GRANT_ERROR,
           N_("the pack's index is damaged, or is another pack's"), N_("grant doctor --mend makes it anew from the pack"))
GR_FINDING(DOCTOR_PACK_LOST, "doctor.pack-lost", GRANT_ERROR,
           N_("the pack of this index is gone"),
           N_("grant doctor --mend sets the index aside; what is missing then is told apart"))
GR_FINDING(DOCTOR_PACK_DAMAGED, "doctor.pack-damaged", GRANT_ERROR,
           N_("the pack is damaged"),
           N_("grant doctor --mend rescues what can be read of it and sets it aside; then fetch the rest from a clone: "
              "git fetch --refetch CLONE main"))
GR_FINDING(DOCTOR_OBJECT_DAMAGED, "doctor.object-damaged", GRANT_ERROR,
           N_("the object cannot be read"), N_("grant doctor --mend sets it aside"))
GR_FINDING(DOCTOR_OBJECT_MISSING, "doctor.object-missing", GRANT_ERROR,
           N_("object {0}, which main leads to, is missing or cannot be read"),
           N_("after grant doctor --mend, fetch it from a clone: git fetch --refetch CLONE main"))
GR_FINDING(DOCTOR_MORE, "doctor.more", GRANT_WARNING,
           N_("{0} more objects that main leads to are missing or cannot be read"),
           N_("the way out is the same as for those that are named"))
GR_FINDING(DOCTOR_SET_ASIDE, "doctor.set-aside", GRANT_NOTE,
           N_("here lies what a doctor has set aside"), N_("when nothing is wrong any more, the folder can be removed"))
GR_FINDING(DOCTOR_ATTRIBUTES, "doctor.attributes", GRANT_WARNING,
           N_("the file is not as a round needs it, so that git may change bytes of files in a work tree"),
           N_("in a clone, write into it the one line \"{0}\", commit and push"))
GR_FINDING(DOCTOR_RECORD, "doctor.record", GRANT_ERROR,
           N_("a record cannot be read: {0}"), N_("put the file right in a clone, commit and push; until then nothing is indexed"))
GR_FINDING(DOCTOR_INDEX_MISSING, "doctor.index-missing", GRANT_NOTE,
           N_("there is no index yet"), N_("nothing to do: whoever looks first makes it"))
GR_FINDING(DOCTOR_INDEX_BEHIND, "doctor.index-behind", GRANT_NOTE,
           N_("the index stands at {0}, and main at {1}"), N_("nothing to do: whoever looks next brings it up to date"))
GR_FINDING(DOCTOR_INDEX_DAMAGED, "doctor.index-damaged", GRANT_WARNING,
           N_("the index cannot be used: {0}"), N_("grant doctor --mend makes it anew, and so does grant reindex"))
GR_FINDING(DOCTOR_INDEX_DIFFERS, "doctor.index-differs", GRANT_ERROR,
           N_("the index does not say what the records say; rows that differ: {0} ({1})"),
           N_("grant doctor --mend makes it anew, and so does grant reindex"))

/* Draws held against their records and their history */
GR_FINDING(DRAW_WAITS, "draw.waits", GRANT_NOTE,
           N_("the draw waits for its seed, from: {0}"), N_("when the source has given it: grant draw run {1} --seed TEXT"))
GR_FINDING(DRAW_RESULT, "draw.result", GRANT_ERROR,
           N_("what was drawn does not follow from the pool and the seed “{0}”"),
           N_("see with grant log who wrote it; what the draw decided is to be decided again"))
GR_FINDING(DRAW_POOL, "draw.pool", GRANT_ERROR,
           N_("this commit changed the pool, the method or the source, which stay as they were fixed"),
           N_("what the draw decided is to be decided again, with a pool that is fixed before its seed is known"))
GR_FINDING(DRAW_AGAIN, "draw.again", GRANT_ERROR,
           N_("this commit replaced a seed or a result, and a draw is drawn once"),
           N_("the first result is the one that counts: git log -p shows it"))
GR_FINDING(DRAW_REPEATED, "draw.repeated", GRANT_WARNING,
           N_("the same pool was drawn before, by draw {0}; who draws again chooses among results"),
           N_("let the first draw count, or say in public why there was another"))
GR_FINDING(DRAW_AT_ONCE, "draw.at-once", GRANT_ERROR,
           N_("this commit brought the pool and the seed together, so that the pool could be chosen by who knew the seed"),
           N_("what the draw decided is to be decided again, with a pool that is fixed before its seed is known"))
