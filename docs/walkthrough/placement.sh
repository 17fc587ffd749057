#!/usr/bin/env bash
# From a job to a placement that counts once, over JSON, on a demonstration server that has an open job of the software park's.
#
#   docs/walkthrough/placement.sh http://127.0.0.1:8080 [JOB]
#
# JOB is the id of an open job of the first demonstration organisation; without it the first of its jobs on /jobs is taken. Plays every role with its own
# token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It registers a new talent each
# time, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"
job=${2-}

# ---- 目标现在的数字 / what the target says now

call 200 GET /targets ""
before=$(get '[t["count"] for t in a["targets"] if t["id"] == "placements"][0]')
say "人才资源配置：已计入 $before 人次"

# ---- 岗位 / a job

token 13800000001
employer=$who
if [ -z "$job" ]; then
    call 200 GET "/jobs?q=$(python3 -c 'import urllib.parse; print(urllib.parse.quote("青岛海蓝软件园"))')" ""
    job=$(python3 -c '
import json, sys
def jobs(value):
    if isinstance(value, dict):
        if "company" in value and "title" in value and isinstance(value.get("id", value.get("job")), str): yield value
        for inner in value.values(): yield from jobs(inner)
    elif isinstance(value, list):
        for inner in value: yield from jobs(inner)
found = [j for j in jobs(json.load(open(sys.argv[1], encoding="utf-8"))) if "海蓝" in j["company"]]
print(found[0].get("id") or found[0].get("job") if found else "")' "$answer")
fi
[ -n "$job" ] || fail "no open job of the software park: give its id"
say "岗位 $job"

# ---- 人才注册、投递 / somebody registers and applies

phone=137$(python3 -c 'import random; print("%08d" % random.randrange(10**8))')
number=$(python3 -c '
import random
body = "370199%d%02d%02d%03d" % (random.randrange(1990, 2000), random.randrange(1, 13), random.randrange(1, 29), random.randrange(1000))
print(body + "10X98765432"[sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(body)) % 11])')
call 200 POST /phone-codes "" "$(json 'dict(phone=x[0], next="register")' "$phone")"
code=$(get '"".join(c for c in a["message"] if c.isdigit())[:6]')
call 201 POST /talents "" "$(json 'dict(phone=x[0], code=x[1], consent=True)' "$phone" "$code")"
talent=$(get 'a["token"]')
call 200 POST /me/identity "$talent" "$(json 'dict(name="林涛", kind="resident_id", number=x[0], consent=True)' "$number")"
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
call 404 POST "/pursuits/$pursuit/interview" "$employer" "$(json 'dict(slot=x[0])' "$slot")"
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

echo "$steps steps, all as they should be"
