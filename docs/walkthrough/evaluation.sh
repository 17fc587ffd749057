#!/usr/bin/env bash
# From detailed rules that are tried out to published grades: experts who score blind, a score that a station objects to, what follows; over JSON, on a demonstration server.
#
#   docs/walkthrough/evaluation.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not as it should be. It moves the
# demonstration's clock past two weeks that no evaluation has yet, and adds two experts to the pool, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

# advance STEP: the demonstration's clock
advance() { call 200 POST /demo/clock "" "$(json 'dict(advance=x[0])' "$1")"; }

# later DAY DAYS
later() { python3 -c 'import datetime, sys; print(datetime.date.fromisoformat(sys.argv[1]) + datetime.timedelta(days=int(sys.argv[2])))' "$1" "$2"; }

# today: the programme's day
today() {
    call 200 GET /dashboard "$centre"
    today=$(get 'a["today"]')
}

# wait_for DAY: the clock moves on until it is that day
wait_for() {
    today
    while [[ $today < $1 ]]; do
        if [[ $(later "$today" 14) < $1 ]]; then advance workdays5; else advance day; fi
        today
    done
}

token 13800000001
park=$who
token 13800000002
town=$who
token centre-handler
centre=$who
token hrss-handler
bureau=$who
token hrss-signer
signer=$who
token finance
finance=$who
call 200 GET /scorecards "$park"
here=$(get 'a["own"][0]["id"]')
name=$(get 'a["own"][0]["name"]')
call 200 GET /scorecards "$town"
there=$(get 'a["own"][0]["id"]')
other=$(get 'a["own"][0]["name"]')

# ---- 细则推演 / what if

call 403 GET /evaluations/what-if "$park"
call 200 GET "/evaluations/what-if?level=city" "$centre"
expect "what experts judge is not known" '[r["id"] for r in a["rows"] if not r["isKnown"]]' '["quality"]'
rows=$(get '[dict(id=r["id"], weight=r["weight"]) for r in a["rows"]]')
call 422 POST /evaluations/what-if "$centre" "$(json 'dict(level="city", indicators=[dict(r, weight=r["weight"] + (10 if r["id"] == "events" else 0)) for r in json.loads(x[0])])' "$rows")"
expect "weights are 100 together" 'a["errors"][0]["field"]' indicators.0.weight
call 201 POST /evaluations/what-if "$centre" "$(json 'dict(level="city", indicators=[dict(r, weight=r["weight"] + dict(events=10, placements=-10).get(r["id"], 0)) for r in json.loads(x[0])])' "$rows")" "try-$run"
tried=$(get 'a["id"]')
call 200 GET "/evaluations/what-if/$tried" "$centre"
expect "stations bear letters" '[s["letter"] for s in a["run"]["stations"]]' '["A", "B"]'
for hidden in "$name" "$other" "$here" "$there"; do ! grep -q "$hidden" "$answer" || fail "the run names $hidden"; done
say "起草部门推演权重：活动加 10 分、配置减 10 分，驿站以字母代称；合计不是 100 的不算"

# ---- 开始评估 / a period is opened

call 200 GET /evaluations "$centre"
expect "until the detailed rules are issued every score is a trial" '(a.get("issued"), a["mayRehearse"])' '[null, true]'
before=$(get 'max(p["lastDay"] for p in a["periods"] if p["level"] == "city")')
today
from=$(later "$before" 1)
[[ $from > $today ]] || from=$today
to=$(later "$from" 13)
title="$from 起两周评估演练"
call 403 POST /evaluations "$park" "$(json 'dict(level="city", name=x[0], firstDay=x[1], lastDay=x[2], rehearsal=True)' "$title" "$from" "$to")"
call 422 POST /evaluations "$centre" "$(json 'dict(level="city", name=x[0], firstDay=x[1], lastDay=x[2], rehearsal=True)' "$title" "$before" "$to")"
expect "no day is evaluated twice" 'a["errors"][0]["field"]' firstDay
call 201 POST /evaluations "$centre" "$(json 'dict(level="city", name=x[0], firstDay=x[1], lastDay=x[2], rehearsal=True)' "$title" "$from" "$to")" "open-$run"
period=$(get 'a["id"]')
call 200 GET "/evaluations/$period" "$centre"
expect "a trial that is rehearsed" '(a["summary"]["state"], a["summary"]["isTrial"], a["summary"]["isRehearsal"], len(a["stations"]))' '["open", true, true, 2]'
call 403 GET "/evaluations/$period" "$park"
call 404 GET "/evaluations/$period/notice" ""
say "中心开始“$title”（试算演练），与已有评估期不重叠"

# ---- 抽取专家 / experts are drawn

call 200 GET /experts "$centre"
for n in 1 2; do
    call 200 GET /experts "$centre"
    number=1380000$(printf %04d $(($(get 'a["total"]') + 31)))
    call 201 POST /experts "$centre" "$(json 'dict(name="示例专家" + x[0], phone=x[0], employer="示例大学公共管理学院", fields=["software", "ai"], consent=True)' "$number")"
done
call 200 GET /experts "$centre"
pool=$(get '"\n".join(e["name"] for e in a["experts"])')
call 403 POST "/expert-panels/$period" "$finance" '{}'
call 200 POST "/expert-panels/$period" "$centre" '{}' "draw-$run"
call 409 POST "/expert-panels/$period" "$centre" '{}'
expect "drawn once" 'a["code"]' panel_drawn
call 200 GET "/expert-panels/$period" "$centre"
expect "five for each station" '[(p["wanted"], p["held"]) for p in a["places"]]' '[[5, 5], [5, 5]]'
expect "with the seed of the draw" 'len(a["seed"])' 64
expect "no two of whom differ by more than one station" 'max(l["held"] for l in a["loads"]) - min(l["held"] for l in a["loads"]) <= 1' true
first=$(get '[t["expert"] for t in a["tasks"] if t["station"] == "'"$name"'"][0]')
say "专家库新增两人；两个驿站各抽五名专家，任务均衡，种子公开可核"

# expert NAME: signs in by a code that was sent to their number
declare -A experts
expert() {
    local line code
    if [ -z "${experts[$1]-}" ]; then
        line=$(grep -nFx "$1" <<<"$pool" | cut -d: -f1)
        phone=1380000$(printf %04d $((line + 30)))
        call 200 POST /phone-codes "" "$(json 'dict(phone=x[0], next="sign_in")' "$phone")"
        code=$(get '"".join(c for c in a["message"] if c.isdigit())[:6]')
        call 201 POST /session/code "" "$(json 'dict(phone=x[0], code=x[1])' "$phone" "$code")"
        experts[$1]=$(get 'a["token"]')
    fi
    who=${experts[$1]}
}

# tasks STATE [STATION]: the signed-in expert's own of the period
tasks() {
    call 200 GET /expert-work "$who"
    get '" ".join(l["id"] for p in a["periods"] if p["id"] == "'"$period"'" for l in p["lines"] if l["state"] == "'"$1"'" and "'"${2-}"'" in ("", l["station"]))'
}

# ---- 声明利害关系 / conflicts are declared

expert "$first"
recused=$(tasks assigned "$here")
call 200 GET "/expert-work/$recused" "$who"
expect "no facts before the declaration" '(a["mayDeclare"], a["counts"])' '[true, []]'
call 422 POST "/expert-work/$recused/declaration" "$who" '{"conflict": "yes"}'
expect "which, and in words" '[e["field"] for e in a["errors"]]' '["kind", "reason"]'
call 200 POST "/expert-work/$recused/declaration" "$who" '{"conflict": "yes", "kind": "consultant", "reason": "去年担任过该站的顾问。"}'
call 404 GET "/expert-work/$recused" "$who"
call 200 GET "/expert-panels/$period" "$centre"
expect "the conflict is kept" '[(c["station"], c["kind"], c["source"]) for c in a["conflicts"] if c["expert"] == "'"$first"'" and c["source"] == "declared"]' "[[\"$name\", \"consultant\", \"declared\"]]"
expect "another one is drawn" '([p["held"] for p in a["places"]], "'"$first"'" in [t["expert"] for t in a["tasks"] if t["station"] == "'"$name"'"])' '[[5, 5], false]'
members=$(get '"\n".join(sorted({t["expert"] for t in a["tasks"]}))')
while read -r member; do
    expert "$member"
    for task in $(tasks assigned); do call 200 POST "/expert-work/$task/declaration" "$who" '{"conflict": "no"}'; done
done <<<"$members"
call 200 GET "/expert-panels/$period" "$centre"
expect "all declared" '{t["state"] for t in a["tasks"]} == {"declared"} and len(a["tasks"])' 10
say "$first 声明曾任 $name 顾问，系统回避并补抽一人；其余专家逐站声明无利害关系"

# ---- 评估期内 / while the period runs

wait_for "$from"
call 200 GET "/scorecards/$here" "$park"
expect "today's score, of this period" '(a["period"]["id"], a["isFrozen"], a["isTrial"])' "[\"$period\", false, true]"
points=$(get 'a["points"]')
expect "what would raise it" 'all("next" in l["line"] for l in a["lines"] if l.get("records"))' true
register
call 201 POST /requests "$talent" "$(json 'dict(topic="platforms", text="想找可以做电磁兼容测试的平台。", station=x[0])' "$here")" "ask-$run"
request=$(get 'a["id"]')
call 200 POST "/requests/$request/outcome" "$park" '{"outcome": "solved", "text": "已约定测试时间。"}'
call 200 POST "/requests/$request/rating" "$talent" '{"stars": 5}'
call 200 GET "/scorecards/$here" "$park"
expect "a rating of five stars is worth ten points" "a['points'] - $points" 10000
line=$(get '[l["line"]["value"]["zh"] for l in a["lines"] if l["line"]["id"] == "satisfaction"][0]')
call 404 GET "/scorecards/$here" "$town"
call 401 GET "/scorecards/$here" ""
call 409 POST "/evaluations/$period/scoring" "$centre" '{}'
expect "not before the days are over" 'a["code"]' evaluation_runs
call 409 POST "/expert-work/$task/scores" "$who" '{"scores": []}'
expect "nor by an expert" 'a["code"]' period_runs
say "$name 随时看到当日得分和提升办法：办结一件诉求得五星（$line），加 10 分；他站看不到"

# ---- 盲评 / blind scores

wait_for "$(later "$to" 1)"
call 200 POST "/evaluations/$period/scoring" "$centre" '{}'
place=0
missing=
far=
while read -r member; do
    expert "$member"
    for task in $(tasks declared); do
        place=$((place + 1))
        score=$((82 + place % 4))
        call 200 GET "/expert-work/$task" "$who"
        station=$(get 'a["station"]')
        if [ "$station" = "$here" ] && [ -z "$far" ]; then
            far=$task
            outlier=$member
            score=45
            call 422 POST "/expert-work/$task/scores" "$who" '{"scores": [{"indicator": "quality", "score": 101, "grounds": "好"}]}'
            expect "a number and grounds" '[e["field"] for e in a["errors"]]' '["scores.0.score", "scores.0.grounds"]'
        fi
        scores=$(json 'dict(scores=[dict(indicator="quality", score=int(x[0]), grounds="走访所见：台账完整，回访及时（第 " + x[1] + " 份）。")])' "$score" "$place")
        call 200 POST "/expert-work/$task/draft" "$who" "$scores"
        if [ $place = 10 ]; then
            missing=$task
            last=$member
            held=$scores
        else
            call 200 POST "/expert-work/$task/scores" "$who" "$scores"
            call 409 POST "/expert-work/$task/scores" "$who" "$scores"
        fi
    done
done <<<"$members"
[ $place = 10 ] && [ "$outlier" != "$last" ] || fail "$place scores, $outlier and $last"
say "评估期结束，十份评分各自独立：九份提交后封存，一份还是草稿"

# Nobody else reads any of it.
expert "$outlier"
call 404 GET "/expert-work/$missing" "$who"
call 404 GET "/expert-panels/$period/stations/$here" "$who"
for reader in "$centre" "$signer" "$park"; do
    call 404 GET "/expert-panels/$period/stations/$here" "$reader"
    call 404 GET "/expert-work/$far" "$reader"
done
call 200 GET "/expert-panels/$period" "$centre"
expect "progress alone" '(a["line"]["done"], a["line"]["wanted"], [(t["expert"], t["state"]) for t in a["tasks"]])' "[9, 10, [[\"$last\", \"drafted\"]]]"
! grep -Eq '走访所见|"score"|"merged"' "$answer" || fail "the secretariat reads scores"
call 200 GET "/evaluations/$period" "$centre"
expect "nor do the offices that evaluate" '(a["expertsDone"], a["expertsWanted"], a["isFrozen"])' '[9, 10, false]'
! grep -Eq '走访所见|"score"|"merged"' "$answer" || fail "the offices read scores"
call 409 POST "/expert-panels/$period/reveal" "$centre" '{}'
expect "not while one is missing" 'a["code"]' scores_missing
call 409 POST "/evaluations/$period/results" "$centre" '{}'
expect "and nothing is computed" 'a["code"]' experts_missing
say "其他专家和秘书处只看到进度（9/10），看不到任何评分；缺一份不能揭晓，也不能汇总"

# ---- 揭晓与合议 / revealed together, discussed, settled

expert "$last"
call 200 POST "/expert-work/$missing/scores" "$who" "$held"
call 200 POST "/expert-panels/$period/reveal" "$centre" '{}' "reveal-$run"
call 200 GET "/expert-panels/$period/stations/$here" "$centre"
given=$(get '[s["score"] for s in a["lines"][0]["scores"]]')
expect "each score, and the mean without the highest and the lowest" "(len($given), a['lines'][0]['merged'])" "[5, $(json "(sum(sorted($given)[1:-1]) * 2000 + 3) // 6")]"
expect "the one that is far from the rest is flagged" '[s["score"] for s in a["lines"][0]["scores"] if s.get("distance")]' '[45]'
expert "$outlier"
call 200 GET "/expert-panels/$period/stations/$here" "$who"
expect "experts read no names" '[s["score"] for s in a["lines"][0]["scores"] if "name" in s]' '[]'
call 200 POST "/expert-panels/$period/stations/$here/messages" "$who" '{"text": "我走访当天恰逢搬迁，愿意重新考虑。"}'
call 200 POST "/expert-work/$far/revision" "$who" '{"indicator": "quality", "score": 80, "grounds": "补看了搬迁前后的台账，服务没有中断。"}'
call 409 POST "/expert-work/$far/revision" "$who" '{"indicator": "quality", "score": 90, "grounds": "再改一次，看看是否可以。"}'
expect "once" 'a["code"]' revised_already
call 200 GET "/expert-panels/$period/stations/$here" "$centre"
expect "the first one stays beside it" '[(s["score"], s["revised"]) for s in a["lines"][0]["scores"] if "revised" in s]' '[[45, 80]]'
merged=$(get 'a["lines"][0]["merged"]')
call 409 POST "/evaluations/$period/results" "$centre" '{}'
call 200 POST "/expert-panels/$period/settlement" "$centre" '{}'
call 409 POST "/expert-panels/$period/stations/$here/messages" "$who" '{"text": "还有一句。"}'
say "统一揭晓，偏离中位数的 45 分被标记，该专家说明后改为 80 分（原分保留），定分 $merged（千分之一分）"

# ---- 汇总与公示 / results, and the public notice

call 200 POST "/evaluations/$period/results" "$centre" '{}' "results-$run"
call 200 GET "/evaluations/$period" "$centre"
expect "frozen" '(a["summary"]["state"], a["isFrozen"], sorted(s["rank"] for s in a["stations"]))' '["revealed", true, [1, 2]]'
expect "the station that was rated leads" 'a["stations"][0]["station"]' "$here"
score=$(get 'a["stations"][0]["points"]')
call 200 GET "/scorecards/$here?period=$period" "$park"
expect "its people do not see it yet" '(a["isFrozen"], "rank" in a)' '[false, false]'
notice='{"phone": "0532-12345678", "address": "青岛市市南区示例路 1 号市人才服务中心"}'
call 409 POST "/evaluations/$period/publication" "$signer" '{}'
expect "there is no notice yet" 'a["code"]' notice_wanted
call 200 POST "/evaluations/$period/notice" "$signer" "$notice"
call 403 POST "/evaluations/$period/publication" "$signer" '{}'
expect "a second person publishes" 'a["code"]' same_person
call 200 POST "/evaluations/$period/notice" "$centre" "$notice"
call 403 POST "/evaluations/$period/publication" "$centre" '{}'
call 404 GET "/evaluations/$period/notice" ""
call 200 POST "/evaluations/$period/publication" "$signer" '{"number": "青人才评〔2021〕1号"}' "publish-$run"
call 200 GET "/evaluations/$period/notice" ""
expect "everybody reads the grades" '[(s["name"], bool(s["gradeName"]["zh"])) for s in sorted(a["stations"], key=lambda s: s["name"] != "'"$name"'")]' "[[\"$name\", true], [\"$other\", true]]"
! grep -Eq '"points"|"rank"|"score"' "$answer" || fail "the notice tells points"
ends=$(get 'a["endsOn"]')
call 200 GET "/scorecards/$here?period=$period" "$park"
expect "the station reads its points" '(a["isFrozen"], a["points"], a["rank"], a["of"])' "[true, $score, 1, 2]"
call 404 GET "/scorecards/$here?period=$period" "$town"
call 401 GET "/scorecards/$here?period=$period" ""
call 200 GET "/expert-panels/$period/stations/$here/opinions" "$park"
expect "and what the experts wrote, without names" '(a["lines"][0]["merged"], a["lines"][0]["experts"], "name" in str(a["lines"][0]["grounds"]))' "[$merged, 5, false]"
while read -r member; do ! grep -q "$member" "$answer" || fail "the opinions name $member"; done <<<"$members"
call 404 GET "/expert-panels/$period/stations/$here/opinions" "$town"
say "汇总得分；公示由另一人发布（至 $ends）：等次公开，得分和专家意见只给驿站本身"

# ---- 复核 / objections

call 422 POST "/scorecards/$here/objections" "$park" "$(json 'dict(period=x[0], indicator="events", text="少算")' "$period")"
call 404 POST "/scorecards/$here/objections" "$town" "$(json 'dict(period=x[0], indicator="events", text="评估期内举办的两场活动没有计入。")' "$period")"
call 200 POST "/scorecards/$here/objections" "$park" "$(json 'dict(period=x[0], indicator="events", text="评估期内举办的两场活动没有计入。")' "$period")" "object-$run"
call 409 POST "/scorecards/$here/objections" "$park" "$(json 'dict(period=x[0], indicator="events", text="评估期内举办的两场活动没有计入。")' "$period")"
expect "one line, one objection" 'a["code"]' objected_already
call 200 POST "/scorecards/$there/objections" "$town" "$(json 'dict(period=x[0], indicator="quality", text="专家评议得分偏低，希望重新考虑。")' "$period")"
call 200 GET "/scorecards/$here?period=$period" "$park"
case=$(get 'a["objections"][0]["caseID"]')
call 200 GET "/scorecards/$there?period=$period" "$town"
second=$(get 'a["objections"][0]["caseID"]')
call 409 POST "/evaluations/$period/closing" "$centre" '{}'
expect "the notice stands" 'a["code"]' notice_runs
wait_for "$(later "$ends" 1)"
call 409 POST "/scorecards/$here/objections" "$park" "$(json 'dict(period=x[0], indicator="reports", text="评估期内的报告都是按时报送的。")' "$period")"
expect "not after it" 'a["code"]' not_in_notice
call 409 POST "/evaluations/$period/closing" "$centre" '{}'
expect "not while somebody waits for an answer" 'a["code"]' objections_open
say "公示期内 $name 对活动、$other 对专家评议申请复核；复核未办结不能办结评估"

call 200 GET "/cases/$case" "$bureau"
expect "the case holds the line" '(a["scoreObjection"]["line"]["id"], a["scoreObjection"]["line"]["input"]["amount"], a["scoreObjection"]["mayCorrect"])' '["events", 0, true]'
call 200 POST "/cases/$case/decision" "$bureau" '{"office": "hrss", "act": "propose", "ruling": "pass", "reason": "活动记录齐全，属实。"}'
call 409 POST "/cases/$case/decision" "$signer" '{"office": "hrss", "act": "agree"}'
expect "the value is wanted" 'a["code"]' correction_wanted
call 422 POST "/cases/$case/score-correction" "$signer" '{"value": "两场", "reason": "核对活动记录，两场均在评估期内。"}'
call 404 POST "/cases/$case/score-correction" "$park" '{"value": "2", "reason": "核对活动记录，两场均在评估期内。"}'
call 200 POST "/cases/$case/score-correction" "$signer" '{"value": "2", "reason": "核对活动记录，两场均在评估期内。"}'
call 200 POST "/cases/$case/decision" "$signer" '{"office": "hrss", "act": "agree"}'
call 200 POST "/cases/$second/decision" "$bureau" '{"office": "hrss", "act": "propose", "ruling": "refuse", "reason": "专家独立评分，程序完整，维持原得分。"}'
call 200 POST "/cases/$second/decision" "$signer" '{"office": "hrss", "act": "agree"}'
call 200 GET "/scorecards/$here?period=$period" "$park"
expect "two events of eight are a quarter of twenty points" '(a["points"], a["revision"], [o["upheld"] for o in a["objections"]])' "[$((score + 5000)), 2, [true]]"
call 200 GET "/scorecards/$there?period=$period" "$town"
expect "the other stays" '(a["revision"], [o["upheld"] for o in a["objections"]])' '[1, [false]]'
say "市人社局复核：活动更正为 2 场，加 5 分；专家评议维持，理由送达"

# ---- 办结 / closed, and what follows

call 200 POST "/evaluations/$period/closing" "$centre" '{}' "close-$run"
call 200 GET "/evaluations/$period" "$centre"
expect "closed" '(a["summary"]["state"], a["steps"])' '["closed", []]'
failed=$(get '" ".join(s["station"] for s in a["stations"] if s["grade"] == "fail")')
call 200 GET /evaluations ""
expect "everybody finds it" '[(p["state"], p["isTrial"]) for p in a["periods"] if p["id"] == "'"$period"'"]' '[["closed", true]]'
call 200 GET "/scorecards/$here?period=$period" "$park"
expect "what it brings" '(a["gradeName"]["zh"], a["consequence"])' '["不合格", "withdraw"]'
call 200 GET /withdrawals "$centre"
for station in $failed; do
    expect "a failing station is told that it may end" '[w["cause"] for w in a["withdrawals"] if w["station"] == "'"$station"'"][:1]' '["failing"]'
done
call 200 GET "/scorecards.xlsx?level=city&period=$period" "$centre"
say "办结：两周的记录达不到 60 分，两站均为不合格，演练中依规启动撤站事先告知"

echo "The journey is complete: $steps steps, evaluation $period of $from to $to, objection $case."
