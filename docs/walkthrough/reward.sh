#!/usr/bin/env bash
# From an introduction before the contract to a reward that was paid, and the part of it that comes back, over JSON, on a demonstration server.
#
#   docs/walkthrough/reward.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It
# registers new talents and opens new accounts each time and moves the demonstration's clock on by some weeks, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'

# advance STEP: the demonstration's clock; sets $today
advance() {
    call 200 POST /demo/clock "" "$(json 'dict(advance=x[0])' "$1")"
    today=$(get '(datetime.datetime.fromisoformat(a["now"].replace("Z", "+00:00")) + datetime.timedelta(hours=8)).date().isoformat()')
}
day() { python3 -c 'import datetime, sys; print(datetime.date.fromisoformat(sys.argv[1]) + datetime.timedelta(days=int(sys.argv[2])))' "$today" "$1"; }

# rule STATUS CASE OFFICE ACT TOKEN [RULING REASON]
rule() {
    call "$1" POST "/cases/$2/decision" "$5" "$(json '{k: v for k, v in dict(office=x[0], act=x[1], ruling=x[2], reason=x[3]).items() if v}' "$3" "$4" "${6-}" "${7-}")"
}

token 13800000001
agent=$who
token 13800000002
employer=$who
token centre-handler
centre=$who
token centre-checker
checker=$who
token centre-signer
signer=$who
token hrss-handler
hrss=$who
token finance
finance=$who
token admin
admin=$who

# ---- 人员 / the people: who examines, who approves and who pays are different ones

# staff LOGIN NAME OFFICE/PLACE...: somebody new in offices; sets $who to their token
staff() {
    local login=$1-$run name=$2 id post first=1
    shift 2
    for post in "$@"; do
        if [ $first = 1 ]; then
            call 201 POST /accounts "$admin" "$(json 'dict(login=x[0], name=x[1], password=x[2], programme="qingdao-2020", office=x[3], place=x[4])' "$login" "$name" "$password" "${post%/*}" "${post#*/}")"
            id=$(get 'a["id"]')
        else
            call 200 POST "/accounts/$id/posts" "$admin" "$(json 'dict(programme="qingdao-2020", office=x[0], place=x[1], held=True)' "${post%/*}" "${post#*/}")"
        fi
        first=0
    done
    token "$login"
}
staff examiner 审查员 centre/handler hrss/handler
examiner=$who
staff approver 核定员 hrss/signer centre/handler centre/checker
approver=$who
staff payer 制单员 centre/handler centre/checker
payer=$who
staff releaser 放行员 centre/signer
releaser=$who

call 200 GET /introductions "$agent"
station=$(get 'a["stations"][0]["id"]')
call 200 GET "/stations/$station" ""
own=$(get 'a["station"]["creditCode"]')
call 200 GET /requests/new "$employer"
call 200 GET "/stations/$(get 'a["own"][0]["id"]')" ""
credit=$(get 'a["station"]["creditCode"]')
advance day
say "审查、核定、制单、放行各有其人"

# ---- 引荐备案 / the introduction, before the contract

# introduce NAME CLASS: a new talent of a class, and their introduction; sets $talent, $phone, $introduction
introduce() {
    register
    identify "$1"
    call 200 POST /me/profile/level "$talent" "$(json 'dict(answers=dict(high_level_talent=["yes"], talent_class=[x[0]]))' "$2")"
    call 201 POST /introductions "$agent" "$(json 'dict(station=x[0], name=x[1], phone=x[2], creditCode=x[3], position="首席工程师")' "$station" "$1" "$phone" "$credit")" "introduce-$phone"
    introduction=$(get 'a["id"]')
}
introduce 陈思远 d
call 422 POST /introductions "$agent" "$(json 'dict(station=x[0], name="陈思远", phone=x[1], creditCode=x[2], position="首席工程师")' "$station" "$phone" "$own")"
call 409 POST /introductions "$agent" "$(json 'dict(station=x[0], name="陈思远", phone=x[1], creditCode=x[2], position="首席工程师")' "$station" "$phone" "$credit")"
expect "one talent and one employer, one introduction" 'a["code"]' introduction_known
call 404 POST "/introductions/$introduction/confirmation" "$agent" '{"consent": true}'
call 200 POST "/introductions/$introduction/confirmation" "$talent" '{"consent": true}'
call 200 GET "/introductions/$introduction" "$agent"
expect "one side is not enough" '[a["summary"]["state"], a["summary"]["hasTalent"], a["summary"]["hasEmployer"]]' '["registered", true, false]'
call 200 POST "/introductions/$introduction/confirmation" "$employer" '{"consent": true}'
call 200 GET "/introductions/$introduction" "$agent"
expect "confirmed by both" '[a["summary"]["state"], a["summary"]["confirmedOn"]]' "[\"confirmed\", \"$today\"]"
first=$introduction
first_talent=$talent
first_phone=$phone
introduce 罗一鸣 f
call 200 POST "/introductions/$introduction/confirmation" "$employer" '{"consent": true}'
call 200 POST "/introductions/$introduction/confirmation" "$talent" '{"consent": true}'
second=$introduction
second_talent=$talent
second_phone=$phone
say "驿站在签约前登记两次引荐，人才和用人单位分别确认；本单位用人和重复备案不予登记"

# ---- 入职、计入 / hired, and counted

advance day
contract=$today
# hire NAME PHONE: sets $placement
hire() {
    call 201 POST /desk/placements "$agent" "$(json 'dict(station=x[0], type="employment", name=x[1], phone=x[2], creditCode=x[3], employer="用人单位", startsOn=x[4])' "$station" "$1" "$2" "$credit" "$contract")"
    placement=$(get 'a["id"]')
    call 200 POST "/placements/$placement/evidence" "$agent" "$(json "dict(kind='contract', file=dict(name='contract.pdf', type='application/pdf', content=$pdf))")"
    call 200 POST "/placements/$placement/confirmation" "$employer" '{}'
    call 200 GET "/placements/$placement" "$agent"
    expect "it counts" 'a["summary"]["state"]' counted
}
hire 罗一鸣 "$second_phone"
call 201 POST /desk/placements "$agent" "$(json 'dict(station=x[0], type="employment", name="陈思远", phone=x[1], creditCode=x[2], employer="用人单位", startsOn=x[3])' "$station" "$first_phone" "$credit" "$contract")"
placement=$(get 'a["id"]')

# claim INTRODUCTION CONTRACT INSURED [ELSEWHERE]: what the station writes
claim() {
    json 'dict(introduction=x[0], contractOn=x[1], contractMonths=60, insuredMonths=int(x[2]), elsewhere=int(x[3]), certifiedBy="市委组织部", certifiedOn="2020-06-01", certifiedUntil="2025-05-31", bank="示例银行青岛分行 6200000000009876543", phone="13953200009")' \
        "$1" "$2" "$3" "${4-0}"
}
call 409 POST /reward-claims "$agent" "$(claim "$first" "$contract" 3)"
expect "a placement that counts is wanted" 'a["code"]' no_placement
call 200 POST "/placements/$placement/evidence" "$agent" "$(json "dict(kind='contract', file=dict(name='contract.pdf', type='application/pdf', content=$pdf))")"
call 200 POST "/placements/$placement/confirmation" "$employer" '{}'
call 200 GET "/placements/$placement" "$agent"
expect "it counts" 'a["summary"]["state"]' counted
say "次日签约入职，凭合同和用人单位确认计入；未计入的不能申领"

# ---- 人才类别 / the class, as a proven fact

call 409 POST /reward-claims "$agent" "$(claim "$first" "$contract" 3)"
expect "what the talent says alone is not enough" 'a["code"]' class_not_proven
# prove TALENT: the letter of recognition is shown to the office, which looks and accepts
prove() {
    call 201 POST /me/proofs "$1" "$(json "dict(kind='other', note='高层次人才认定文件', expires='2025-05-31', file=dict(name='letter.pdf', type='application/pdf', content=$pdf))")"
    proof=$(get 'a["id"]')
    call 404 GET "/proof-checks/$proof" "$centre"
    call 200 POST "/proofs/$proof/uses" "$1" '{"purpose": "check", "subject": "qingdao-2020", "consent": true}'
    call 200 GET "/proof-checks/$proof" "$centre"
    stated=$(get 'next(f["statedAt"] for f in a["check"]["facts"] if f["id"] == "talent_class")')
    call 409 POST "/proof-checks/$proof" "$centre" "$(json 'dict(fact="talent_class", statedAt=x[0])' "$stated")"
    expect "looked at first" 'a["code"]' not_looked_at
    call 200 POST "/proofs/$proof/looks" "$centre" '{"why": "核验人才类别"}'
    call 200 POST "/proof-checks/$proof" "$centre" "$(json 'dict(fact="talent_class", statedAt=x[0])' "$stated")"
    call 200 GET "/proof-checks/$proof" "$centre"
    expect "proven" 'next(f["state"] for f in a["check"]["facts"] if f["id"] == "talent_class")' proven
}
prove "$first_talent"
prove "$second_talent"
say "人才出示认定文件，中心查看后核验人才类别；自己填写的类别不作依据"

# ---- 申领、计算过程 / the claim and its sheet

call 422 POST /reward-claims "$agent" "$(claim "$first" "$(day -30)" 3)"
expect "the introduction comes before the contract" '[e["field"] for e in a["errors"]]' '["contractOn"]'
call 404 POST /reward-claims "$employer" "$(claim "$first" "$contract" 3)"
call 201 POST /reward-claims "$agent" "$(claim "$first" "$contract" 0)" "claim-$run"
reward=$(get 'a["id"]')
call 201 POST /reward-claims "$agent" "$(claim "$first" "$contract" 0)" "claim-$run"
expect "the same key claims once" 'a["repeated"]' true
call 409 POST /reward-claims "$agent" "$(claim "$first" "$contract" 3)"
expect "one hire, one claim" 'a["code"]' claimed_already
call 200 GET "/reward-claims/$reward" "$agent"
case=$(get 'a["caseID"]')
expect "without insurance it comes to nothing" '[[l["kind"] for l in a["sheet"]["lines"]][:2], a["sheet"]["total"]]' '[["basis", "unmet"], 0]'
call 403 GET "/reward-claims/$reward" "$first_talent"
rule 200 "$case" centre propose "$examiner" return "请按社保缴纳证明填写月数，并写明已享受的其他奖励。"
rule 200 "$case" centre agree "$checker"
rule 200 "$case" centre agree "$signer"
call 200 GET "/reward-claims/$reward" "$agent"
expect "it came back with the reason" '[a["summary"]["state"], a["reason"], a["mayCorrect"]]' '["returned", "请按社保缴纳证明填写月数，并写明已享受的其他奖励。", true]'
call 200 POST "/reward-claims/$reward/correction" "$agent" "$(claim "$first" "$contract" 1 300000)"
call 200 GET "/reward-claims/$reward" "$agent"
expect "class D, less what others gave" '[(l["kind"], l["change"], l["after"]) for l in a["sheet"]["lines"] if l["change"]]' '[["basis", 2000000, 2000000], ["exclusion", -300000, 1700000]]'
expect "in two parts" '[[p["percent"], p["afterDays"], p["amount"]] for p in a["sheet"]["parts"]]' '[[50, 0, 850000], [50, 180, 850000]]'
expect "by a version of the policy" '[a["policyVersion"], a["clause"]]' '[1, "二(三)3"]'
call 200 GET "/reward-claims/$reward" "$centre"
expect "offices read it, with the account masked" '[a["asStation"], a["mayCorrect"], "6200000000009876543" in json.dumps(a)]' '[false, false, false]'
call 200 GET "/cases/$case" "$examiner"
expect "the offices see doubts with their facts" '"short_insurance" in [d["kind"] for d in a["claim"]["doubts"]]' true
expect "and no whole account" '"6200000000009876543" in json.dumps(a)' false
call 201 POST /reward-claims "$agent" "$(claim "$second" "$contract" 6)"
other=$(get 'a["id"]')
call 200 GET "/reward-claims/$other" "$agent"
other_case=$(get 'a["caseID"]')
say "申领附计算过程：D 类 20000 元减其他奖励 3000 元，分两次拨付；缺社保的退回补正，同一次引进不能再申领"

# ---- 审查、预算、核定 / examined, no money, money, approved

for one in "$case" "$other_case"; do
    rule 200 "$one" centre propose "$examiner" pass
    rule 200 "$one" centre agree "$checker"
    rule 200 "$one" centre agree "$signer"
done
rule 403 "$case" hrss propose "$examiner" pass
expect "who examined does not approve" 'a["code"]' examined_already
rule 200 "$case" hrss propose "$hrss" pass
rule 200 "$other_case" hrss propose "$hrss" pass
year=${today%%-*}
# budget YEAR: the agency rewards' money of a year; opened where there is none. Sets $budget, and $free
budget() {
    call 200 GET /budgets "$finance"
    budget=$(get 'next((b["id"] for b in a["budgets"] if b["year"] == '"$1"' and b["purpose"] == "agency_reward"), "")')
    if [ -z "$budget" ]; then
        call 201 POST /budgets "$finance" "$(json 'dict(year=int(x[0]), purpose="agency_reward", amount=5000000, document="青财预〔" + x[0] + "〕1号", reason="年度中介引才奖励预算")' "$1")"
        budget=$(get 'a["id"]')
    fi
    call 200 GET "/budgets/$budget" "$finance"
    free=$(get 'a["summary"]["sums"]["free"]')
}
budget $((year + 1))
call 409 POST /budgets "$finance" "$(json 'dict(year=int(x[0]), purpose="agency_reward", amount=1, document="青财预〔2021〕2号", reason="重复设立")' $((year + 1)))"
expect "one budget for a year and purpose" 'a["code"]' budget_known
call 403 POST /budgets "$centre" '{"year": 2025, "purpose": "agency_reward", "amount": 1, "document": "无", "reason": "无权设立"}'
budget "$year"
[ "$free" = 10000 ] || call 200 POST "/budgets/$budget/allocations" "$finance" "$(json 'dict(way="lower", amount=int(x[0]), document="青财预〔2020〕88号", reason="年中调减")' $((free - 10000)))"
rule 409 "$case" hrss agree "$approver"
expect "refused with words" '[a["code"], a["title"]]' '["budget_short", "预算不足：可用 ¥100.00，需要 ¥8,500.00"]'
call 200 GET "/reward-claims/$reward" "$agent"
expect "nothing was granted" '[a["summary"]["state"], a["parts"]]' '["handed_in", []]'
call 200 POST "/budgets/$budget/allocations" "$finance" '{"way": "raise", "amount": 5000000, "document": "青财预〔2020〕90号", "reason": "追加奖励资金"}'
rule 200 "$case" hrss agree "$approver"
rule 200 "$other_case" hrss agree "$approver"
call 200 GET "/reward-claims/$reward" "$agent"
expect "granted, the first part ordered" '[a["summary"]["state"], a["summary"]["amount"], [p["state"] for p in a["parts"]]]' '["approved", 1700000, ["ordered", "waiting"]]'
call 200 GET "/budgets/$budget" "$finance"
expect "the money left what is free" '[[l["kind"], l["amount"]] for l in a["lines"][:2]]' '[["promised", -500000], ["promised", -850000]]'
expect "free" 'a["summary"]["sums"]["free"]' 3660000
say "审查人不能核定；预算不足时核定被拒并写明可用和所需，财政追加后核定，第一笔列入拨付"

# ---- 账户、批次、放行 / the account, the batch, the release

call 200 GET /payee-accounts "$agent"
host=$(get 'a["organisations"][0]["id"]')
account=62220000$(python3 -c 'import random; print("%011d" % random.randrange(10**11))')
call 404 POST "/payee-accounts/$host" "$employer" "$(json 'dict(bank="示例银行青岛分行营业部", number=x[0])' "$account")"
call 422 POST "/payee-accounts/$host" "$agent" '{"bank": "示例银行青岛分行营业部", "number": "12-34"}'
call 200 POST "/payee-accounts/$host" "$agent" "$(json 'dict(bank="示例银行青岛分行营业部", number=x[0])' "$account")"
call 200 GET /batches "$payer"
order=$(get 'next(o["id"] for o in a["due"] if o["thing"]["id"] == "'"$reward"'")')
later=$(get 'next(o["id"] for o in a["due"] if o["thing"]["id"] == "'"$other"'")')
expect "whoever may, takes it" '[o["mayTake"] for o in a["due"] if o["id"] in ("'"$order"'", "'"$later"'")]' '[true, true]'
orders=$(json 'dict(orders=x)' "$order" "$later")
call 403 POST /batches "$approver" "$orders"
expect "who approved does not pay" 'a["code"]' own_approval
call 403 POST /batches "$examiner" "$orders"
expect "who examined does not pay" 'a["code"]' own_approval
call 403 POST /batches "$finance" "$orders"
call 201 POST /batches "$payer" "$orders" "batch-$run"
batch=$(get 'a["id"]')
call 409 GET "/batches/$batch/bank.xlsx" "$payer"
call 409 POST "/payee-accounts/$host" "$agent" '{"bank": "示例银行青岛分行营业部", "number": "6222000000000000000"}'
expect "the account stands while money is on its way" 'a["code"]' account_frozen
call 403 POST "/batches/$batch/release" "$payer" '{}'
expect "another person releases" 'a["code"]' own_batch
call 403 POST "/batches/$batch/release" "$signer" '{}'
expect "nor whoever examined" 'a["code"]' own_approval
call 200 POST "/batches/$batch/release" "$releaser" '{}'
call 200 GET "/batches/$batch" "$payer"
expect "released" '[a["summary"]["state"], a["summary"]["orders"], a["summary"]["total"]]' '["released", 2, 1350000]'
call 200 GET "/batches/$batch/bank.xlsx" "$payer"
python3 - "$answer" "$account" <<'PY' || fail "the bank's file does not have the account twice and the amounts"
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book:
    text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
sys.exit(0 if sys.argv[2] in text and {"8500", "5000"} <= set(re.findall(r"<v>([0-9.]+)</v>", text)) else 1)
PY
say "两笔同批：核定人、审查人不能制单，制单人不能放行；另一人放行后取得银行文件"

# ---- 已付、退票、重付 / one paid, one failed and paid again

call 422 POST "/batches/$batch/outcomes" "$payer" "$(json 'dict(orders=[x[0]], outcome="failed")' "$order")"
call 200 POST "/batches/$batch/outcomes" "$payer" "$(json 'dict(orders=[x[0]], outcome="paid", day=x[1])' "$later" "$today")"
call 200 POST "/batches/$batch/outcomes" "$payer" "$(json 'dict(orders=[x[0]], outcome="failed", reason="户名与账号不符")' "$order")"
call 200 GET "/batches/$batch" "$payer"
expect "each came to something" '[a["summary"]["state"], sorted(l["outcome"] for l in a["lines"])]' '["done", ["failed", "paid"]]'
call 200 GET "/reward-claims/$reward" "$agent"
expect "the claim follows" '[p["state"] for p in a["parts"]]' '["failed", "waiting"]'
call 200 GET /payee-accounts "$agent"
expect "the payee reads why" 'next(p["reason"] for p in a["organisations"][0]["payments"] if p["id"] == "'"$order"'")' 户名与账号不符
account=62220000$(python3 -c 'import random; print("%011d" % random.randrange(10**11))')
call 200 POST "/payee-accounts/$host" "$agent" "$(json 'dict(bank="示例银行青岛分行营业部", number=x[0])' "$account")"
call 200 GET /batches "$payer"
expect "due once more" '"'"$order"'" in [o["id"] for o in a["due"]]' true
call 201 POST /batches "$payer" "$(json 'dict(orders=x)' "$order")"
batch=$(get 'a["id"]')
call 200 POST "/batches/$batch/release" "$releaser" '{}'
call 200 POST "/batches/$batch/outcomes" "$payer" "$(json 'dict(orders=x[1:], outcome="paid", day=x[0])' "$today" "$order")"
call 200 GET "/reward-claims/$reward" "$agent"
expect "paid" '[p["state"] for p in a["parts"]]' '["paid", "waiting"]'
call 200 GET "/budgets/$budget" "$finance"
expect "each fen is in one place" '(lambda s: s["allocated"] == s["promised"] + s["paid"] + s["free"])(a["summary"]["sums"])' true
say "一笔拨付成功，一笔因账号退票，更正账户后重新拨付成功"

# ---- 公开的拨付进度 / the public tracker

call 200 GET "/payments?year=$year&purpose=agency_reward" ""
expect "everybody sees it against the promise" '[[p["state"], p["amount"], p["paidOn"], p["isLate"]] for p in a["payments"] if p["id"] == "'"$order"'"]' "[[\"paid\", 850000, \"$today\", false]]"
expect "without names of people, and without accounts" '[word in json.dumps(a, ensure_ascii=False) for word in ("陈思远", "罗一鸣", "'"$account"'")]' '[false, false, false]'
within=$(get 'a["payWithin"]')
call 200 GET "/payments/payments.xlsx?year=$year" ""
say "拨付进度公开：承诺 $within 个工作日，不显示个人和账号"

# ---- 提前离岗、追回 / they leave early, and part of it comes back

for _ in 1 2 3 4 5 6 7 8; do
    advance workdays5
    call 200 GET "/placements/$placement" "$first_talent"
    [ "$(get 'any(c["days"] == 30 and c["mayAnswer"] for c in a["checks"])')" = true ] && break
done
expect "asked after thirty days" 'any(c["days"] == 30 and c["mayAnswer"] for c in a["checks"])' true
left=$(day -1)
leaving=$(json 'dict(days=30, isThere=False, leftOn=x[0], note="因家庭原因离职")' "$left")
call 200 POST "/placements/$placement/checks" "$first_talent" "$leaving"
call 200 POST "/placements/$placement/checks" "$employer" "$leaving"
judge=$(json 'dict(stayed=False, leftOn=x[0], reason="双方均确认已离岗，社保停缴。")' "$left")
call 403 POST "/reward-claims/$reward/retention" "$approver" "$judge"
expect "who approved does not decide" 'a["code"]' approved_already
call 403 POST "/reward-claims/$reward/retention" "$hrss" "$judge"
call 200 POST "/reward-claims/$reward/retention" "$payer" "$judge"
back=$(python3 -c 'import datetime, sys; days = (datetime.date.fromisoformat(sys.argv[2]) - datetime.date.fromisoformat(sys.argv[1])).days; print((850000 * (1095 - days) * 2 + 1095) // (2 * 1095))' "$contract" "$left")
call 200 GET "/reward-claims/$reward" "$agent"
expect "the rest lapses, and of what was paid the days that were not served come back" '[a["summary"]["state"], [[p["state"], p["back"]] for p in a["parts"]]]' "[\"clawed_back\", [[\"paid\", $back], [\"lapsed\", 0]]]"
call 200 GET /payee-accounts "$agent"
expect "the payee is told by when" '[d["amount"] for d in a["organisations"][0]["demands"] if d["state"] == "demanded"]' "[$back]"
call 200 GET /repayments "$releaser"
demand=$(get 'next(d["id"] for d in a["demands"] if d["amount"] == '"$back"' and d["state"] == "demanded")')
call 404 POST "/repayments/$demand" "$approver" "$(json 'dict(repaidOn=x[0])' "$today")"
call 200 POST "/repayments/$demand" "$releaser" "$(json 'dict(repaidOn=x[0])' "$today")"
call 409 POST "/repayments/$demand" "$releaser" "$(json 'dict(repaidOn=x[0])' "$today")"
call 200 GET "/budgets/$budget" "$finance"
expect "the ledger has it" '[a["lines"][0]["kind"], a["lines"][0]["amount"]]' "[\"clawed_back\", $back]"
expect "each fen is in one place" '(lambda s: s["allocated"] == s["promised"] + s["paid"] + s["free"])(a["summary"]["sums"])' true
call 200 GET "/reward-claims/$other" "$agent"
expect "who stays keeps it" '[a["summary"]["state"], [p["state"] for p in a["parts"]]]' '["approved", ["paid", "waiting"]]'
say "陈思远 $left 离岗：余款停拨，按未满天数追回 $(python3 -c 'import sys; print("%.2f" % (int(sys.argv[1]) / 100))' "$back") 元并退缴入账"

echo "The journey is complete: $steps steps, claim $reward."
