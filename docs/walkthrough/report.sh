#!/usr/bin/env bash
# From a station's month to a report that was taken note of, a visit, a problem, and a serious event that the plaque's page tells of, over JSON, on a demonstration server.
#
#   docs/walkthrough/report.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It moves the
# demonstration's clock into the next month, and reports about the month that is over, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'

# advance STEP: the demonstration's clock
advance() { call 200 POST /demo/clock "" "$(json 'dict(advance=x[0])' "$1")"; }

# today: the programme's day
today() {
    call 200 GET /dashboard "$centre"
    today=$(get 'a["today"]')
}

token 13800000001
park=$who
token 13800000002
town=$who
token centre-handler
centre=$who
token hrss-handler
bureau=$who
call 200 GET /reports "$park"
here=$(get 'a["stations"][0]["id"]')
name=$(get 'a["stations"][0]["name"]')
call 200 GET /reports "$town"
there=$(get 'a["stations"][0]["id"]')
other=$(get 'a["stations"][0]["name"]')
today
month=${today:0:7}
first=$month-01
next=$(python3 -c 'import datetime, sys; print((datetime.date.fromisoformat(sys.argv[1]) + datetime.timedelta(days=31)).replace(day=1))' "$first")
last=$(python3 -c 'import datetime, sys; print(datetime.date.fromisoformat(sys.argv[1]) - datetime.timedelta(days=1))' "$next")

# ---- 本月的记录 / what happens in the month

# counted THING: of the station and the month, in the list behind the number
counted() {
    call 200 GET "/dashboard/records?what=$1&station=$here&from=$first&to=$last" "$centre"
    get 'a["total"]'
}

before=$(counted contacts)
phone=139$(python3 -c 'import random; print("%08d" % random.randrange(10**8))')
call 200 POST /desk/contacts "$park" "$(json 'dict(station=x[0], name="丁晓（示例）", phone=x[1], channel="came_in", subject="service.lodging", result="helped")' "$here" "$phone")" "contact-$run"
[ "$(counted contacts)" = $((before + 1)) ] || fail "the service log says $(counted contacts), not $((before + 1))"
say "$name 登记一次服务，$month 的服务人次由 $before 增至 $((before + 1))"

# ---- 生成报告 / the report is begun by itself, or by the clock

call 422 POST /reports "$park" "$(json 'dict(station=x[0], month=x[1])' "$here" "${next:0:7}")"
expect "not of a month to come" 'a["errors"][0]["field"]' month
call 201 POST /reports "$park" "$(json 'dict(station=x[0], month=x[1])' "$here" "$month")"
report=$(get 'a["id"]')
call 409 POST "/reports/$report/handing-in" "$park" '{"figures": [], "answers": [{"question": "progress", "text": "举办岗位对接。"}], "confirmed": true}'
expect "the month is not over" 'a["code"]' month_not_over
while [[ $today < $next ]]; do
    # Five working days are at most two weeks, also at the new year.
    if [[ ${today:8:2} < 16 ]]; then advance workdays5; else advance day; fi
    today
done
call 200 GET /reports "$town"
expect "the clock began the other station's" '[r["state"] for r in a["own"] if r["month"] == "'"$month"'"]' '["draft"]'
theirs=$(get '[r["id"] for r in a["own"] if r["month"] == "'"$month"'"][0]')
call 200 GET "/reports/$theirs" "$town"
expect "nobody did" '(a["entries"][0]["words"]["zh"], a["entries"][0]["who"])' '["生成报告", ""]'
say "$name 提前生成 $month 报告，月底前不能报送；到 $today，$other 的报告由系统按时生成"

# ---- 数据来自记录 / its figures are those of the lists

call 200 GET "/reports/$report" "$park"
expect "it can be written" '(a["monthIsOver"], a["mayWrite"])' '[true, true]'
for line in $(get '" ".join(l["counted"] + "=" + str(l["recorded"]) for l in a["lines"])'); do
    found=$(counted "${line%=*}")
    [ "$found" = "${line#*=}" ] || fail "the report fills in $line, the list holds $found"
done
call 200 GET "/reports/$report" "$park"
recorded=$(get '[l["recorded"] for l in a["lines"] if l["counted"] == "contacts"][0]')
lines=$(get 'len(a["lines"])')
call 200 GET "/reports/$report" "$centre"
expect "a draft is not for offices" '(a["isShown"], a["lines"])' '[false, []]'
call 404 GET "/reports/$report" "$town"
say "报告 $lines 项数据与明细逐项一致，其中服务 $recorded 人次；报送前部门看不到内容，其他驿站看不到"

# ---- 差异要说明 / what differs is explained

answers='[dict(question="progress", text="举办岗位对接，走访园区企业。"), dict(question="difficulties", text="周末前台人手偏紧。")]'
stated=$((recorded + 4))
call 422 POST "/reports/$report/handing-in" "$park" "$(json 'dict(figures=[dict(counted="contacts", stated=int(x[0]))], answers=[], confirmed=False)' "$stated")"
expect "each thing that is missing" '[e["field"] for e in a["errors"]]' '["figures.0.explanation", "answers.0.text", "confirmed"]'
call 200 POST "/reports/$report/files" "$park" "$(json "dict(file=dict(name='纸质登记.pdf', type='application/pdf', content=$pdf))")"
differs=$(json "dict(figures=[dict(counted='contacts', stated=int(x[0]), explanation='停电当天 4 人次为纸质登记，尚未补录。')], answers=$answers, confirmed=True)" "$stated")
call 200 POST "/reports/$report/handing-in" "$park" "$differs" "hand-in-$run"
call 200 POST "/reports/$report/handing-in" "$park" "$differs" "hand-in-$run"
expect "the same key hands in once" 'a["repeated"]' true
say "填报 $stated 人次与记录的 $recorded 不一致，说明原因、附上材料后报送"

# ---- 部门看到差异 / the office sees the difference

call 200 GET "/reports?month=$month&pick=differs" "$centre"
expect "in the list of those that differ" '[(r["state"], r["differences"]) for r in a["desk"]["reports"] if r["station"] == "'"$here"'"]' '[["handed_in", 1]]'
call 200 GET "/reports/$report" "$centre"
expect "both figures" '[(l["recorded"], l["stated"]) for l in a["lines"] if l["counted"] == "contacts"]' "[[$recorded, $stated]]"
expect "and why" '[l["explanation"] for l in a["lines"] if "stated" in l]' '["停电当天 4 人次为纸质登记，尚未补录。"]'
expect "with the paper" '[f["name"] for f in a["files"]]' '["纸质登记.pdf"]'
call 200 GET "/reports/$report/report.pdf" "$centre"
call 422 POST "/reports/$report/return" "$centre" '{"reason": ""}'
call 200 POST "/reports/$report/return" "$centre" '{"reason": "纸质登记请先补录台账，数据以记录为准。"}'
call 200 GET "/reports/$report" "$park"
expect "given back, with the reason" '(a["summary"]["state"], a["reason"])' '["returned", "纸质登记请先补录台账，数据以记录为准。"]'
again=$(get 'a["summary"]["againBy"]')
call 200 POST "/reports/$report/handing-in" "$park" "$(json "dict(figures=[dict(counted='contacts')], answers=$answers, confirmed=True)")" "again-$run"
call 403 POST "/reports/$report/acceptance" "$park" '{}'
call 200 POST "/reports/$report/acceptance" "$centre" '{}'
call 409 POST "/reports/$report/return" "$centre" '{"reason": "再看一次。"}'
call 200 GET "/reports/$report" "$park"
expect "accepted, without a difference" '(a["summary"]["state"], a["summary"]["differences"], a["summary"]["daysLate"])' '["accepted", 0, 0]'
expect "each step is told" '[e["words"]["zh"] for e in a["entries"]]' '["生成报告", "报送", "退回", "报送", "确认收到"]'
say "中心看到差异和说明，退回（$again 前重新报送），更正后确认收到"

# ---- 逾期 / late ones show

call 200 GET "/reports/$theirs" "$town"
due=$(get 'a["summary"]["dueOn"]')
while [[ ! $today > $due ]]; do
    advance day
    today
done
call 200 GET "/reports?month=$month&pick=late" "$centre"
expect "missing and late" '[(r["state"], r["daysLate"], "handedInOn" in r) for r in a["desk"]["reports"] if r["station"] == "'"$there"'"]' '[["draft", 1, false]]'
late=$(get 'a["desk"]["tally"]["late"]')
call 200 POST "/reports/$theirs/handing-in" "$town" "$(json "dict(figures=[], answers=$answers, confirmed=True)")"
call 200 GET "/reports?month=$month&pick=late" "$centre"
expect "late for good" '(a["desk"]["tally"]["late"], [r["state"] for r in a["desk"]["reports"] if r["station"] == "'"$there"'"])' "[$late, [\"handed_in\"]]"
call 200 POST "/reports/$theirs/acceptance" "$centre" '{}'
call 200 GET "/reports/reports.xlsx?month=$month" "$centre"
say "$other 到期（$due）未报送，次日列为逾期；补报后仍记逾期 1 天"

# ---- 实地调研 / a visit

call 201 POST /visits "$centre" "$(json 'dict(station=x[0], day=x[1], goes="中心服务一科两人", announced=False)' "$here" "$today")" "visit-$run"
visit=$(get 'a["id"]')
call 404 GET "/visits/$visit" "$park"
call 422 POST "/visits/$visit/record" "$centre" "$(json 'dict(day=x[0], checks=[dict(item="venue", result="met"), dict(item="safety", result="not_met")])' "$today")"
expect "what is not met is described" '[e["field"] for e in a["errors"]]' '["checks.1.note"]'
call 200 POST "/visits/$visit/record" "$centre" "$(json 'dict(day=x[0], note="台账与现场一致。", checks=[dict(item="venue", result="met"), dict(item="records", result="met"), dict(item="safety", result="not_met", note="疏散通道堆放杂物。")])' "$today")"
call 200 POST "/visits/$visit/findings" "$centre" '{"text": "疏散通道堆放杂物，请清理并张贴标识。", "item": "safety"}'
call 409 POST "/visits/$visit/closing" "$centre" '{}'
expect "not while something is open" 'a["code"]' findings_open
call 200 GET "/visits/$visit" "$park"
finding=$(get 'a["findings"][0]["id"]')
mend=$(get 'a["findings"][0]["due"]')
expect "the station reads what was seen, not who goes" '([c["item"] for c in a["checks"] if c["result"] == "not_met"], "goes" in a)' '[["safety"], false]'
call 404 POST "/visits/$visit/findings/$finding/answer" "$town" '{"text": "已清理。"}'
call 200 POST "/visits/$visit/findings/$finding/files" "$park" "$(json "dict(file=dict(name='清理后.pdf', type='application/pdf', content=$pdf), words='清理后的通道')")"
call 200 POST "/visits/$visit/findings/$finding/answer" "$park" '{"text": "通道已清理。"}'
call 200 POST "/visits/$visit/findings/$finding/recheck" "$centre" '{"ruling": "not_mended", "text": "标识还没有张贴。"}'
call 200 POST "/visits/$visit/findings/$finding/answer" "$park" '{"text": "疏散标识已张贴。"}'
call 200 POST "/visits/$visit/findings/$finding/recheck" "$centre" '{"ruling": "mended", "text": "现场核对，已整改。"}'
call 200 POST "/visits/$visit/closing" "$centre" '{}'
call 200 GET "/visits/$visit" "$park"
expect "every word stays" '[e["step"] for e in a["findings"][0]["entries"]]' '["answer", "send_back", "answer", "accept"]'
expect "closed" '(a["summary"]["state"], a["summary"]["open"])' '["closed", 0]'
say "中心不打招呼到 $name 调研，发现一个问题（$mend 前整改）：答复、复查未到位、再答复、复查通过，办结"

# ---- 困难和问题 / a problem

call 201 POST /tickets "$park" "$(json 'dict(station=x[0], title="活动日停车困难", text="大型活动当天车位不足，希望协调相邻写字楼开放停车。")' "$here")" "ticket-$run"
ticket=$(get 'a["id"]')
call 200 GET /tickets "$centre"
expect "the office has it" '[(t["title"], t["request"]["state"]) for t in a["tickets"] if t["request"]["id"] == "'"$ticket"'"]' '[["活动日停车困难", "open"]]'
call 404 GET "/tickets/$ticket" "$town"
call 200 POST "/requests/$ticket/messages" "$centre" '{"text": "已联系物业，正在核对可开放的车位数。"}'
call 200 GET "/tickets/$ticket" "$park"
expect "answered, with an owner and a clock" '(a["summary"]["state"], a["summary"]["owner"]["owner"], "closeDue" in a)' '["answered", "office/centre", true]'
call 200 POST "/requests/$ticket/outcome" "$centre" '{"outcome": "solved", "text": "周末开放 60 个车位，已通知驿站。"}'
call 200 POST "/requests/$ticket/rating" "$park" '{"stars": 5}'
call 200 GET "/tickets/$ticket" "$park"
expect "closed" '(a["summary"]["state"], [r["stars"] for r in a["ratings"]])' '["closed", [5]]'
say "$name 提交困难和问题，中心答复、协调解决、办结，驿站评价"

# ---- 严重情形 / a serious event

call 200 GET "/stations/$there" ""
plaque=$(get 'a["station"]["plaque"]["number"]')
expect "its plaque is valid" 'a["station"]["plaque"]["state"]' valid
call 201 POST /serious-events "$centre" "$(json 'dict(station=x[0], kind="safety_accident", day=x[1], hurt=1, text="活动中搭建的展架倒塌，一人轻伤，现场已经封闭。")' "$there" "$last")" "event-$run"
event=$(get 'a["id"]')
call 404 GET "/serious-events/$event" "$town"
call 403 POST "/serious-events/$event/confirmation" "$centre" '{"reason": "活动现场发生安全事故"}'
expect "a second person rules" 'a["code"]' second_person
call 200 GET "/plaques/$plaque" ""
expect "a report suspends nothing" 'a["plaque"]["state"]' valid
call 422 POST "/serious-events/$event/confirmation" "$bureau" '{"reason": "详询 0532-12345678"}'
call 200 POST "/serious-events/$event/confirmation" "$bureau" '{"reason": "活动现场发生安全事故，暂停使用，整改后复核"}' "confirm-$run"
call 200 GET "/plaques/$plaque" ""
expect "the plaque says so to everybody" '(a["plaque"]["state"], a["plaque"]["since"], a["plaque"]["reason"])' "[\"suspended\", \"$today\", \"活动现场发生安全事故，暂停使用，整改后复核\"]"
call 409 POST "/serious-events/$event/dismissal" "$bureau" '{"reason": "再看一次"}'
call 200 GET "/serious-events/$event" "$town"
expect "the station reads why" 'a["summary"]["state"]' confirmed
call 200 GET "/scorecards/$there" "$town"
expect "it bars the station in evaluations" '[v["zh"] for v in a["vetoes"]]' '["发生重大安全责任事故"]'
token hrss-signer
call 200 POST "/plaques/$plaque/state" "$who" '{"state": "valid", "reason": "整改完成，经复核恢复使用", "clause": "二(二)2"}'
call 200 GET "/plaques/$plaque" ""
expect "restored" 'a["plaque"]["state"]' valid
say "中心上报 $other 的安全事故，市人社局另一人认定，牌匾当即暂停并向社会公开；整改后由签发人恢复"

# ---- 统计总览和开放数据 / the same counts on the dashboard, and as open data

call 200 GET "/dashboard?what=contacts&station=$here&month=$month" "$centre"
expect "the dashboard says the same" '[l["occurrences"] for l in a["lines"] if l["thing"] == "contacts"]' "[$recorded]"
call 200 GET "/dashboard?what=contacts&month=$month" "$centre"
all=$(get '{l["thing"]: l["occurrences"] for l in a["lines"] if l["thing"] != "stations"}')
call 200 GET /open-data ""
expect "so does the open data, but for small numbers" "(lambda all, months: months and [t for t, n in months.items() if n != all[t] and not (n is None and t != 'events')])($all, {l['thing']: l.get('count') for l in a['lines'] if l['by'] == 'total' and l['month'] == '$month' and l['thing'] in $all})" '[]'
least=$(get 'a["least"]')
expect "small ones are hidden" '[l for l in a["lines"] if l["thing"] not in ("stations", "events") and 0 < (l.get("count") or 0) < a["least"]]' '[]'
call 200 GET /open-data/figures.csv ""
grep -q "^$month,contacts," "$answer" || fail "the file of open data has no $month"
call 403 GET "/dashboard/records?what=contacts" "$park"
say "统计总览与报告一致；开放数据与总览一致，小于 $least 的数隐去"

echo "The journey is complete: $steps steps, report $report of $month, visit $visit, plaque $plaque suspended and restored."
