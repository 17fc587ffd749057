#!/usr/bin/env bash
# A station that failed ends: told, heard, decided, an appeal, and what ends with it, over JSON, on a demonstration server.
#
#   docs/walkthrough/withdrawal.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It ends
# the station 汇才综合人才驿站 for good and moves the demonstration's clock on by some weeks: it runs once on a server. Needs curl and python3.
source "$(dirname "$0")/common.sh"

# advance STEP: the demonstration's clock
advance() { call 200 POST /demo/clock "" "$(json 'dict(advance=x[0])' "$1")"; }

# rule CASE OFFICE RULING REASON PROPOSER [AGREES]
rule() {
    token "$5"
    call 200 POST "/cases/$1/decision" "$who" "$(json 'dict(office=x[0], act="propose", ruling=x[1], reason=x[2])' "$2" "$3" "$4")"
    if [ -n "${6-}" ]; then
        token "$6"
        call 200 POST "/cases/$1/decision" "$who" "$(json 'dict(office=x[0], act="agree")' "$2")"
    fi
}

token 13800000002
host=$who
token 13800000001
other=$who
token centre-handler
centre=$who
token hrss-handler
hrss=$who
token hrss-signer
signer=$who
call 200 GET /requests/new "$host"
station=$(get 'a["own"][0]["id"]')
call 200 GET "/stations/$station" ""
plaque=$(get 'a["station"]["plaque"]["number"]')
expect "valid" 'a["station"]["plaque"]["state"]' valid

# ---- 提出、告知 / brought, and the host told

call 409 POST "/plaques/$plaque/state" "$signer" '{"state": "withdrawn", "reason": "考核不合格"}'
expect "a plaque is withdrawn by a case alone" 'a["code"]' withdrawn_by_case
call 403 POST "/stations/$station/withdrawal" "$other" '{"cause": "failing", "reason": "年度考核评估得分低于合格线。"}'
call 422 POST "/stations/$station/withdrawal" "$centre" '{"cause": "wish", "reason": "短"}'
expect "said what is missing" '[e["field"] for e in a["errors"]]' '["cause", "reason"]'
call 201 POST "/stations/$station/withdrawal" "$centre" '{"cause": "failing", "reason": "年度考核评估得分低于合格线，明细见评分表。"}' "bring-$run"
case=$(get 'a["id"]')
call 200 GET "/withdrawals/$case" "$host"
expect "the host is told" '[a["summary"]["state"], a["mayState"], a["mayAskHearing"]]' '["notified", true, true]'
call 404 GET "/withdrawals/$case" "$other"
say "市人才服务中心提出撤站，建站单位收到事实和理由；签发人不能直接摘牌，其他单位看不到"

# ---- 陈述、听证 / stated, and heard

call 200 POST "/withdrawals/$case/statements" "$host" '{"text": "疫情期间活动减少，正在整改。", "hearing": "ask"}'
call 422 POST "/withdrawals/$case/hearing" "$hrss" '{"on": "2020-01-01", "place": "市民中心"}'
call 200 GET "/withdrawals/$case" "$hrss"
on=$(get 'a["hearingFrom"]')
call 200 POST "/withdrawals/$case/hearing" "$hrss" "$(json 'dict(on=x[0], place="市民中心 201 室")' "$on")"
call 409 POST "/cases/$case/decision" "$hrss" '{"office": "hrss", "act": "propose", "ruling": "pass", "reason": "属实。"}'
advance workdays5
advance workdays5
call 200 POST "/withdrawals/$case/minutes" "$hrss" "$(json 'dict(heldOn=x[0], present="主持人甲\n建站单位代表乙", minutes="建站单位陈述了整改情况，双方对评分逐项核对。")' "$on")"
call 200 GET "/withdrawals/$case" "$host"
expect "heard, and with the offices" '[a["summary"]["state"], a["hearing"]["heldOn"] == "'"$on"'"]' '["deciding", true]'
say "建站单位陈述并要求听证；提前通知后举行，笔录双方可见"

# ---- 决定、申诉 / decided, and an appeal

rule "$case" hrss pass "评分属实，整改未见成效。" hrss-handler hrss-signer
rule "$case" industry pass "同意。依据评估结果。" industry
rule "$case" finance pass "同意。依据评估结果。" finance
call 200 GET "/withdrawals/$case" "$host"
expect "decided, and held back" '[a["summary"]["state"], a["mayAppeal"], len(a["decision"])]' '["decided", true, 3]'
call 200 GET "/plaques/$plaque" ""
expect "nothing has ended yet" 'a["plaque"]["state"]' valid
call 200 POST "/withdrawals/$case/appeal" "$host" '{"text": "评分所依据的活动记录有遗漏，请复核。"}'
token leading
call 200 GET "/withdrawals/$case" "$who"
appeal=$(get 'a["appealCase"]')
rule "$appeal" leading refuse "记录完整，评分无误，维持决定。" leading
say "三部门决定撤站；建站单位申诉期间不执行，领导小组办公室复核后维持"

# ---- 善后 / what ends with it

call 200 GET "/plaques/$plaque" ""
expect "withdrawn, with its clause" '[a["plaque"]["state"], a["plaque"]["clause"]]' '["withdrawn", "二(二)3"]'
for _ in 1 2 3 4 5 6 7 8 9 10; do
    call 200 GET "/withdrawals/$case" "$host"
    [ "$(get 'a["summary"]["state"]')" = ended ] && break
    sleep 1
done
expect "settled" 'a["summary"]["state"]' ended
say "牌匾公开页写明撤站；善后：$(get '"、".join(e["kind"] + " " + str(e["count"]) for e in a["counts"])')"
today=$(get 'a["today"]')
call 200 POST "/withdrawals/$case/plaque-return" "$centre" "$(json 'dict(on=x[0])' "$today")"
call 200 GET "/plaques/$plaque" ""
expect "the plaque came back" 'a["plaque"]["returnedOn"]' "$today"
call 409 POST "/stations/$station/leaving" "$host" '{"reason": "再次申请"}'
expect "ended once" 'a["code"]' withdrawal_runs
call 200 GET "/stations?state=withdrawn" ""
expect "those that ended stay in the list" '"'"$station"'" in [s["id"] for s in a["list"]["stations"]]' true
say "牌匾实物收回已登记；驿站列表仍可查到已撤站的驿站"

echo "The journey is complete: $steps steps, case $case."
