#!/usr/bin/env bash
# Measures provost beside the least that SQLite allows, and writes docs/benchmarks.md.
# Needs Rust and a C compiler; peak memory is measured where GNU time is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --profile dist --quiet
floor=$(cargo bench --no-run --profile dist --bench floor --message-format json 2>/dev/null |
    grep -o '"executable":"[^"]*floor[^"]*"' | tail -n 1 | cut -d '"' -f 4)
provost=$PWD/target/dist/provost
cargo build --release --quiet --manifest-path benches/peers/Cargo.toml
peers=$PWD/benches/peers/target/release/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Copies, as installing makes them: what a linker has just written starts slower.
cp "$provost" "$work/provost" && cp "$floor" "$work/floor"
provost=$work/provost floor=$work/floor
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
unset PROVOST_DB PROVOST_OUTPUT PROVOST_TOKEN || true

# The seconds that a command takes.
time_of() {
    local begun=$EPOCHREALTIME
    "$@" > /dev/null 2>&1 || return 1
    awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }'
}

# The same of a command that works on a fresh copy of a database, `{}` in it.
time_on() {
    cp "$1" "$work/copy.db" && rm -f "$work/copy.db-wal" "$work/copy.db-shm"
    shift
    time_of "${@//\{\}/$work/copy.db}"
}

median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

# A database with the sample organisation and N more users; the floor works on a copy of its own.
make_database() {
    rm -f "$work/$1.db"* "$work/$1.floor.db"*
    echo 'Quartz-Meadow-41-Lantern' |
        "$provost" init --from sample-data/acme.toml --password-stdin --quiet --db "$work/$1.db"
    "$floor" fill "$work/$1.db" "$1"
    cp "$work/$1.db" "$work/$1.floor.db"
}

peak() {
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f '%M' "$@" 2>&1 >/dev/null | tail -n 1 | awk '{ printf "%.1f MiB", $1 / 1024 }'
    else
        printf 'not measured'
    fi
}

# The next row's peer: its name, how often it is run, and the median of the seconds that it takes.
peer=
beside() {
    local name=$1 runs=$2 times=()
    shift 2
    for ((run = 0; run < runs; run++)); do times+=("$("$@")") || return 0; done
    peer_seconds=$(median "${times[@]}") peer=$name
}

rows=
# add NAME OURS FLOOR UNIT TARGET PEAK: a row, with the peer that stands beside it.
add() {
    local name=$1 ours=$2 least=$3 unit=$4 target=$5 peak=$6 theirs=' | '
    if [ -n "$peer" ]; then
        theirs=$(awk -v s="$peer_seconds" -v b="$least" -v u="$unit" -v p="$peer" \
            'BEGIN { t = u == "ms" ? s * 1000 : s; printf "%s %.2f %s | %.2f", p, t, u, t / b }')
    fi
    local line="| $name | $ours $unit | $least $unit | $(awk "BEGIN { printf \"%.2f\", $ours / $least }") | $target | $theirs | $peak |"
    echo "$line"
    rows+="$line"$'\n' peer=
}

# row NAME RUNS TARGET PROVOST-COMMAND FLOOR-COMMAND PEAK-COMMAND…
row() {
    local name=$1 runs=$2 target=$3 ours=$4 least=$5 a b _
    shift 5
    read -r a b _ < <("$floor" race "$runs" "$ours" "$least")
    add "$name" "$a" "$b" ms "$target" "$(peak "$@")"
}

for size in 1000 10000 100000 1000000; do make_database "$size"; done
d=$work/10000.db f=$work/10000.floor.db

# Others that keep accounts, as far as they can be had here.
. benches/peers.sh
has_kerberos=
if kerberos > /dev/null; then has_kerberos=yes; fi

[ -z "$has_kerberos" ] || beside '`kadmin.local getprinc`' 41 time_of kadmin 'getprinc user0004200'
row 'one read: `user show`, 10k users' 200 '≤ 1.15' \
    "$provost user show user0004200@bench.example -o jsonl --db $d" "$floor read $f user0004200@bench.example" \
    "$provost" user show user0004200@bench.example -o jsonl --db "$d"
# What is printed is the same to the byte.
cmp <("$provost" user list -o jsonl --db "$d") <("$floor" list "$f")
cmp <("$provost" user show user0004200@bench.example -o jsonl --db "$d") <("$floor" read "$f" user0004200@bench.example)
"$floor" idle "$d" 61
row 'the same after an idle minute' 200 '≤ 1.15' \
    "$provost user show user0004200@bench.example -o jsonl --db $d" "$floor read $f user0004200@bench.example" \
    "$provost" user show user0004200@bench.example -o jsonl --db "$d"
row 'one list: `user list -o jsonl`, 10k users' 20 '≤ 1.2' \
    "$provost user list -o jsonl --db $d" "$floor list $f" "$provost" user list -o jsonl --db "$d"
row 'one list: `user list -o jsonl`, 100k users' 5 '≤ 1.2' \
    "$provost user list -o jsonl --db $work/100000.db" "$floor list $work/100000.floor.db" \
    "$provost" user list -o jsonl --db "$work/100000.db"
for size in 1000 10000 100000 1000000; do
    [ -z "$has_kerberos" ] || [ "$size" != 10000 ] || beside '`kadmin.local addprinc -randkey`' 41 add_principal
    row "one write: \`user add --no-mail\`, $size users" 100 '≤ 1.15' \
        "$provost user add new{}@bench.example --no-mail -q --db $work/$size.db" "$floor write $work/$size.floor.db new{}@bench.example" \
        "$provost" user add peak@bench.example --no-mail -q --db "$work/$size.db"
done
# The syncs of one write, where they can be counted.
count_syncs() {
    command -v strace > /dev/null || { printf 'uncounted'; return; }
    strace -f -c -e trace=fsync,fdatasync -o "$work/syncs" "$@" > /dev/null 2>&1
    awk '/ f(data)?sync$/ { count += $4 } END { printf "%d", count }' "$work/syncs"
}
syncs=$(count_syncs "$provost" user add syncs@bench.example --no-mail -q --db "$d")
floor_syncs=$(count_syncs "$floor" write "$f" syncs@bench.example)
make_database 10000
row 'one move: 20 configurations, 5 groups, 10 tickets' 90 '≤ 1.5' \
    "$provost bu move user000{}00@bench.example --to APAC --configs keep --asset-groups keep --yes -q --db $d" \
    "$floor move $f user000{}00@bench.example" \
    "$provost" bu move user0000500@bench.example --to APAC --configs keep --asset-groups keep --yes -q --db "$d"

# job NAME TARGET DATABASE 'PROVOST-ARGUMENTS' 'FLOOR-ARGUMENTS': work of seconds, three times each in turn, each time
# on a copy of the database, `{}`.
job() {
    local name=$1 target=$2 database=$3 ours=() least=()
    for _ in 1 2 3; do
        # shellcheck disable=SC2086 # words are split on purpose
        ours+=("$(time_on "$database" "$provost" $4)") least+=("$(time_on "$database" "$floor" $5)")
    done
    cp "$database" "$work/copy.db"
    # shellcheck disable=SC2086
    add "$name" "$(median "${ours[@]}")" "$(median "${least[@]}")" s "$target" "$(peak "$provost" ${4//\{\}/$work/copy.db})"
}

# Movers with 20 configurations, five groups and ten tickets each: every hundredth of 100,000 users.
make_database 100000
for count in 1 100 1000; do
    movers=$(seq -f 'user%07g@bench.example' 0 100 $(((count - 1) * 100)) | tr '\n' ' ')
    job "\`bu move\` of $count with all they have" '≤ 1.5' "$work/100000.db" \
        "bu move ${movers}--to APAC --configs keep --asset-groups keep --yes -q --db {}" "move {} ${movers% }"
done
job 'the same of 1000, with its report as JSON' '' "$work/100000.db" \
    "bu move ${movers}--to APAC --configs keep --asset-groups keep --yes --json --db {}" "move {} ${movers% }"

# People to take on: a spreadsheet of seven columns.
people() {
    awk -v n="$1" 'BEGIN {
        print "login,first_name,last_name,title,external_id,role,unit"
        split("reader scanner reader reader remediation-user", roles, " ")
        split("-,EMEA,APAC,EMEA,-", units, ","); gsub("-", "", units[1]); gsub("-", "", units[5])
        for (i = 0; i < n; i++)
            printf "new%07d@bench.example,First%d,Last%d,Analyst,%08d,%s,%s\n", i, i % 977, i % 1009, i, roles[i % 5 + 1], units[i % 5 + 1]
    }'
}
people 100000 > "$work/people.csv"
people 1000000 > "$work/million.csv"
awk -F, 'NR == 1 { print $0 ",password" } NR > 1 && NR <= 1001 { printf "%s,Quartz-Meadow-%d-Lantern\n", $0, NR }' \
    "$work/people.csv" > "$work/passwords.csv"
echo 'Quartz-Meadow-41-Lantern' | "$provost" init --from sample-data/acme.toml --password-stdin --quiet --db "$work/acme.db"
beside '`slapadd -q`, without a sync' 3 slapadd "$work/people.csv"
job '`import users --no-mail`, 100k rows' '≤ 1.25' "$work/acme.db" "import users $work/people.csv --no-mail -q --db {}" \
    "import {} $work/people.csv"
cp "$work/acme.db" "$work/copy.db" && "$provost" import users "$work/people.csv" --no-mail -q --db "$work/copy.db" > /dev/null
peer_bytes=$(bytes_of_peers)
bytes=$((($(stat -c %s "$work/copy.db") - $(stat -c %s "$work/acme.db")) / 100000))
beside '`sqlite-utils insert --csv`, one table' 3 sqlite_utils "$work/people.csv"
job '`import users`, 100k rows, invitations in the outbox' '' "$work/acme.db" "import users $work/people.csv -q --db {}" \
    "import {} $work/people.csv invite"
job '`import users --no-mail`, 1M rows' 'linear' "$work/acme.db" "import users $work/million.csv --no-mail -q --db {}" \
    "import {} $work/million.csv"
job '`import users`, 1000 rows with passwords' '≤ 1.05 of argon2id' "$work/acme.db" \
    "import users $work/passwords.csv -q --db {}" "hash 1000"

# A million assets with three tags each, and a reader whose scope covers 28 thousand of them.
make_database 10000
"$floor" fill-assets "$d" 1000000
cp "$d" "$f"
scoped=scoped@bench.example
cmp <("$provost" access assets "$scoped" -o jsonl --db "$d") <("$floor" assets "$f" "$scoped")
row 'one check: `access check`, 10k users, 1M assets × 3 tags' 100 '≤ 1.15' \
    "$provost access check $scoped fim.asset.view asset:60.0.0.0 -q --db $d" "$floor check $f $scoped 60.0.0.0" \
    "$provost" access check "$scoped" fim.asset.view asset:60.0.0.0 -q --db "$d"
row 'one listing: `access assets -o jsonl`, 28k of 1M assets' 5 '≤ 1.15' \
    "$provost access assets $scoped -o jsonl --db $d" "$floor assets $f $scoped" \
    "$provost" access assets "$scoped" -o jsonl --db "$d"

# The same questions, answered by Cedar; a hundred thousand checks by ten thousand users on a thousand assets.
seconds() {
    local begun=$EPOCHREALTIME
    "$@" > "$work/answers" || true
    awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }'
}
for n in $(seq 100000); do
    printf 'user%07d@bench.example fim.asset.view asset:60.0.%d.%d\n' $((n % 10000)) $((n % 250)) $((n % 200))
done > "$work/questions"
ours=$(seconds "$provost" access check - -o jsonl --db "$d" < "$work/questions")
theirs=$(seconds "$peers" checks "$d" < "$work/questions")
peer_rows="| 100,000 checks on standard input | $ours s | $theirs s | $(awk "BEGIN { printf \"%.0f/s, %.0f/s\", 100000 / $ours, 100000 / $theirs }") |"$'\n'
ours=$(seconds "$provost" access assets "$scoped" -o jsonl --db "$d")
theirs=$(seconds "$peers" assets "$d" "$scoped")
peer_rows+="| 28k of 1M assets | $ours s | $theirs s | $(awk "BEGIN { printf \"%.1f times\", $theirs / $ours }") |"$'\n'
printf '%s' "$peer_rows"

# An unknown login and a wrong password, 100 tries of each in turn; nobody is locked meanwhile.
d=$work/1000.db
"$provost" settings set signin.max_failures=0 -q --db "$d"
echo 'Quartz-Meadow-42-Lantern' > "$work/wrong"
mapfile -t spread < <("$floor" spread 100 \
    "$provost login nobody@acme.example --password-file $work/wrong --db $d" \
    "$provost login mara.lindholm@acme.example --password-file $work/wrong --db $d")
printf '%s\n' "${spread[@]}"

reading=$(sed -n '/^## Reading/,$p' docs/benchmarks.md 2>/dev/null || true)
cat > docs/benchmarks.md <<EOF
# Benchmarks

Written by \`benches/compare.sh\`. *Floor* is the least that SQLite allows: \`benches/floor\`,
bare rusqlite with the same schema and \`synchronous=FULL\`, no grammar, no rights, no checks. It reads and writes the same rows, log
entries and objects, and prints the same bytes. Each command is a process of its own; the two are run in turn, and the medians are quoted.

| job | provost | floor | ratio | target | peer | its ratio | peak memory |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$rows
Peers are Debian's packages and PyPI's, unpacked into a folder (\`benches/peers.sh\`); none of them checks rights or keeps a
log of who did what. A user takes $bytes bytes on disk with its log entry (target: at most 440)$peer_bytes.
One write makes $syncs syncs, the floor's $floor_syncs (target: at most 5).

Measured on $(nproc) cores, $(rustc --version | cut -d ' ' -f 1-2), Linux $(uname -r | cut -d . -f 1-2).

## Beside Cedar

The same questions answered by [Cedar](https://www.cedarpolicy.com) as a Rust library (\`benches/peers\`), over the same
database in the same run: one policy, and with each request the user with its tag scope and the asset with its tags, read
from SQLite. Cedar answers about tags alone; provost looks at account, role, levels, groups and scope.

| job | provost | Cedar | |
| --- | ---: | ---: | ---: |
$peer_rows
## An unknown login and a wrong password

Both get the same words and the same exit code (PASS-3). The time of 100 tries of each, taken in turn:

| sign-in with | lowest | 10 % | median | 90 % |
| --- | ---: | ---: | ---: | ---: |
| an unknown login | ${spread[0]} |
| a wrong password | ${spread[1]} |

$reading
EOF
