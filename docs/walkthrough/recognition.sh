#!/usr/bin/env bash
# The whole recognition of a station over JSON, from registration to the check of its plaque, on a demonstration server.
#
#   docs/walkthrough/recognition.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not
# as it should be. It registers a new organisation each time, so it can be run again as long as the round is open. Needs curl and python3.
source "$(dirname "$0")/common.sh"
round=2020-1

# rule LOGIN OFFICE ACT [RULING] [REASON] [CONDITION]
rule() {
    token "$1"
    call 200 POST "/cases/${target:-$case}/decision" "$who" "$(json '{k: v for k, v in dict(
        office=x[0], act=x[1], ruling=x[2], reason=x[3], conditions=[x[4]] if x[4] else None).items() if v}' "$2" "$3" "${4-}" "${5-}" "${6-}")"
}

# stands STATE STEP: where the case is, as its applicant sees it.
stands() {
    call 200 GET "/cases/$case" "$applicant"
    expect "the case" 'a["summary"]["state"]' "$1"
    expect "the case" 'a["summary"]["step"]' "$2"
}

call 200 GET "/rounds/$round" ""
say "批次：$(get 'a["round"]["round"]["name"]["zh"] if isinstance(a["round"]["round"]["name"], dict) else a["round"]["round"]["name"]')"
expect "the round is open" 'a["round"]["round"]["isOpen"]' true

# ---- 申报单位 / the applicant

read -r code phone < <(python3 -c '
import random
kinds = "0123456789ABCDEFGHJKLMNPQRTUWXY"
wide = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
body = "".join(random.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
rest = 11 - sum(wide.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11     # GB 11714
first = "91370212" + body + ("X" if rest == 10 else "0" if rest == 11 else str(rest))
total = sum(kinds.index(c) * pow(3, i, 31) for i, c in enumerate(first))                        # GB 32100
print(first + kinds[(31 - total % 31) % 31], "139%08d" % random.randrange(10**8))')
name="青岛演练科技${run:0:6}有限公司"
registration=$(json 'dict(creditCode=x[0], organisation=x[1], address="青岛市崂山区松岭路 1 号", name="于海", phone=x[2], password=x[3], consent=True)' \
    "$code" "$name" "$phone" "Walk-$run")
call 422 POST /organisations "" "${registration/$code/${code:0:17}$([ "${code:17}" = 0 ] && echo 1 || echo 0)}"
expect "a wrong check character is noticed" 'a["errors"][0]["field"]' creditCode
call 201 POST /organisations "" "$registration"
say "注册单位：$name $code"

call 201 POST /session "" "$(json 'dict(login=x[0], password=x[1])' "$phone" "Walk-$run")"
applicant=$(get 'a["token"]')
call 201 POST /applications "$applicant" "$(json 'dict(round=x[0])' "$round")"
case=$(get 'a["id"]')
stands draft submit
say "开始申报：$(get 'a["summary"]["number"]')"

call 422 POST "/applications/$case/handing-in" "$applicant" '{"declared": true}'
say "未填完就提交：422，$(get 'len(a["errors"])') 处需要补充"

plan='面向人工智能与软件开发，每季度举办一场校企对接会，走进省内外高校六次，宣讲产业与人才政策；建立来青回青人才库并按月回访，协调解决住宿、落户、社保等问题；与园区企业共同发布岗位清单，按季度更新；全年活动十二场，促成人才资源配置六百次以上，年底向社会公布成效。'
call 200 POST "/applications/$case" "$applicant" "$(json 'dict(
    name=x[0] + "人才驿站", kind="professional", field="ai", area="laoshan", ground="free",
    answers=dict(
        venue=dict(business="人工智能产业园区运营，服务企业百余家，已连续三年举办人才对接活动。", address="青岛市崂山区松岭路 1 号 3 层", area=320,
            spaces=["talks", "leisure"], separate=True, equipment=["network", "multimedia", "projection"],
            equipment_list=[dict(item="86 英寸会议大屏", count=1, note="视频会议"), dict(item="投影机", count=2, note="")]),
        plan=dict(summary=x[1], events=12, placements=600),
        lodging=dict(ways=["own", "hotel"], rooms=[dict(kind="单人间", rooms=8, price="88", usual_price="198"), dict(kind="双人间", rooms=6, price="128", usual_price="268")]),
        team=dict(staff=[
            dict(person="于海", role="站长", phone="13900000001", full_time=True), dict(person="李宁宁", role="对接专员", phone="13900000002", full_time=True),
            dict(person="张帆", role="服务专员", phone="13900000003", full_time=False)]),
        rules=dict(operation="日常经费由本单位自筹并纳入年度预算，设专人负责，四项制度已印发执行，每季度自查。")))' "演练${run:0:6}" "$plan")"
pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'
for question in venue.photos plan.files rules.attendance rules.expenses rules.events rules.safety; do
    call 200 POST "/applications/$case/files" "$applicant" "$(json "dict(question=x[0], file=dict(name=x[0] + '.pdf', type='application/pdf', content=$pdf))" "$question")"
done
say "保存申报表，上传 6 个附件"

call 415 POST "/applications/$case/files" "$applicant" "$(json 'dict(question="plan.files", file=dict(name="plan.pdf", type="application/pdf", content=base64.b64encode(b"not a PDF").decode()))')"
say "名为 PDF、内容不是的文件：415，$(get 'a["detail"] if "detail" in a else a["title"]')"

call 200 POST "/applications/$case/handing-in" "$applicant" '{"declared": true}' "hand-in-$run"
call 200 POST "/applications/$case/handing-in" "$applicant" '{"declared": true}' "hand-in-$run"
expect "the same key does nothing twice" 'a["repeated"]' true
stands open forward
say "提交申报；同一提交标识再发一次，不重复办理"

# ---- 区市推荐，中心受理、核查 / forwarding, intake, site check

rule laoshan-hrss-handler laoshan.hrss propose pass 材料齐全，同意推荐。
rule laoshan-hrss-signer laoshan.hrss agree
stands open intake
say "崂山区人社局推荐：经办 → 签发"

rule centre-handler centre propose pass
rule centre-checker centre agree
stands open intake
rule centre-signer centre agree
stands open site_check
say "市人才服务中心受理：经办 → 复核 → 签发"

rule centre-handler centre propose pass 现场与申报一致：场地独立，设备齐全，制度上墙。
rule centre-checker centre agree
rule centre-signer centre agree
stands open review
say "市人才服务中心实地核查"

# ---- 三部门并行审核；财政退回一次 / three offices in parallel; one returns it once

rule industry industry propose pass
rule hrss-handler hrss propose pass
rule hrss-signer hrss agree
stands open review
rule finance finance propose return 经费使用制度未写明审批权限，请补充。 rules
stands correction review
say "工信、人社同意，财政退回补正"

call 200 POST "/applications/$case" "$applicant" '{"answers": {"rules": {"operation": "日常经费由本单位自筹并纳入年度预算，设专人负责；五千元以上支出由负责人审批，四项制度已印发执行，每季度自查。"}}}'
call 200 POST "/applications/$case/handing-in" "$applicant" '{"declared": true}'
stands open review
token hrss-handler
call 200 GET "/cases/$case" "$who"
expect "what did not change stands" '[t["carried"] for t in a["tasks"] if t["office"] == "industry"]' '[true]'
say "申报单位补正后重新提交；工信意见继续有效"

rule finance finance propose pass
rule hrss-handler hrss propose pass
rule hrss-signer hrss agree
stands open notice
say "财政、人社同意，审核通过"

# ---- 社会公示和异议 / public notice, an objection

token centre-handler
call 201 POST "/rounds/$round/notices" "$who" "$(json 'dict(step="notice", cases=[x[0]], phone="0532-85912345", address="青岛市市南区闽江路 7 号 市人才服务中心")' "$case")"
notice=$(get 'a["id"]')
call 404 GET "/notices/$notice" ""
token hrss-signer
call 200 POST "/notices/$notice/publication" "$who" '{}'
call 200 GET "/notices/$notice" ""
expect "the notice" 'a["notice"]["summary"]["state"]' published
expect "contacts are redacted" '"13900000001" in json.dumps(a)' false
say "中心准备公示，市人社局签发人发布，公示至 $(get 'a["notice"]["summary"]["ends"]["day"]')"

call 201 POST "/notices/$notice/objections" "" "$(json 'dict(about=x[0], name="许先生", contact="0532-88880000", text="该单位的会议室是否与其他单位共用，请核实。")' "$case")"
receipt=$(get 'a["id"]')
call 200 GET "/objections/$receipt" ""
expect "the objector reads it by its code" 'a["receipt"]["objection"].get("answer")' ""
say "一位市民提出异议，凭查询码查看"

# advance DAYS: the demonstration's clock
advance() { call 200 POST /demo/clock "" "$(json 'dict(advance=x[0])' "$1")"; }
advance workdays5
advance day
call 200 GET "/notices/$notice" ""
expect "the notice" 'a["notice"]["summary"]["state"]' ended
stands open notice
say "公示期满；异议未答复，该申报不进入审定"

token centre-handler
call 200 GET "/notices/$notice" "$who"
target=$(get 'a["notice"]["objections"][0]["id"]')
rule centre-handler centre propose refuse 经现场核实，会议室由该单位独立使用，租赁合同与申报一致，异议不成立。
rule centre-checker centre agree
rule centre-signer centre agree
target=
call 200 GET "/objections/$receipt" ""
expect "the answer" 'a["receipt"]["objection"]["upheld"]' false
stands open determine
say "中心核实答复，异议不成立；申报进入审定"

# ---- 审定、发文、牌匾 / determination, document, plaque

today=$(get 'max((datetime.datetime.fromisoformat(e["at"].replace("Z", "+00:00")) for s in a["steps"] for e in s["entries"])).astimezone(
    datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()')
token hrss-handler
call 201 POST "/rounds/$round/meetings" "$who" "$(json 'dict(step="determine", office="hrss", heldOn=x[1],
    present=[dict(office="hrss", name="陈静"), dict(office="industry", name="周航"), dict(office="finance", name="吴婷")],
    minutes="会议听取审核和公示情况汇报，逐一审议，一致同意认定。", rulings=[dict(id=x[0], ruling="pass")])' "$case" "$today")"
meeting=$(get 'a["id"]')
call 403 POST "/meetings/$meeting/signature" "$who" '{}'
stands open determine
say "市人社局经办记录审定会议；记录人不能签发：403"

token hrss-signer
call 200 POST "/meetings/$meeting/signature" "$who" '{}'
stands open issue
call 201 POST "/meetings/$meeting/document" "$who" '{}'
document=$(get 'a["id"]')
stands done issue
plaque=$(get 'a["plaque"]')
call 200 GET "/documents/$document" ""
say "市人社局签发审定，印发认定文件，颁发牌匾 $plaque"

call 200 GET "/plaques/$plaque" ""
expect "the plaque" 'a["plaque"]["state"]' valid
expect "the plaque" 'a["plaque"]["words"]' 青岛市人才驿站
expect "the plaque" 'a["plaque"]["organisation"]' "$name"
say "查验牌匾：有效"

token centre-handler
call 200 GET "/cases/$case/trail" "$who"
say "审计记录 $(get 'len((a.get("trail") or a)["entries"])') 条，逐条相连"
python3 - "$answer" <<'PY' || fail "the chain of audit records is broken"
import json, sys
a = json.load(open(sys.argv[1], encoding="utf-8"))
entries = sorted((a.get("trail") or a)["entries"], key=lambda e: e["number"])
assert [e["number"] for e in entries] == list(range(1, len(entries) + 1))
assert all(later["previous"] == earlier["hash"] for earlier, later in zip(entries, entries[1:]))
PY

echo "The journey is complete: $steps steps, plaque $plaque."
