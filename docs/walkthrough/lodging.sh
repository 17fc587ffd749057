#!/usr/bin/env bash
# A stay over JSON, from a graduate's first question to the freed night that goes to who waited for it, on a demonstration server.
#
#   docs/walkthrough/lodging.sh http://127.0.0.1:8080
#
# Plays every role with its own token, says each step, checks the state after it, and ends with 0; or with 1 at the first thing that is not
# as it should be. It makes two new talents and a new place with one bed each time, so it can be run again. Needs curl and python3.
source "$(dirname "$0")/common.sh"

# day DAY NUMBER: a day so many days later
day() { python3 -c 'import datetime, sys; print(datetime.date.fromisoformat(sys.argv[1]) + datetime.timedelta(days=int(sys.argv[2])))' "$1" "$2"; }

# ---- 不用登录 / nobody is signed in yet

call 200 GET /lodging ""
places=$(get 'len(a["availability"]["places"])')
today=$(get 'a["availability"]["first"]')
expect "a referral keeps no bed" '[p["free"] for p in a["availability"]["places"] if p["lodging"]["kind"] == "referral"][:1]' '[[]]'
expect "the calendar has a number a night" 'all(len(p["free"]) == a["availability"]["nights"] for p in a["availability"]["places"] if p["lodging"]["kind"] != "referral")' true
say "特价住宿：$places 处，从 $today 起每晚空床"

call 200 POST /lodging/eligibility "" '{}'
expect "nothing is known yet" 'a["eligibility"]["verdict"]' unknown
first=$(get 'a["eligibility"]["questions"][0]["fact"]')
call 200 POST /lodging/eligibility "" '{"area": "laoshan", "answers": {"purpose": ["other"]}}'
expect "another purpose" 'a["eligibility"]["verdict"]' no
expect "no further question" 'a["eligibility"]["questions"]' '[]'
call 200 POST /lodging/eligibility "" '{"area": "laoshan", "answers": {"purpose": ["job_seeking"], "homes": ["370212"], "degree": ["bachelor"]}}'
expect "a home near the station" 'a["eligibility"]["verdict"]' no
expect "what is missing" '[r["verdict"] for r in a["eligibility"]["reasons"]].count("no")' 1
call 200 POST /lodging/eligibility "" '{"area": "laoshan", "answers": {"purpose": ["job_seeking"], "homes": ["none"], "degree": ["bachelor"]}}'
expect "entitled" 'a["eligibility"]["verdict"]' yes
say "我是否符合：先问 $first；来意不符、当地有房、符合，三种回答三种结果"

# ---- 驿站登记一张床 / a station with one bed

token 13800000001
station=$who
call 200 GET /stations ""
where=$(get '[s["id"] for s in a["list"]["stations"] if s["area"] == "laoshan" or "海蓝" in s["name"]][0]')
call 201 POST "/lodging/keeping/stations/$where/places" "$station" "$(json 'dict(kind="own", name="演练单间 " + x[0], address="青岛市崂山区松岭路示例1号", area="laoshan", phone="0532-85910001",
    listPrice="198", specialPrice="60", published=True, types=[dict(room="101", rooms=1)])' "${run:0:6}")"
place=$(get 'a["id"]')
call 200 GET "/lodging/$place" ""
expect "one bed" 'sum(f["nights"][0] for f in a["lodging"]["free"])' 1
say "驿站登记一个单间"

# ---- 毕业生注册、证明 / a graduate registers, and proves what is wanted

register
identify "于晓" 0
graduate=$talent
graduate_phone=$phone
tomorrow=$(day "$today" 1)
after=$(day "$today" 2)
call 409 POST "/lodging/$place/stays" "$graduate" "$(json 'dict(first=x[0], end=x[1])' "$tomorrow" "$after")"
call 200 GET "/lodging/$place/booking?first=$tomorrow&end=$after" "$graduate"
expect "questions are still open" 'len(a["booking"]["eligibility"]["questions"]) > 0' true
call 200 POST /lodging/eligibility "$graduate" '{"area": "laoshan", "answers": {"purpose": ["job_seeking"], "homes": ["none"], "degree": ["bachelor"]}}'
expect "judged by the profile" 'a["eligibility"]["isOwn"]' true
expect "entitled" 'a["eligibility"]["verdict"]' yes
expect "proofs are wanted" '"degree" in [p["fact"] for p in a["eligibility"]["proofs"]]' true
say "毕业生注册、登记证件、回答条件：符合，还需证明"

call 201 POST /interviews "$station" "$(json 'dict(name="于晓", phone=x[0], position="后端开发工程师", place="青岛市崂山区松岭路示例1号", firstDay=x[1])' "$graduate_phone" "$tomorrow")"
call 200 GET /interviews "$station"
number=$(get 'a["interviews"]["interviews"][0]["number"]')
call 200 POST /me/interviews "$graduate" "$(json 'dict(number=x[0])' "$number")"
pdf='base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()'
call 201 POST /me/proofs "$graduate" "$(json "dict(kind='degree', file=dict(name='degree.pdf', type='application/pdf', content=$pdf))")"
proof=$(get 'a["id"]')
call 200 POST "/proofs/$proof/uses" "$graduate" '{"purpose": "check", "subject": "qingdao-2020", "consent": true}'
token centre-handler
call 200 POST "/proofs/$proof/looks" "$who" '{"why": "核验学位"}'
call 200 GET "/proofs/$proof/file" "$who"
call 200 GET "/proof-checks/$proof" "$who"
stated=$(get '[f["statedAt"] for f in a["check"]["facts"] if f["id"] == "degree"][0]')
call 200 POST "/proof-checks/$proof" "$who" "$(json 'dict(fact="degree", statedAt=x[0])' "$stated")"
call 200 GET "/lodging/eligibility?area=laoshan" "$graduate"
expect "nothing left for an office" '[p["fact"] for p in a["eligibility"]["proofs"] if not p["atDesk"]]' '[]'
say "用人单位的面试码、中心核验的学位：不再需要审核"

# ---- 预订、修改 / book, change

call 200 GET "/lodging/$place/booking?first=$tomorrow&end=$after" "$graduate"
expect "free" 'a["booking"]["price"]' 0
expect "consent is wanted" 'a["booking"]["wantsConsent"]' true
call 409 POST "/lodging/$place/stays" "$graduate" "$(json 'dict(first=x[0], end=x[1])' "$tomorrow" "$after")"
expect "not without it" 'a["code"]' no_consent
call 201 POST "/lodging/$place/stays" "$graduate" "$(json 'dict(first=x[0], end=x[1], lodgingConsent=True)' "$tomorrow" "$after")" "book-$run"
stay=$(get 'a["id"]')
call 201 POST "/lodging/$place/stays" "$graduate" "$(json 'dict(first=x[0], end=x[1], lodgingConsent=True)' "$tomorrow" "$after")" "book-$run"
expect "the same key books once" 'a["repeated"]' true
say "预订 $tomorrow 一晚；同一提交标识再发一次，不重复预订"

call 200 POST "/stays/$stay/change" "$graduate" "$(json 'dict(first=x[0], end=x[1])' "$today" "$after")"
call 200 GET "/stays/$stay" "$graduate"
expect "changed" 'a["stay"]["summary"]["first"]' "$today"
code=$(get 'a["stay"]["code"]')
call 200 GET /stays "$graduate"
expect "two nights of the year" '[(e["staysUsed"], e["nightsUsed"]) for e in a["stays"]["entitlement"]]' '[[1, 2]]'
say "改为 $today 起两晚；额度用去 1 次 2 晚；入住码六位"

# ---- 第二个人候补 / somebody else waits

register
identify "孙博" 1
waiting=$talent
call 404 GET "/stays/$stay" "$waiting"
call 200 POST /lodging/eligibility "$waiting" '{"answers": {"purpose": ["start_up"], "homes": ["none"], "degree": ["master"]}}'
call 200 GET "/lodging/$place/booking?first=$tomorrow&end=$after" "$waiting"
expect "full" 'a["booking"]["obstacle"]["code"]' no_bed
call 409 POST "/lodging/$place/stays" "$waiting" "$(json 'dict(first=x[0], end=x[1])' "$tomorrow" "$after")"
expect "what to do next" 'bool(a["detail"])' true
call 201 POST "/lodging/$place/waitlist" "$waiting" "$(json 'dict(first=x[0], end=x[1], lodgingConsent=True)' "$tomorrow" "$after")"
call 200 GET /stays "$waiting"
expect "waits" '[(w["isOffered"], w["ahead"]) for w in a["stays"]["waiting"]]' '[[false, 0]]'
say "另一人要 $tomorrow：已满，加入候补"

# ---- 到店、提前离店 / arrive, leave early

call 422 POST "/desk/stays/$stay/check-in" "$station" "$(json 'dict(code=x[0])' "$code")"
call 200 POST "/desk/stays/$stay/check-in" "$station" "$(json 'dict(code=x[0], identitySeen=True, proofsSeen=True)' "$code")"
call 200 GET "/stays/$stay" "$graduate"
expect "arrived" 'a["stay"]["summary"]["state"]' checked_in
say "到店：核对证件和入住码，办理入住"

call 200 POST "/stays/$stay/leaving" "$graduate" "$(json 'dict(end=x[0])' "$tomorrow")"
call 200 GET /stays "$graduate"
expect "the night is hers again" '[(e["staysUsed"], e["nightsUsed"]) for e in a["stays"]["entitlement"]]' '[[1, 1]]'
call 200 GET /stays "$waiting"
expect "offered at once" '[w["isOffered"] for w in a["stays"]["waiting"]]' '[true]'
entry=$(get 'a["stays"]["waiting"][0]["id"]')
call 200 POST "/waitlist/$entry/offer" "$waiting" '{}'
next=$(get 'a["id"]')
call 200 GET "/stays/$next" "$waiting"
expect "booked" '(a["stay"]["summary"]["state"], a["stay"]["summary"]["first"])' "$(json '("booked", x[0])' "$tomorrow")"
call 200 GET "/lodging/$place" ""
expect "full again" '[sum(f["nights"][n] for f in a["lodging"]["free"]) for n in (0, 1)]' '[0, 0]'
say "提前离店：退还一晚额度；空出的一晚立即给候补的人，并由其接受"

call 200 POST "/stays/$next/cancellation" "$waiting" '{}'
call 200 GET "/lodging/$place" ""
expect "free again" '[sum(f["nights"][n] for f in a["lodging"]["free"]) for n in (0, 1)]' '[0, 1]'
say "候补的人在免费时间内取消，床位重新开放"

echo "The journey is complete: $steps steps, stay $stay."
