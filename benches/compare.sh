#!/usr/bin/env bash
# Measures provost beside the least that SQLite allows, and writes docs/benchmarks.md.
# Needs Rust and a C compiler; peak memory is measured where GNU time is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --quiet
floor=$(cargo bench --no-run --bench floor --message-format json 2>/dev/null |
    grep -o '"executable":"[^"]*floor[^"]*"' | tail -n 1 | cut -d '"' -f 4)
provost=$PWD/target/release/provost
cargo build --release --quiet --manifest-path benches/peers/Cargo.toml
peers=$PWD/benches/peers/target/release/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
unset PROVOST_DB PROVOST_OUTPUT PROVOST_TOKEN || true

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

rows=
# row NAME RUNS TARGET PROVOST-COMMAND FLOOR-COMMAND PEAK-COMMAND…
row() {
    local name=$1 runs=$2 target=$3 ours=$4 least=$5
    shift 5
    read -r a b ratio < <("$floor" race "$runs" "$ours" "$least")
    local line="| $name | $a ms | $b ms | $ratio | $target | $(peak "$@") |"
    echo "$line"
    rows+="$line"$'\n'
}

for size in 1000 10000 100000; do make_database "$size"; done
d=$work/10000.db f=$work/10000.floor.db

row 'one read: `user show`, 10k users' 200 '≤ 1.3' \
    "$provost user show user0004200@bench.example -o jsonl --db $d" "$floor read $f user0004200@bench.example" \
    "$provost" user show user0004200@bench.example -o jsonl --db "$d"
row 'one list: `user list -o jsonl`, 10k users' 20 '≤ 1.3' \
    "$provost user list -o jsonl --db $d" "$floor list $f" "$provost" user list -o jsonl --db "$d"
row 'one list: `user list -o jsonl`, 100k users' 5 '≤ 1.3' \
    "$provost user list -o jsonl --db $work/100000.db" "$floor list $work/100000.floor.db" \
    "$provost" user list -o jsonl --db "$work/100000.db"
for size in 1000 10000 100000; do
    row "one write: \`user add --no-mail\`, $size users" 100 '≤ 1.3' \
        "$provost user add new{}@bench.example --no-mail -q --db $work/$size.db" "$floor write $work/$size.floor.db new{}@bench.example" \
        "$provost" user add peak@bench.example --no-mail -q --db "$work/$size.db"
done
make_database 10000
row 'one move: 20 configurations, 5 groups, 10 tickets' 90 '≤ 1.5' \
    "$provost bu move user000{}00@bench.example --to APAC --configs keep --asset-groups keep --yes -q --db $d" \
    "$floor move $f user000{}00@bench.example" \
    "$provost" bu move user0000500@bench.example --to APAC --configs keep --asset-groups keep --yes -q --db "$d"

# A million assets with three tags each, and a reader whose scope covers 28 thousand of them.
make_database 10000
"$floor" fill-assets "$d" 1000000
cp "$d" "$f"
scoped=scoped@bench.example
row 'one check: `access check`, 10k users, 1M assets × 3 tags' 100 '≤ 1.3' \
    "$provost access check $scoped fim.asset.view asset:60.0.0.0 -q --db $d" "$floor check $f $scoped 60.0.0.0" \
    "$provost" access check "$scoped" fim.asset.view asset:60.0.0.0 -q --db "$d"
row 'one listing: `access assets -o jsonl`, 28k of 1M assets' 5 '≤ 1.3' \
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

Written by \`benches/compare.sh\`. *Floor* is the least that SQLite allows for the same rows: \`benches/floor.rs\`,
bare rusqlite with the same schema and \`synchronous=FULL\`, no grammar, no rights, no checks. Each command is
a process of its own; the two are run in turn, and the medians are quoted.

| job | provost | floor | ratio | target | peak memory |
| --- | ---: | ---: | ---: | ---: | ---: |
$rows
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
