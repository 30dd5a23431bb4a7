# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; }

message() { python3 "$lib/message.py" "$@"; }
in_april_() { in_round $in_april "$@"; }
receipt() { in_round --json show "$1" | json "['data']['receipt']$2"; }

@test "an archive that came by mail is taken in as received when the office's server says" {
	archive p.zip title=一站式维权
	message letter.eml p.zip
	run -0 in_april_ submit letter.eml
	[[ $output == "XF-0001  一站式维权  (sha256 $(sha256sum p.zip | cut -d' ' -f1))" ]]
	[ "$(receipt XF-0001 "['archive']")" = p.zip ]
	[ "$(receipt XF-0001 "['received']")" = 2018-03-20T10:00:00+08:00 ]
	[ "$(receipt XF-0001 "['taken']")" = 2018-04-10T10:00:00+08:00 ]
	[ "$(receipt XF-0001 "['size']")" = "$(stat -c %s p.zip)" ]
	! git -C "$ROUND" grep -q 'li@example.org' main -- ':!*application.json' || false
}

@test "the topmost server counts, an officer's word more, and what came late is refused" {
	archive p.zip
	message late.eml p.zip "received=Sun, 1 Apr 2018 08:00:00 +0800"
	run -4 --separate-stderr in_april_ submit late.eml
	[[ $stderr == *"closed"* ]]
	run -0 in_april_ submit late.eml --received 2018-03-31T12:00:00+08:00
	[ "$(receipt XF-0001 "['received']")" = 2018-03-31T12:00:00+08:00 ]
}

@test "a message without a server's line is received when it is taken in, with a warning" {
	archive p.zip
	message bare.eml p.zip received=none
	run -0 --separate-stderr in_round $in_march submit bare.eml
	[[ $stderr == *"mail.no-time"* ]]
	[ "$(receipt XF-0001 "['received']")" = 2018-03-20T10:00:00+08:00 ]
	archive q.zip organisation=乙
	message other.eml q.zip received=none
	run -0 --separate-stderr in_round $in_march submit other.eml --received 2018-03-19T10:00:00+08:00
	[[ $stderr != *"mail.no-time"* ]]
}

@test "a message that the server got later than it is taken in is told, apart from clocks that differ a little" {
	archive p.zip
	message ahead.eml p.zip "received=Tue, 20 Mar 2018 10:04:00 +0800"
	run -0 --separate-stderr in_round $in_march submit ahead.eml
	[[ $stderr != *"mail.later"* ]]
	archive q.zip organisation=乙
	message later.eml q.zip "received=Wed, 21 Mar 2018 10:00:00 +0800"
	run -0 --separate-stderr in_round $in_march submit later.eml
	[[ $stderr == *"2018-03-21T10:00:00+08:00"*"2018-03-20T10:00:00+08:00"*"mail.later"* ]]
	[ "$(receipt XF-0002 "['received']")" = 2018-03-20T10:00:00+08:00 ]
}

@test "every archive of a message is taken, in its order; other files are left" {
	archive a.zip title=甲 organisation=机构甲
	archive b.zip title=乙 organisation=机构乙
	echo logo >logo.png
	message two.eml logo.png a.zip b.zip
	run -0 --separate-stderr in_april_ submit two.eml
	[[ $output == "XF-0001  甲"*"XF-0002  乙"* ]]
	run -2 --separate-stderr in_april_ submit two.eml --replace XF-0001
}

@test "names are read however they are written: RFC 2231, RFC 2047, bytes of GBK or UTF-8" {
	for how in rfc2231 rfc2047 raw:gb18030 raw:utf-8; do
		archive "$how.zip" title="$how" organisation="机构$how"
		message "$how.eml" names=$how "$how.zip=幸福荟申报材料.zip"
	done
	run -0 in_april_ submit rfc2231.eml rfc2047.eml raw:gb18030.eml raw:utf-8.eml
	for id in 1 2 3 4; do [ "$(receipt XF-000$id "['archive']")" = 幸福荟申报材料.zip ]; done
}

@test "a name that would leave its folder, or that is none, does not" {
	archive p.zip organisation=甲
	archive q.zip organisation=乙
	message a.eml 'p.zip=../../../etc/passwd.zip'
	message b.eml 'q.zip=C:\Users\li\材料.zip'
	run -0 in_april_ submit a.eml b.eml
	for id in 1 2; do
		name=$(receipt XF-000$id "['archive']")
		[[ $name == *.zip && $name != */* && $name != *..* ]]
	done
}

@test "an archive whose name is none, or has no ending, is known by its content and gets a name" {
	archive a.zip title=甲 organisation=机构甲
	archive b.zip title=乙 organisation=机构乙
	archive c.zip title=丙 organisation=机构丙
	archive d.zip title=丁 organisation=机构丁
	for x in b c; do mkdir $x; (cd $x; python3 -m zipfile -e ../$x.zip .); done
	(cd b; tar czf ../b.bin -- *)
	(cd c; tar cf ../c.bin -- *)
	message one.eml nameless:a.zip nameless:b.bin
	message two.eml nameless:c.bin d.zip=申报材料
	run -0 --separate-stderr in_april_ submit one.eml two.eml
	[[ $output == "XF-0001  甲"*"XF-0002  乙"*"XF-0003  丙"*"XF-0004  丁"* ]]
	[ "$(receipt XF-0001 "['archive']")" = attachment-1.zip ]
	[ "$(receipt XF-0002 "['archive']")" = attachment-2.tar.gz ]
	[ "$(receipt XF-0003 "['archive']")" = attachment-1.tar ]
	[ "$(receipt XF-0004 "['archive']")" = 申报材料 ]
}

@test "a file without a name that is no archive is none, a Word file neither" {
	echo x >note.txt
	python3 -c 'import zipfile; z = zipfile.ZipFile("form.docx", "w"); z.writestr("word/document.xml", "<w/>"); z.close()'
	message none.eml nameless:note.txt nameless:form.docx form.docx=表
	run -5 --separate-stderr in_april_ submit none.eml
	[[ $stderr == *"no archive is attached"*"[mail.no-archive]"* ]]
}

@test "a message without an archive is refused and says what was attached; so is one that is none" {
	echo x >表.docx
	message none.eml 表.docx
	message empty.eml
	run -5 --separate-stderr in_april_ submit none.eml
	[[ $stderr == *"no archive is attached"*"表.docx"*"[mail.no-archive]"* ]]
	run -5 --separate-stderr in_april_ submit empty.eml
	[[ $stderr == *"mail.no-archive"* ]]
	head -c 3000 /dev/urandom >noise.eml
	run -5 --separate-stderr in_april_ submit noise.eml
	[[ $stderr == *"[mail."* ]]
	: >nothing.eml
	run -5 --separate-stderr in_april_ submit nothing.eml
	run -3 --separate-stderr in_april_ submit missing.eml
}

@test "a forwarded message is looked into, one inside it is not" {
	archive p.zip title=转发
	message inner.eml p.zip
	message outer.eml inner:inner.eml
	message outermost.eml inner:outer.eml
	run -5 --separate-stderr in_april_ submit outermost.eml
	[[ $stderr == *"mail.no-archive"* ]]
	run -0 in_april_ submit outer.eml
	[[ $output == "XF-0001  转发"* ]]
}

@test "a maildir: new messages are taken, those of before are told and are no failure" {
	mkdir -p mail/cur mail/new mail/tmp
	archive a.zip title=甲 organisation=机构甲
	archive b.zip title=乙 organisation=机构乙
	message m1.eml a.zip; mv m1.eml 'mail/new/1521512345.M1P1.host'
	message m2.eml b.zip; mv m2.eml 'mail/cur/1521512344.M1P1.host:2,S'
	run -0 --separate-stderr in_april_ submit mail
	[[ $output == *"XF-0001  乙"*"XF-0002  甲"*"2 taken, 0 refused"* ]]
	before=$(commits)
	mv mail/new/* 'mail/cur/1521512345.M1P1.host:2,S'
	archive c.zip title=丙 organisation=机构丙
	message m3.eml c.zip; mv m3.eml 'mail/new/1521512346.M1P1.host'
	run -0 --separate-stderr in_april_ submit mail --report report.csv
	[[ $output == *"XF-0003  丙"*"taken before"*"1 taken, 0 refused"*"2 taken before"* ]]
	[[ $stderr == *"was taken in before, as XF-0001"* ]]
	[ "$(commits)" = $((before + 1)) ]
	[ "$(grep -c ',already,' report.csv)" = 2 ]
	run -0 --separate-stderr in_april_ --json submit mail
	[ "$(json '["data"]["already"][0]["id"]' <<<"$output")" = XF-0001 ]
	[ "$(json '["data"]["receipts"]' <<<"$output")" = "[]" ]
}

@test "an empty maildir is nothing to do" {
	mkdir -p mail/cur mail/new mail/tmp
	run -0 in_april_ submit mail
	[[ $output == *"0 taken, 0 refused"* ]]
	run -0 in_april_ --json submit mail
	[ "$(json '["data"]["receipts"]' <<<"$output")" = "[]" ]
}

@test "sizes, parts and depth are bounded" {
	archive p.zip
	python3 - <<-'END'
	def nested(depth):
	    levels = (b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(depth))
	    return b"MIME-Version: 1.0\r\n" + b"".join(levels) + b"Content-Type: text/plain\r\n\r\nx\r\n"
	open("deep.eml", "wb").write(nested(1500))
	open("deeper.eml", "wb").write(nested(200000))
	part = b'--b\r\nContent-Type: application/zip; name="x.zip"\r\n\r\n\r\n'
	open("parts.eml", "wb").write(b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * 1200 + b"--b--\r\n")
	many = b"".join(b"; p%d=x" % i for i in range(2000))
	open("params.eml", "wb").write(b"Content-Type: multipart/mixed; boundary=b" + many + b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n")
	folded = b"\r\n ".join(b"; p%d=x" % i for i in range(2000))
	open("folded.eml", "wb").write(b"Subject: x\r\ncontent-type: text/plain" + folded + b"\r\n\r\nx\r\n")
	open("lines.eml", "wb").write(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + b"--\r\n" * 30000)
	with open("large.eml", "wb") as out:
	    out.truncate(300 << 20)
	END
	for name in deep deeper parts params folded lines large; do
		run -5 --separate-stderr in_april_ submit $name.eml
		[[ $stderr == *"[mail.unreadable]"* ]] || { echo "$name: $stderr"; false; }
	done
	sed -i 's/"archive_bytes": [0-9]*/"archive_bytes": 100/; s/"cap": "50000.00", "per_organisation": 1/&, "archive_bytes": 200/' round.json
	write_round() { :; }
	rm -r round.git
	new_round
	message letter.eml p.zip
	run -5 --separate-stderr in_april_ submit letter.eml
	[[ $stderr == *"archive.too-large"* ]]
}

@test "a dry run of a message leaves nothing behind" {
	archive p.zip
	message letter.eml p.zip
	before=$(commits)
	run -0 in_april_ submit letter.eml --dry-run
	[[ $output == *"letter.eml: p.zip would be taken in as XF-0001"* ]]
	[ "$(commits)" = "$before" ]
	run -2 --separate-stderr in_april_ submit letter.eml --paper
}
