# What the walkthroughs have in common: they source it. Takes the server's address as the script's own first argument.
set -euo pipefail

base=${1:?usage: $(basename "$0") BASE_URL}
base=${base%/}
password=${YIZHAN_DEMO_PASSWORD:-Demo-2020-yizhan}
run=$(python3 -c 'import secrets; print(secrets.token_hex(8))')
answer=$(mktemp)
heads=$(mktemp)
trap 'rm -f "$answer" "$heads"' EXIT
steps=0

say() { steps=$((steps + 1)); printf '%2d  %s\n' "$steps" "$*"; }
fail() {
    echo "FAILED: $*" >&2
    echo "last answer: $(head -c 2000 "$answer")" >&2
    exit 1
}

# call STATUS METHOD PATH TOKEN [JSON] [IDEMPOTENCY-KEY]: the answer's body is then in $answer. Who comes too often waits as long as told.
call() {
    local wanted=$1 method=$2 path=$3 token=$4 body=${5-} key=${6-} status tries
    local arguments=(--silent --show-error --max-time 60 --request "$method" --header 'Accept: application/json' --output "$answer" --dump-header "$heads" --write-out '%{http_code}')
    [ -z "$token" ] || arguments+=(--header "Authorization: Bearer $token")
    [ -z "$key" ] || arguments+=(--header "Idempotency-Key: $key")
    [ -z "$body" ] || arguments+=(--header 'Content-Type: application/json' --data-binary "$body")
    for tries in 1 2 3 4 5; do
        status=$(curl "${arguments[@]}" "$base$path") || fail "$method $path: no answer"
        [ "$status" = 429 ] || break
        sleep "$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]*\).*/\1/p' "$heads" | head -n 1 | grep . || echo 5)"
    done
    [ "$status" = "$wanted" ] || fail "$method $path: $status, not $wanted"
}

# get EXPRESSION: of the last answer, which is `a` in Python.
get() {
    python3 -c '
import datetime, json, sys
a = json.load(open(sys.argv[1], encoding="utf-8"))
value = eval(sys.argv[2])
print("" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))' "$answer" "$1" ||
        fail "the answer has no $1"
}

# expect WHAT EXPRESSION VALUE
expect() {
    local found
    found=$(get "$2")
    [ "$found" = "$3" ] || fail "$1: $2 is '$found', not '$3'"
}

# Builds JSON: `json 'dict(name=x[0])' VALUE...`
json() { python3 -c 'import base64, json, sys; x = sys.argv[2:]; print(json.dumps(eval(sys.argv[1]), ensure_ascii=False))' "$@"; }

# token LOGIN: signs in once for each login.
declare -A tokens
token() {
    if [ -z "${tokens[$1]-}" ]; then
        call 201 POST /session "" "$(json 'dict(login=x[0], password=x[1])' "$1" "$password")"
        tokens[$1]=$(get 'a["token"]')
    fi
    who=${tokens[$1]}
}

# register: somebody new registers by a code that was sent to their number. Sets $talent to their token, and $phone.
register() {
    local code
    phone=137$(python3 -c 'import random; print("%08d" % random.randrange(10**8))')
    call 200 POST /phone-codes "" "$(json 'dict(phone=x[0], next="register")' "$phone")"
    code=$(get '"".join(c for c in a["message"] if c.isdigit())[:6]')
    call 201 POST /talents "" "$(json 'dict(phone=x[0], code=x[1], consent=True)' "$phone" "$code")"
    talent=$(get 'a["token"]')
}

# identify NAME [PARITY]: the new talent says who they are, by a made-up document (GB 11643) whose last number but one says the sex.
identify() {
    local number
    number=$(python3 -c '
import random, sys
body = "370199%d%02d%02d%02d%d" % (random.randrange(1990, 2000), random.randrange(1, 13), random.randrange(1, 29), random.randrange(100), random.randrange(5) * 2 + int(sys.argv[1]))
print(body + "10X98765432"[sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(body)) % 11])' "${2-0}")
    call 200 POST /me/identity "$talent" "$(json 'dict(name=x[0], kind="resident_id", number=x[1], consent=True)' "$1" "$number")"
}
