#!/usr/bin/env bash
# From a station's yearly plan to an event that counts once, over JSON, on a demonstration server.
#
#   docs/walkthrough/event.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It moves the
# demonstration's clock on by two days. Its plan is a new version, and its events are new each time, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'
jpeg='base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01").decode()'
title="海洋大数据人才交流会${run:0:6}"

# advance STEP: the demonstration's clock
advance() { call 200 POST /demo/clock "" "$(json 'dict(advance=x[0])' "$1")"; }

# rule CASE OFFICE PLACE...: an office's whole line agrees
rule() {
    local case=$1 office=$2 place first=1
    shift 2
    for place in "$@"; do
        token "$office-$place"
        if [ $first = 1 ]; then
            call 200 POST "/cases/$case/decision" "$who" "$(json 'dict(office=x[0], act="propose", ruling="pass")' "$office")"
        else
            call 200 POST "/cases/$case/decision" "$who" "$(json 'dict(office=x[0], act="agree")' "$office")"
        fi
        first=0
    done
}

held() {
    call 200 GET /targets ""
    get '[t["count"] for t in a["targets"] if t["id"] == "events"][0]'
}

# ---- 目标现在的数字 / what the target says now

before=$(held)
say "人才引聚交流活动：已计入 $before 场"

# ---- 年度活动计划 / the yearly plan

token 13800000001
park=$who
call 200 GET /event-plans "$park"
station=$(get 'a["stations"][0]["id"]')
name=$(get 'a["stations"][0]["name"]')
year=$(get 'a["open"][0]')
for open in $(get '" ".join(p["id"] for p in a["plans"] if p["state"] in ("draft", "open", "correction"))'); do
    call 200 POST "/event-plans/$open/withdrawal" "$park" '{}'   # of a walk that broke off
done
call 201 POST "/stations/$station/event-plans" "$park" "$(json 'dict(year=int(x[0]))' "$year")" "plan-$run"
plan=$(get 'a["id"]')
call 409 POST "/stations/$station/event-plans" "$park" "$(json 'dict(year=int(x[0]))' "$year")"
expect "one version at a time" 'a["code"]' plan_open
call 200 GET "/event-plans/$plan" "$park"
lines=$(get '[{n: l[n] for n in ("title", "type", "month", "people", "budget", "inName")} for l in a["lines"]]')
call 422 POST "/event-plans/$plan" "$park" '{"lines": [{"title": "甲", "type": "exchange", "month": 13, "people": 0}]}'
expect "each field is named" '[f["field"] for f in a["errors"]]' '["lines.0.title", "lines.0.month", "lines.0.people"]'
call 200 POST "/event-plans/$plan" "$park" "$(json 'dict(lines=(json.loads(x[0]) + [dict(title=x[1], type="exchange", month=12, people=40, budget=2000000, inName=True)])[-60:])' "$lines" "$title")"
call 200 GET "/event-plans/$plan" "$park"
line=$(get '[l["id"] for l in a["lines"] if l["title"] == "'"$title"'"][0]')
call 409 POST "/event-plan-lines/$line/event" "$park" '{}'
expect "not before it is consented to" 'a["code"]' plan_not_in_force
call 200 POST "/event-plans/$plan/handing-in" "$park" '{}' "hand-in-$run"
say "$name 编制 $year 年活动计划并报送：《$title》拟以审批单位名义举办"

rule "$plan" centre handler checker signer
rule "$plan" hrss handler signer
call 200 GET "/cases/$plan" "$who"
expect "the case is done" 'a["summary"]["state"]' "done"
now=$(get 'max(e["at"] for s in a["steps"] for e in s["entries"])')
call 200 GET "/event-plans/$plan" "$park"
expect "in force" 'a["summary"]["inForce"]' true
say "中心受理、人社局审核同意，计划生效"

# ---- 从计划筹办 / a line becomes an event in the authority's name

call 201 POST "/event-plan-lines/$line/event" "$park" '{"wording": "host"}' "carry-$run"
event=$(get 'a["id"]')
call 409 POST "/event-plan-lines/$line/event" "$park" '{"wording": "host"}'
expect "a line is carried once" 'a["code"]' line_carried
call 404 GET "/events/$event" ""
call 200 GET "/events/$event/organising" "$park"
authority=$(get 'a["authority"]["zh"]')
expect "the exact words" 'a["naming"]["wording"]' "${authority}主办，${name}承办"
call 409 POST "/events/$event/opening" "$park" '{}'
expect "not without a description" 'a["code"]' event_hindered
at() { python3 -c 'import datetime, sys
zone = datetime.timezone(datetime.timedelta(hours=8))
day = datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")).astimezone(zone).date() + datetime.timedelta(days=1)
print(datetime.datetime.combine(day, datetime.time(int(sys.argv[2])), zone).isoformat())' "$now" "$1"; }
terms='dict(type="exchange", title=x[0], summary="二十家企业的技术负责人介绍在研项目和岗位，随后自由交流。", field="big_data", area="laoshan", place="青岛市崂山区松岭路示例1号 A 座多功能厅",
    begins=x[1], ends=x[2], seats=2, waitlist=True, questions=[dict(label="您的研究或工作方向", kind="text", required=True)])'
call 200 POST "/events/$event/form" "$park" "$(json "$terms" "$title" "$(at 14)" "$(at 17)")"
call 200 POST "/events/$event/opening" "$park" '{}'
call 200 GET "/events/$event" ""
expect "everybody reads in whose name" 'a["naming"]["zh"]' "${authority}主办，${name}承办"
call 200 GET "/events/$event/event.ics" ""
say "从计划筹办，名义用语“${authority}主办，${name}承办”；补充介绍后发布，两个名额"

# The same hall, the same hours: another station announces it as its own.
token 13800000002
town=$who
call 200 GET /event-plans "$town"
other=$(get 'a["stations"][0]["id"]')
call 201 POST /events "$town" "$(json "dict($terms, station=x[3])" "海洋大数据人才交流活动${run:0:6}" "$(at 14)" "$(at 17)" "$other")"
twin=$(get 'a["id"]')
call 200 POST "/events/$twin/opening" "$town" '{}'
call 200 GET "/events/$twin/organising" "$town"
expect "outside the plan" 'a["isOutsidePlan"]' true
expect "in its own name" 'a["naming"].get("wording")' ""
call 404 GET "/events/$event/registrations" "$town"
say "另一驿站在计划外另行发布同一场活动，只能以本站名义"

# ---- 报名 / registration

answers='{"answers": {"q1": ["大数据"]}}'
waits='{"answers": {"q1": ["大数据"]}, "wait": true}'
call 401 POST "/events/$event/seats" "" "$answers"
token 13800000021
first=$who
call 422 POST "/events/$event/seats" "$first" '{}'
expect "the question is asked" 'a["errors"][0]["field"]' answers.q1
call 201 POST "/events/$event/seats" "$first" "$answers" "seat-$run"
seat=$(get 'a["id"]')
call 201 POST "/events/$event/seats" "$first" "$answers" "seat-$run"
expect "the same key registers once" '(a["id"], a["repeated"])' "[\"$seat\", true]"
call 409 POST "/events/$event/seats" "$first" "$answers"
token 13800000022
second=$who
call 201 POST "/events/$event/seats" "$second" "$answers"
given=$(get 'a["id"]')
token 13800000023
third=$who
call 409 POST "/events/$event/seats" "$third" "$answers"
expect "full" 'a["code"]' event_full
call 201 POST "/events/$event/seats" "$third" "$waits"
waiting=$(get 'a["id"]')
call 200 GET "/event-seats/$waiting" "$third"
expect "first in line, without a ticket" '(a["state"], a["line"], a.get("number"))' '["waiting", 1, null]'
call 404 GET "/event-seats/$seat" "$second"
say "两人报名成功，第三人候补第 1 位；同一提交标识只报一次"

call 200 POST "/event-seats/$given/cancellation" "$second" '{}'
call 200 GET "/event-seats/$waiting" "$third"
expect "moved up" 'a["state"]' registered
call 200 GET "/event-seats/$seat" "$first"
ticket=$(get 'a["token"]')
number=$(get 'a["number"]')
call 200 GET "/event-seats/$seat/code.svg" "$first"
say "一人取消，候补自动递补；入场码 $number"

# ---- 签到 / the door

call 409 POST "/events/$event/door" "$park" "$(json 'dict(code=x[0])' "$ticket")"
expect "too early" 'a["code"]' too_early
advance day
call 403 POST "/events/$event/door" "$first" "$(json 'dict(code=x[0])' "$ticket")"
call 422 POST "/events/$twin/door" "$town" "$(json 'dict(code=x[0])' "$ticket")"
call 422 POST "/events/$event/door" "$park" '{"code": "not a ticket"}'
call 200 POST "/events/$event/door" "$park" "$(json 'dict(code=x[0])' "$ticket")" "door-$run"
call 200 POST "/events/$event/door" "$park" "$(json 'dict(code=x[0])' "$number")"
expect "the same ticket again says so" '(a["id"], a["repeated"])' "[\"$seat\", true]"
call 422 POST "/events/$event/walk-ins" "$park" '{"name": "孙女士"}'
expect "every seat is taken" 'a["errors"][0]["field"]' beyond
call 200 POST "/events/$event/walk-ins" "$park" '{"name": "孙女士", "people": 2, "beyond": true}' "walk-in-$run"
call 200 GET "/events/$event/door" "$park"
expect "who came" '(a["attendance"]["came"], a["awaited"], a["attendance"]["walkIns"])' '[1, 1, 2]'
say "凭码签到，重复扫码只计一次；他场的码不认；现场加入 2 人，注明超出名额"

# ---- 评价 / the survey

call 409 POST "/event-seats/$seat/survey" "$first" '{"stars": 5}'
expect "not before it is over" 'a["code"]' event_not_over
advance day
for tries in $(seq 1 60); do
    call 200 GET "/events/$twin" ""
    [ "$(get 'a["summary"]["state"]')" = open ] || break
    sleep 0.5
done
call 200 GET "/events/$event" ""
expect "it is over" 'a["summary"]["state"]' over
call 422 POST "/event-seats/$seat/survey" "$first" '{"stars": 6}'
call 200 POST "/event-seats/$seat/survey" "$first" '{"stars": 5, "comment": "当场约了两次面谈。"}'
call 409 POST "/event-seats/$seat/survey" "$first" '{"stars": 1}'
call 200 GET "/event-seats/$waiting" "$third"
expect "who did not come" 'a["state"]' missed
call 409 POST "/event-seats/$waiting/survey" "$third" '{"stars": 1}'
call 200 GET "/events/$event/registrations" "$park"
expect "the organisers read it without a name" 'a["survey"]["comments"]' '[{"stars": 5, "text": "当场约了两次面谈。"}]'
say "活动结束，到场的人评价一次，未到的不能评价"

# ---- 活动成效 / the record

record='{"people": 3, "staff": 4, "money": 1500000, "outcome": "达成就业意向两项，约定面谈两次。", "links": ["https://news.example/1"]}'
# report EVENT TOKEN: its sheet and photograph, then the record
report() {
    call 200 POST "/events/$1/papers" "$2" "$(json "dict(kind='sign_in_sheet', file=dict(name='签到表.pdf', type='application/pdf', content=$pdf))")"
    call 200 POST "/events/$1/papers" "$2" "$(json "dict(kind='photo', file=dict(name='现场.jpg', type='image/jpeg', content=$jpeg))")"
    call 200 POST "/events/$1/record" "$2" "$record"
}
call 422 POST "/events/$event/record" "$park" "$record"
expect "the sheet and photographs are wanted" 'len(a["errors"])' 2
report "$event" "$park"
call 403 POST "/events/$event/record/confirmation" "$park" '{}'
token centre-handler
centre=$who
call 200 GET "/events/$event/organising" "$centre"
candidates=$(get 'len(a["candidates"])')
expect "the other station's is among what looks alike" '"'"$twin"'" in [c["event"] for c in a["candidates"]]' true
expect "and why" '"时间重叠" in [r["zh"] for c in a["candidates"] if c["event"] == "'"$twin"'" for r in c["reasons"]]' true
call 422 POST "/events/$event/record/confirmation" "$centre" '{}'
expect "they have to be looked at" 'a["errors"][0]["field"]' distinct
call 200 POST "/events/$event/record/confirmation" "$centre" '{"distinct": true}'
call 200 GET "/events/$event/organising" "$park"
expect "held" '(a["state"], a["record"]["state"])' '["held", "confirmed"]'
after=$(held)
[ "$after" = $((before + 1)) ] || fail "the target says $after, not $((before + 1))"
call 200 GET /targets/events ""
expect "the public page shows it" '"'"$event"'" in [e["id"] for e in a["events"]]' true
say "驿站补齐签到表和照片后提交成效，中心核对 $candidates 场相似活动后确认：$before → $after 场"

# ---- 重复填报 / reported twice

report "$twin" "$town"
call 200 GET "/event-work" "$centre"
expect "found in the list" '[r["candidates"] > 0 for r in a["records"] if r["event"] == "'"$twin"'"]' '[true]'
call 422 POST "/events/$twin/record/confirmation" "$centre" '{}'
call 200 POST "/events/$twin/record/duplicate" "$centre" "$(json 'dict(of=x[0], reason="同一时间同一地点的同一场活动，已由另一驿站填报。")' "$event")"
call 200 GET "/events/$twin/organising" "$town"
expect "it says of which" '(a["record"]["state"], a["record"]["duplicateOf"])' "[\"duplicate\", \"$event\"]"
after=$(held)
[ "$after" = $((before + 1)) ] || fail "the target says $after, not $((before + 1))"
say "另一驿站填报同一场：中心标记重复，仍为 $after 场"

echo "The journey is complete: $steps steps, event $event."
