#!/usr/bin/env bash
# From "I look for …" to a rating, and an hour with a mentor that is taken once, over JSON, on a demonstration server.
#
#   docs/walkthrough/request.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It
# registers new talents each time, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

token 13800000001
park=$who
token 13800000002
town=$who
call 200 GET /requests/new "$park"
here=$(get 'a["own"][0]["id"]')
call 200 GET /requests/new "$town"
there=$(get 'a["own"][0]["id"]')
register
other=$talent
register

# ---- 提出 / asked

call 422 POST /requests "$talent" '{"topic": "platforms", "text": ""}'
expect "said what is missing" '[e["field"] for e in a["errors"]]' '["text"]'
call 201 POST /requests "$talent" "$(json 'dict(topic="platforms", text="想找可以做电磁兼容测试的平台，样机两台。", station=x[0])' "$here")" "ask-$run"
request=$(get 'a["id"]')
call 201 POST /requests "$talent" "$(json 'dict(topic="platforms", text="想找可以做电磁兼容测试的平台，样机两台。", station=x[0])' "$here")" "ask-$run"
expect "the same key asks once" 'a["repeated"]' true
call 404 GET "/requests/$request" "$other"
call 404 GET "/requests/$request" "$town"
call 200 GET /requests "$park"
expect "the station has it, with its clock" '[r["state"] for r in a["owned"] if r["id"] == "'"$request"'"]' '["open"]'
say "人才提出诉求“找平台”，由海蓝软件人才驿站承办；他人和其他驿站看不到"

# ---- 答复、文件、转办 / answered, a file, handed on

call 200 POST "/requests/$request/messages" "$park" '{"text": "请告知样机供电方式。"}'
call 200 GET "/requests/$request" "$talent"
expect "answered" 'a["summary"]["state"]' answered
due=$(get 'a["closeDue"]')
call 200 POST "/requests/$request/messages" "$talent" '{"text": "直流 24V。"}'
call 415 POST "/requests/$request/files" "$talent" "$(json 'dict(file=dict(name="样机.pdf", type="application/pdf", content=base64.b64encode(b"GIF89a").decode()))')"
call 200 POST "/requests/$request/files" "$talent" "$(json 'dict(file=dict(name="样机.pdf", type="application/pdf", content=base64.b64encode(b"%PDF-1.7 sample").decode()))')"
call 200 POST "/requests/$request/hand-on" "$park" "$(json 'dict(to="station/" + x[0], reason="对方与检测机构有固定合作")' "$there")"
call 200 GET "/requests/$request" "$talent"
expect "who has it now" 'a["summary"]["owner"]["owner"]' "station/$there"
expect "and why" 'a["holders"][-1]["reason"]' 对方与检测机构有固定合作
expect "the clock goes on" 'a["closeDue"]' "$due"
call 404 POST "/requests/$request/messages" "$park" '{"text": "还有一句"}'
say "驿站答复，收到文件（不收冒充 PDF 的文件），转办给汇才综合人才驿站；时限照旧，本人看得到理由"

# ---- 办结、评价、重新打开 / closed, rated, reopened

call 409 POST "/requests/$request/rating" "$talent" '{"stars": 5}'
call 200 POST "/requests/$request/outcome" "$town" '{"outcome": "partly", "text": "已约定一台样机的测试时间。"}'
call 200 POST "/requests/$request/rating" "$talent" '{"stars": 3, "text": "还差一台"}'
call 409 POST "/requests/$request/rating" "$talent" '{"stars": 5}'
expect "rated once" 'a["code"]' rated_already
call 200 POST "/requests/$request/reopening" "$talent" '{"reason": "另一台样机没有安排"}'
call 200 GET "/requests/$request" "$town"
expect "open again, and counted" '[a["summary"]["state"], a["summary"]["reopened"]]' '["open", 1]'
call 200 POST "/requests/$request/outcome" "$town" '{"outcome": "solved", "text": "两台均已约定。"}'
call 200 POST "/requests/$request/rating" "$talent" '{"stars": 5}'
call 200 GET "/requests/$request" "$town"
expect "rated for each closing" '[r["stars"] for r in a["ratings"]]' '[3, 5]'
say "部分解决后评 3 分并重新打开，再办结评 5 分；每次办结只评一次"

# ---- 创业导师 / mentors

# An hour far ahead that no earlier run has published.
call 200 GET "/requests/$request" "$town"
asked=$(get 'a["summary"]["createdAt"]')
start=$(python3 -c '
import datetime, random, sys
day = datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + datetime.timedelta(days=random.randrange(20, 170), minutes=random.randrange(1440))
print(day.strftime("%Y-%m-%dT%H:%M:00Z"))' "$asked")
today=$(python3 -c 'import datetime, sys; print((datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + datetime.timedelta(hours=8)).date())' "$asked")
call 201 POST /mentors "$park" "$(json 'dict(name="王导师（示例）", organisation="示例研究院", fields=["ai"], helps="从样机到量产", keeper="station/" + x[0], consentOn=x[1])' "$here" "$today")"
mentor=$(get 'a["id"]')
call 200 POST "/mentors/$mentor/hours" "$park" "$(json 'dict(**{"from": x[0]}, minutes=30, count=2, place="A 座 201 室")' "$start")"
call 200 GET "/mentors/$mentor" ""
hour=$(get 'a["hours"][0]["id"]')
call 201 POST "/mentors/$mentor/bookings" "$talent" "$(json 'dict(hour=x[0], text="请教商业计划")' "$hour")"
startup=$(get 'a["id"]')
call 409 POST "/mentors/$mentor/bookings" "$other" "$(json 'dict(hour=x[0], text="请教商业计划")' "$hour")"
expect "taken once" 'a["code"]' hour_taken
call 200 GET "/requests/$startup" "$talent"
expect "it belongs to a request for start-up help" '[a["summary"]["topic"], [b["state"] for b in a["bookings"]]]' '["start_up", ["booked"]]'
booking=$(get 'a["bookings"][0]["id"]')
call 404 POST "/mentor-bookings/$booking/cancellation" "$other" '{}'
call 200 POST "/mentor-bookings/$booking/cancellation" "$talent" '{}'
call 201 POST "/mentors/$mentor/bookings" "$other" "$(json 'dict(hour=x[0], text="请教商业计划")' "$hour")"
say "导师时段由一人约到，另一人被拒；取消后可以再约；预约归入创业赋能诉求"

# ---- 项目与资金 / the project, and funds

call 200 POST "/requests/$startup/project" "$talent" '{"field": "ai", "stage": "angel", "sum": 300000000, "area": "laoshan"}'
call 200 GET "/requests/$startup" "$talent"
expect "each fund says why" 'all(len(f["fit"]["reasons"]) == 4 for f in a["funds"])' true
say "项目信息已填，列出资金 $(get 'len(a["funds"])') 家，逐项说明符合、不符和未知"
call 200 POST "/mentors/$mentor/end" "$park" '{}'
say "导师移出名录，未开始的预约随之取消"
