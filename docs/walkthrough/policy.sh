#!/usr/bin/env bash
# From "What am I entitled to?" to money that was paid, and an offer that needs one word, over JSON, on a demonstration server.
#
#   docs/walkthrough/policy.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It
# registers a new talent each time, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'

# ---- 政策库 / the library of policies

call 200 GET /policies ""
call 200 GET /policies/entitlements ""
say "政策库和“我能享受什么”不登录也能看"

# ---- 人才注册 / somebody registers

register
identify 林涛
call 200 POST /me/profile/education "$talent" '{"answers": {"education": ["undergraduate"], "degree": ["bachelor"], "graduation_date": ["2020-06-25"], "enrolled": ["no"]}}'
call 200 POST /me/profile/places "$talent" '{"answers": {"homes": ["none"], "insurance": ["山东省青岛市崂山区"], "work": ["none"]}}'
call 200 GET /policies/entitlements "$talent"
call 201 POST /me/proofs "$talent" "$(json "dict(kind='degree', file=dict(name='degree.pdf', type='application/pdf', content=$pdf))")"
say "林涛注册，填写学历、住房和参保地，学位证书放入证明夹，查看能享受的政策"

# ---- 委托 / the mandate

call 200 GET /mandates/new "$talent"
policy=$(get 'next(p["id"] for p in a["policies"] if "住房补贴" in p["title"]["zh"])')
call 200 GET "/mandates/new?policy=$policy" "$talent"
expect "the papers are listed" 'len(a["materials"]) > 0' true
token 13800000001
agent=$who
call 200 GET /mandates "$agent"
station=$(get 'a["stations"][0]["id"]')
call 200 GET "/mandates/new?policy=$policy" "$talent"
last=$(get 'a["last"]')
late=$(python3 -c 'import datetime, sys; print(datetime.date.fromisoformat(sys.argv[1]) + datetime.timedelta(days=1))' "$last")
call 422 POST /mandates "$talent" "$(json 'dict(policy=x[0], station=x[1], kinds=["degree"], until=x[2])' "$policy" "$station" "$late")"
call 201 POST /mandates "$talent" "$(json 'dict(policy=x[0], station=x[1], kinds=["degree"], until=x[2])' "$policy" "$station" "$last")" "mandate-$run"
mandate=$(get 'a["id"]')
call 404 GET "/mandates/$mandate" "$agent"
call 200 GET "/mandates/$mandate" "$talent"
expect "the text names the documents" '"学位证书" in a["text"]["zh"]' true
text=$(get 'a["textDigest"]')
call 200 POST "/mandates/$mandate/signature" "$talent" "$(json 'dict(consent=True, text=x[0])' "$text")"
say "林涛委托驿站代办住房补贴：只允许查看学位证书，至 $last，读完全文后签署"

# ---- 驿站办理 / the agent works through it

call 200 POST "/mandates/$mandate/agent" "$agent" '{}'
call 200 GET "/mandates/$mandate" "$agent"
expect "the agent sees the degree alone" '[p["kind"] for p in a["wallet"]]' '["degree"]'
proof=$(get 'a["wallet"][0]["id"]')
papers=$(get '" ".join(m["id"] for m in a["materials"])')
call 409 POST "/mandates/$mandate/handing-in" "$agent" '{}'
expect "papers are missing" 'a["code"]' materials_missing
for paper in $papers; do
    case $paper in
        degree)
            call 200 POST "/proofs/$proof/looks" "$agent" '{"why": "核对学位证书"}'
            call 200 POST "/mandates/$mandate/materials" "$agent" "$(json 'dict(material=x[0], state="proof", proof=x[1])' "$paper" "$proof")"
            ;;
        lease)
            call 200 POST "/mandates/$mandate/materials" "$agent" "$(json 'dict(material=x[0], state="asked", reason="请上传租房合同")' "$paper")"
            call 200 POST "/mandates/$mandate/papers" "$talent" "$(json "dict(material=x[0], file=dict(name='lease.pdf', type='application/pdf', content=$pdf))" "$paper")"
            ;;
        *) call 200 POST "/mandates/$mandate/materials" "$agent" "$(json 'dict(material=x[0], state="unneeded", reason="前台已核对原件")' "$paper")" ;;
    esac
done
call 200 POST "/mandates/$mandate/steps" "$agent" '{"step": 1, "note": "条件和材料核对无误"}'
call 200 GET "/mandates/$mandate" "$talent"
expect "the talent sees each step" 'a["steps"][0]["note"]' 条件和材料核对无误
call 200 GET /me/proofs "$talent"
expect "and who looked, and why" 'a["wallet"]["proofs"][0]["looks"][0]["why"]' 核对学位证书
call 200 POST "/mandates/$mandate/handing-in" "$agent" '{}' "hand-in-$run"
call 200 POST "/mandates/$mandate/bank" "$talent" '{"bank": "示例银行青岛分行 6200000000001234567"}'
say "经办人逐项落实材料并递交；林涛看到每一步和每次查看"

# ---- 部门审核 / the offices decide

token centre-handler
centre=$who
call 200 GET "/mandates/$mandate" "$centre"
case=$(get 'a["caseID"]')
call 200 GET "/cases/$case" "$centre"
expect "the case shows the conditions" 'len(a["mandate"]["mandate"]["conditions"]) > 0' true

# rule OFFICE RULING REASON PLACE...: an office's whole line says the same
rule() {
    local office=$1 ruling=$2 reason=$3 place first=1
    shift 3
    for place in "$@"; do
        token "$office-$place"
        if [ $first = 1 ]; then
            call 200 POST "/cases/$case/decision" "$who" "$(json 'dict(office=x[0], act="propose", ruling=x[1], reason=x[2])' "$office" "$ruling" "$reason")"
        else
            call 200 POST "/cases/$case/decision" "$who" "$(json 'dict(office=x[0], act="agree")' "$office")"
        fi
        first=0
    done
}

rule centre return "请补充合同备案页" handler checker signer
call 200 GET "/mandates/$mandate" "$agent"
expect "it came back" 'a["summary"]["state"]' working
expect "with the reason" 'a["reason"]' 请补充合同备案页
call 200 POST "/mandates/$mandate/papers" "$talent" "$(json "dict(material='lease', file=dict(name='lease-2.pdf', type='application/pdf', content=$pdf))")"
call 200 POST "/mandates/$mandate/handing-in" "$agent" '{}'
say "中心退回补正，理由送达林涛和经办人；补正后再次递交"
call 422 POST "/mandates/$mandate/amount" "$centre" '{"amount": 0}'
call 200 POST "/mandates/$mandate/amount" "$centre" '{"amount": 600000}'
rule centre pass "材料齐全，予以受理。" handler checker signer
rule hrss pass "符合条件，同意发放。" handler signer
call 200 GET "/mandates/$mandate" "$talent"
expect "granted" 'a["summary"]["state"]' granted
expect "what was set" 'a["amount"]' 600000
say "中心受理、人社局审核通过，核定 6000 元"

# ---- 拨付 / the money

call 200 GET "/mandates/$mandate" "$centre"
now=$(get 'a["entries"][-1]["at"]')
today=$(python3 -c 'import datetime, sys; print((datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + datetime.timedelta(hours=8)).date())' "$now")
call 200 POST "/mandates/$mandate/payment" "$centre" '{"state": "failed", "reason": "账号有误"}'
call 200 POST "/mandates/$mandate/payment" "$centre" "$(json 'dict(state="paid", paidOn=x[0])' "$today")"
call 200 GET "/mandates/$mandate" "$talent"
expect "paid" 'a["summary"]["state"]' paid
expect "each try is told" '[p["state"] for p in a["payments"]]' '["payable", "failed", "paid"]'
say "首次拨付失败，更正后拨付成功"

# ---- 免申即享 / offered without applying

call 200 GET /policies/offers "$centre"
expect "a search was made" 'len(a["runs"]) > 0' true
token 13800000023
emma=$who
call 200 GET /mandates "$emma"
offer=$(get 'next((m["id"] for m in a["own"] if m["way"] == "offer" and m["state"] == "offered"), "")')
if [ -n "$offer" ]; then
    call 200 POST "/mandates/$offer/confirmation" "$emma" '{"bank": "示例银行青岛分行 6200000000007654321"}' "confirm-$offer"
    call 200 POST "/mandates/$offer/confirmation" "$emma" '{"bank": "示例银行青岛分行 6200000000007654321"}' "confirm-$offer"
    expect "the same key confirms once" 'a["repeated"]' true
    call 200 GET "/mandates/$offer" "$emma"
    expect "it is with the office" 'a["summary"]["state"]' handed_in
    say "Emma Fischer 一次确认免申即享，案件已自动填好送达部门"
else
    say "免申即享：演示中的提示已经确认过"
fi

echo "The journey is complete: $steps steps, mandate $mandate."
