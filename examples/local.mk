EXTRA_DIST += %D%/c/embed.c %D%/rounds
# Rules of real programmes with their cases: installed, to copy from.
exampledir = $(pkgdatadir)
nobase_dist_example_DATA = examples/rules/README.md \
	examples/rules/deyang-2018.lua \
	examples/rules/dongguan-2011.lua \
	examples/rules/hainan.lua \
	examples/rules/horizon-europe.lua \
	examples/rules/luzhou-2021.lua \
	examples/rules/mulan-1.lua \
	examples/rules/nih.lua \
	examples/rules/plain-mean.lua \
	examples/rules/qingdao.lua \
	examples/rules/shenzhen-2020.lua \
	examples/rules/shenzhen-grades-2021.lua \
	examples/rules/sichuan-2.lua \
	examples/rules/suzhou-2012.lua \
	examples/rules/wenjiang-2025.lua \
	examples/rules/yiwu-choucheng.lua \
	examples/rules/zhongshan-2013.lua \
	examples/rules/zscore-sum.lua \
	examples/rules/cases/deyang-2018/sum.json \
	examples/rules/cases/deyang-2018/thirty-six.json \
	examples/rules/cases/dongguan-2011/published.json \
	examples/rules/cases/dongguan-2011/sixty.json \
	examples/rules/cases/hainan/equal-extremes.json \
	examples/rules/cases/hainan/no-false-ties.json \
	examples/rules/cases/hainan/section-3-1.json \
	examples/rules/cases/horizon-europe/research.json \
	examples/rules/cases/horizon-europe/thresholds.json \
	examples/rules/cases/horizon-europe/weight-and-ties.json \
	examples/rules/cases/luzhou-2021/best-of-each.json \
	examples/rules/cases/mulan-1/final.json \
	examples/rules/cases/mulan-1/preliminary.json \
	examples/rules/cases/nih/panel.json \
	examples/rules/cases/plain-mean/recusal.json \
	examples/rules/cases/plain-mean/section-3-1.json \
	examples/rules/cases/qingdao/initial.json \
	examples/rules/cases/qingdao/published.json \
	examples/rules/cases/shenzhen-2020/panels.json \
	examples/rules/cases/shenzhen-2020/two-judges.json \
	examples/rules/cases/shenzhen-grades-2021/no-gaps.json \
	examples/rules/cases/sichuan-2/mean.json \
	examples/rules/cases/sichuan-2/six-of-each.json \
	examples/rules/cases/suzhou-2012/published.json \
	examples/rules/cases/wenjiang-2025/preferred.json \
	examples/rules/cases/yiwu-choucheng/twenty.json \
	examples/rules/cases/yiwu-choucheng/two-tracks.json \
	examples/rules/cases/zhongshan-2013/published.json \
	examples/rules/cases/zscore-sum/recusal.json \
	examples/rules/cases/zscore-sum/section-3-1.json
