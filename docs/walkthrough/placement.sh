#!/usr/bin/env bash
# From a table of jobs to a placement that counts once, over JSON, on a demonstration server.
#
#   docs/walkthrough/placement.sh http://127.0.0.1:8080 [JOBS.csv]
#
# JOBS.csv is a file of postings of many employers that an office imports first, where one is at hand; its columns are guessed. Plays every role with its own
# token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It registers a new talent each
# time, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"
file=${2-}

# ---- 目标现在的数字 / what the target says now

call 200 GET /targets ""
before=$(get '[t["count"] for t in a["targets"] if t["id"] == "placements"][0]')
say "人才资源配置：已计入 $before 人次"

# ---- 导入岗位 / postings are imported

# bring TOKEN FILE: uploads a table of jobs, takes its columns as they are guessed, and waits until its rows are read
bring() {
    call 201 POST /jobs/imports "$1" "$(json 'dict(file=dict(name="jobs.csv", type="text/csv", content=base64.b64encode(open(x[0], "rb").read()).decode()))' "$2")"
    import=$(get 'a["id"]')
    call 200 GET "/jobs/imports/$import" "$1"
    expect "waits for its columns to be looked at" 'a["import"]["summary"]["state"]' waiting
    call 200 POST "/jobs/imports/$import/start" "$1" '{}'
    local tries
    for tries in $(seq 1 120); do
        call 200 GET "/jobs/imports/$import" "$1"
        [ "$(get 'a["import"]["summary"]["state"]')" = running ] || break
        sleep 0.5
    done
    expect "is done" 'a["import"]["summary"]["state"]' "done"
}

if [ -n "$file" ]; then
    token centre-handler
    bring "$who" "$file"
    say "中心导入 $file：新增 $(get 'a["import"]["summary"]["taken"]')，重复 $(get 'a["import"]["summary"]["alike"]')，未采用 $(get 'a["import"]["summary"]["refused"]')"
fi

token 13800000001
employer=$who
table=$(mktemp)
trap 'rm -f "$answer" "$heads" "$table"' EXIT
python3 - "$table" "${run:0:6}" <<'PY'
import sys
title = "图数据库开发工程师" + sys.argv[2]
work = "负责知识图谱平台的图数据库内核和查询优化，与业务团队一起设计数据模型，保证数据质量和查询时效。"
rows = [
    "岗位编号,岗位名称,薪资,学历要求,经验要求,工作地区,技能要求,岗位描述",
    f"{sys.argv[2]}-1,{title},12-18k·13薪,本科及以上,1-3年,山东省青岛市崂山区,Neo4j；Java,{work}",
    f"{sys.argv[2]}-2,{title},12-18k·13薪,本科及以上,1-3年,山东省青岛市崂山区,Neo4j；Java,{work}",
    f"{sys.argv[2]}-3,,面议,大专,不限,山东省青岛市崂山区,,这一行没有岗位名称。",
]
open(sys.argv[1], "w", encoding="gb18030").write("\n".join(rows) + "\n")
PY
bring "$employer" "$table"
expect "one job, one alike, one without a title" '[a["import"]["summary"][n] for n in ("taken", "alike", "refused")]' '[1, 1, 1]'
expect "said why" '[line["row"] for line in a["import"]["lines"] if line.get("reason")]' '[4]'
say "海蓝软件园导入表格（GB18030）：新增 1，重复 1，未采用 1 并注明原因"

# ---- 人才注册、投递 / somebody registers and applies

register
identify 林涛
say "林涛注册"

# ---- 适合的岗位 / the jobs that fit, with reasons

call 200 POST /me/profile/education "$talent" '{"answers": {"education": ["undergraduate"], "degree": ["bachelor"]}}'
call 200 POST /me/profile/wishes "$talent" '{"answers": {"wanted_occupation": ["图数据库开发工程师"], "skills": ["Neo4j、Java"], "work_years": ["2"], "wanted_places": ["青岛市"], "wanted_pay": ["12000"]}}'
call 200 GET /me/jobs "$talent"
expect "nothing before it was agreed to" '(a["matches"].get("consent"), a["matches"]["matches"])' '[null, []]'
call 200 POST /me/jobs/consents "$talent" '{"purpose": "matching"}'
for tries in $(seq 1 60); do
    call 200 GET /me/jobs "$talent"
    job=$(get 'next((m["job"]["id"] for m in a["matches"]["matches"] if "'"${run:0:6}"'" in "".join(r["text"] for r in m["job"]["title"]["runs"])), "")')
    [ -z "$job" ] || break
    sleep 0.5
done
[ -n "$job" ] || fail "the imported job is not among those that fit"
own='[m for m in a["matches"]["matches"] if m["job"]["id"] == "'$job'"][0]["fit"]'
expect "none fits better" "$own['percent'] == max(m['fit']['percent'] for m in a['matches']['matches'])" true
expect "and says why" "sorted(f['criterion'] for f in $own['findings'] if f['answer'] == 'yes' and f['criterion'] in ('skills', 'degree', 'place'))" '["degree", "place", "skills"]'
say "最适合林涛的就是导入的岗位：匹配度 $(get "$own['percent']")，技能、学历、工作地相符"

# ---- 投递 / application

call 422 POST "/jobs/$job/pursuits" "$talent" '{"consent": false}'
call 201 POST "/jobs/$job/pursuits" "$talent" '{"note": "两周内到岗", "consent": true}' "apply-$run"
pursuit=$(get 'a["id"]')
call 201 POST "/jobs/$job/pursuits" "$talent" '{"note": "两周内到岗", "consent": true}' "apply-$run"
expect "the same key applies once" 'a["repeated"]' true
call 409 POST "/jobs/$job/pursuits" "$talent" '{"consent": true}'
expect "one pursuit of a job" 'a["code"]' pursued_already
call 200 GET /me/pursuits "$talent"
expect "it is listed" '[(p["id"], p["state"]) for p in a["pursuits"]][0][1]' in_touch
say "林涛投递；同一提交标识再发一次，不重复投递"

# ---- 面试 / interview

call 200 GET "/pursuits/$pursuit" "$employer"
expect "the employer knows who it is" 'a["summary"]["who"]' 林涛
now=$(get 'a["steps"][-1]["at"]')
later() { python3 -c 'import datetime, sys; print((datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + datetime.timedelta(days=int(sys.argv[2]))).strftime("%Y-%m-%dT%H:%M:%SZ"))' "$now" "$1"; }
today=$(python3 -c 'import datetime, sys; print((datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + datetime.timedelta(hours=8)).date())' "$now")
day() { python3 -c 'import datetime, sys; print(datetime.date.fromisoformat(sys.argv[1]) + datetime.timedelta(days=int(sys.argv[2])))' "$today" "$1"; }
call 200 POST "/pursuits/$pursuit/slots" "$employer" "$(json 'dict(slots=[dict(at=t) for t in x], place="青岛市崂山区松岭路示例1号 A 座 305 室")' "$(later 3)" "$(later 4)")"
call 200 GET "/pursuits/$pursuit" "$talent"
expect "the talent's turn" 'a["summary"]["turn"]' talent
slot=$(get 'a["slots"][1]["id"]')
call 403 POST "/pursuits/$pursuit/interview" "$employer" "$(json 'dict(slot=x[0])' "$slot")"
call 200 POST "/pursuits/$pursuit/interview" "$talent" "$(json 'dict(slot=x[0])' "$slot")"
call 200 GET "/pursuits/$pursuit" "$talent"
expect "the code is theirs already" 'a["interview"]["state"]' claimed
expect "and proves why they come" 'a["interview"]["proves"]' true
say "单位提出两个时间，人才选定；面试码 $(get 'a["interview"]["number"]') 自动登记"

# ---- 录用、入职 / offer, hire

call 200 POST "/pursuits/$pursuit/offer" "$employer" "$(json 'dict(position="后端开发工程师", payFrom=900000, payTo=1200000, startsOn=x[0], replyUntil=x[1])' "$(day 10)" "$(day 5)")"
call 200 POST "/pursuits/$pursuit/offer/answer" "$talent" '{"accept": true}'
call 409 POST "/pursuits/$pursuit/placement" "$employer" '{}'
expect "not before the start" 'a["code"]' not_hired
call 200 POST "/pursuits/$pursuit/hire" "$employer" "$(json 'dict(startedOn=x[0])' "$today")"
call 200 GET "/pursuits/$pursuit" "$talent"
expect "hired" 'a["summary"]["state"]' hired
say "录用、接受、入职"

# ---- 登记、证明、计入 / recorded, proven, counted

call 200 POST "/pursuits/$pursuit/placement" "$employer" '{}'
placement=$(get 'a["id"]')
call 200 GET "/placements/$placement" "$employer"
expect "evidence is missing" 'a["summary"]["state"]' recorded
expect "which" 'a["missing"]' '[["contract", "insurance"]]'
call 404 GET "/placements/$placement" "$(token 13800000022 && printf %s "$who")"
pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'
call 200 POST "/placements/$placement/evidence" "$employer" "$(json "dict(kind='contract', file=dict(name='contract.pdf', type='application/pdf', content=$pdf))")"
call 200 GET "/placements/$placement" "$talent"
expect "it counts" 'a["summary"]["state"]' counted
call 200 GET /targets ""
expect "one more" '[t["count"] for t in a["targets"] if t["id"] == "placements"][0]' $((before + 1))
call 200 GET /targets/placements ""
expect "the public page says the same" 'a["occurrences"]' $((before + 1))
say "一键登记，补合同后计入：$before → $((before + 1)) 人次"

# ---- 另一驿站也来填报 / another station claims it

token 13800000002
town=$who
call 200 GET /desk/placements/new "$town"
station=$(get 'a["stations"][0]["id"]')
call 200 GET "/placements/$placement" "$employer"
credit=$(get 'a["creditCode"]')
name=$(get 'a["summary"]["employer"]')
call 201 POST /desk/placements "$town" "$(json 'dict(station=x[0], type="employment", name="林涛", phone=x[1], creditCode=x[2], employer=x[3], startsOn=x[4])' "$station" "$phone" "$credit" "$name" "$today")"
claim=$(get 'a["id"]')
call 200 GET "/placements/$claim" "$town"
expect "kept, and disputed" 'a["summary"]["state"]' disputed
call 200 GET /targets ""
expect "counted once" '[t["count"] for t in a["targets"] if t["id"] == "placements"][0]' $((before + 1))
token centre-handler
call 200 GET "/placements/$claim" "$who"
case=$(get 'a["dispute"]')
call 200 GET "/cases/$case" "$who"
expect "the case shows both" 'a["placement"]["beside"]["id"]' "$placement"
say "另一驿站填报同一次配置：列为争议，开案 $case"
for place in handler checker signer; do
    token "centre-$place"
    if [ "$place" = handler ]; then
        body='{"office": "centre", "act": "propose", "ruling": "refuse", "reason": "用人单位和本人均由前一记录促成。"}'
    else
        body='{"office": "centre", "act": "agree"}'
    fi
    call 200 POST "/cases/$case/decision" "$who" "$body"
done
call 200 GET "/placements/$claim" "$town"
expect "void" 'a["summary"]["state"]' void
call 200 GET "/placements/$placement" "$employer"
expect "the first one stands" 'a["summary"]["state"]' counted
call 200 GET /targets ""
expect "still once" '[t["count"] for t in a["targets"] if t["id"] == "placements"][0]' $((before + 1))
say "中心裁定：不予认定，填报作废；仍为 $((before + 1)) 人次"

echo "The journey is complete: $steps steps, placement $placement."
