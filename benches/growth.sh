#!/usr/bin/env bash
# How imports grow: each kind of rows, with each of its list columns, in many rows and with many members, at three sizes.
# Prints a Markdown table of milliseconds, and what doubling the size twice costs; linear is 4, quadratic is 16.
#   benches/growth.sh [PROVOST] [SIZE…]
set -euo pipefail
cd "$(dirname "$0")/.."
provost=${1:-target/dist/provost}
shift || true
sizes=("${@:-}")
[ -n "${sizes[0]}" ] || sizes=(500 2000 8000)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config PROVOST_DB=$work/growth.db
unset PROVOST_TOKEN

fresh() {
    rm -rf "$work"/growth.db* "$work/state"
    echo 'Quartz-Meadow-41-Lantern' |
        "$provost" init --name Growth --login boss@x.example --password-stdin --quiet >/dev/null
}

# N lines from a pattern in which `#` is the number.
lines() { awk -v n="$1" -v p="$2" 'BEGIN { for (i = 1; i <= n; i++) { l = p; gsub(/#/, i, l); print l } }'; }
# One cell of N members.
cell() { lines "$1" "$2" | paste -sd'|'; }
# Rows behind a header, taken in without a word.
take() {
    { echo "$2"; cat; } >"$work/$1.csv"
    "$provost" import "$1" "$work/$1.csv" --quiet --yes ${3:-} >/dev/null
}
# Addresses that do not touch each other.
addresses() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "10.%d.%d.%d\n", i / 16384, i / 64 % 256, i % 64 * 2 + 1 }'; }

# milliseconds of taking in rows that stand on standard input
timed() {
    { echo "$2"; cat; } >"$work/timed.csv"
    local from to
    from=$(date +%s%N)
    "$provost" import "$1" "$work/timed.csv" --quiet --yes --on-existing update >/dev/null
    to=$(date +%s%N)
    echo $(((to - from) / 1000000))
}

users() { lines "$1" 'u#@x.example' | take users login --no-mail; }

# Each case: what is there before, and then the rows that are timed.
declare -A cases
order=()
case_of() { order+=("$1"); cases[$1]=$2; }
case_of 'users' 'lines $n "u#@x.example" | timed users login'
case_of 'users.groups, one group' '"$provost" group add G -q; lines $n "u#@x.example,G" | timed users login,groups'
case_of 'users.groups, one user' 'lines $n "g#" | take groups name; echo "u@x.example,$(cell $n "g#")" | timed users login,groups'
case_of 'users.projects, one project' '"$provost" project add P -q; lines $n "u#@x.example,P:viewer" | timed users login,projects'
case_of 'users.projects, one user' 'lines $n "p#" | take projects name; echo "u@x.example,$(cell $n "p#:viewer")" | timed users login,projects'
case_of 'users.asset_groups, one group' '"$provost" asset-group add A -q; lines $n "u#@x.example,scanner,A" | timed users login,role,asset_groups'
case_of 'users.asset_groups, one user' 'lines $n "a#" | take asset-groups name; echo "u@x.example,scanner,$(cell $n "a#")" | timed users login,role,asset_groups'
case_of 'users.tag_scope, one tag' '"$provost" tags add T -q; lines $n "u#@x.example,T" | timed users login,tag_scope'
case_of 'users.tag_scope, one user' 'lines $n "t#" | take tags name; echo "u@x.example,$(cell $n "t#")" | timed users login,tag_scope'
case_of 'users.unit' '"$provost" bu add U -q; "$provost" user add um@x.example --role unit-manager --bu U --no-mail -q >/dev/null; lines $n "u#@x.example,U" | timed users login,unit'
case_of 'users, again' 'users $n; lines $n "u#@x.example,Analyst" | timed users login,title'
case_of 'users.groups, again' '"$provost" group add G -q; users $n; lines $n "u#@x.example,G" | timed users login,groups'
case_of 'users.groups, one user again' 'users 1; lines $n "g#" | take groups name; echo "u1@x.example,$(cell $n "g#")" | timed users login,groups'
case_of 'users.projects, one user again' 'users 1; lines $n "p#" | take projects name; echo "u1@x.example,$(cell $n "p#:viewer")" | timed users login,projects'
case_of 'users.asset_groups, one user again' 'users 1; lines $n "a#" | take asset-groups name; echo "u1@x.example,$(cell $n "a#")" | timed users login,asset_groups'
case_of 'users.tag_scope, one user again' 'users 1; lines $n "t#" | take tags name; echo "u1@x.example,$(cell $n "t#")" | timed users login,tag_scope'
case_of 'users.groups, one user loses all but one' 'lines $n "g#" | take groups name; echo "u@x.example,$(cell $n "g#")" | take users login,groups --no-mail; echo "u@x.example,g1" | timed users login,groups'
case_of 'users.projects, one user loses all but one' 'lines $n "p#" | take projects name; echo "u@x.example,$(cell $n "p#:viewer")" | take users login,projects --no-mail; echo "u@x.example,p1:viewer" | timed users login,projects'
case_of 'users.projects, one user gets other roles' 'lines $n "p#" | take projects name; echo "u@x.example,$(cell $n "p#:viewer")" | take users login,projects --no-mail; echo "u@x.example,$(cell $n "p#:engineer")" | timed users login,projects'
case_of 'users.asset_groups, one user loses all but one' 'lines $n "a#" | take asset-groups name; echo "u@x.example,scanner,$(cell $n "a#")" | take users login,role,asset_groups --no-mail; echo "u@x.example,a1" | timed users login,asset_groups'
case_of 'users.tag_scope, one user loses all but one' 'lines $n "t#" | take tags name; echo "u@x.example,$(cell $n "t#")" | take users login,tag_scope --no-mail; echo "u@x.example,t1" | timed users login,tag_scope'
case_of 'groups.members, all but one lost' 'users $n; echo "G,$(cell $n "u#@x.example")" | take groups name,members; echo "G,u1@x.example" | timed groups name,members'
case_of 'groups.projects, one group gets other roles' 'lines $n "p#" | take projects name; echo "G,$(cell $n "p#:viewer")" | take groups name,projects; echo "G,$(cell $n "p#:engineer")" | timed groups name,projects'
case_of 'projects.members, all but one lost' 'users $n; echo "P,$(cell $n "user:u#@x.example:viewer")" | take projects name,members; echo "P,user:u1@x.example:viewer" | timed projects name,members'
case_of 'projects.members, other roles' 'users $n; echo "P,$(cell $n "user:u#@x.example:viewer")" | take projects name,members; echo "P,$(cell $n "user:u#@x.example:engineer")" | timed projects name,members'
case_of 'assets.tags, one asset loses all but one' 'lines $n "t#" | take tags name; echo "10.0.0.1,$(cell $n "t#")" | take assets address,tags; echo "10.0.0.1,t1" | timed assets address,tags'
case_of 'asset-groups.addresses, all but one lost' 'addresses $n | take assets address; echo "A,$(addresses $n | paste -sd"|")" | take asset-groups name,addresses; echo "A,$(addresses 1)" | timed asset-groups name,addresses'
case_of 'users.unit, again' '"$provost" bu add U -q; "$provost" user add um@x.example --role unit-manager --bu U --no-mail -q >/dev/null; lines $n "u#@x.example,U" | take users login,unit --no-mail; lines $n "u#@x.example,Analyst" | timed users login,title'
case_of 'groups.members' 'users $n; echo "G,$(cell $n "u#@x.example")" | timed groups name,members'
case_of 'groups.projects, one project' '"$provost" project add P -q; lines $n "g#,P:viewer" | timed groups name,projects'
case_of 'groups.projects, one group' 'lines $n "p#" | take projects name; echo "G,$(cell $n "p#:viewer")" | timed groups name,projects'
case_of 'projects.members, users' 'users $n; echo "P,$(cell $n "user:u#@x.example:viewer")" | timed projects name,members'
case_of 'projects.members, groups' 'lines $n "g#" | take groups name; echo "P,$(cell $n "group:g#:viewer")" | timed projects name,members'
case_of 'projects.members, one user' '"$provost" user add u@x.example --no-mail -q >/dev/null; lines $n "p#,user:u@x.example:viewer" | timed projects name,members'
case_of 'tickets, one address' 'lines $n "10.0.0.1,title #" | timed tickets address,title'
case_of 'tickets, one title' 'addresses $n | sed "s/$/,title/" | timed tickets address,title'
case_of 'tickets.assignee' 'addresses $n | sed "s/$/,title,boss@x.example/" | timed tickets address,title,assignee'
case_of 'tags, flat' 'lines $n "t#" | timed tags name'
case_of 'tags, one parent' '"$provost" tags add T -q; lines $n "t#,T" | timed tags name,parent'
case_of 'tags, chains of 128' 'awk -v n=$n "BEGIN { for (i = 1; i <= n; i++) print \"t\" i \",\" (i % 128 == 1 ? \"\" : \"t\" i - 1) }" | timed tags name,parent'
case_of 'tags, chains of 128, shuffled' 'awk -v n=$n "BEGIN { for (i = 1; i <= n; i++) print (i * 7919 % 10007) \"\tt\" i \",\" (i % 128 == 1 ? \"\" : \"t\" i - 1) }" | sort -n | cut -f2 | timed tags name,parent'
case_of 'assets' 'addresses $n | timed assets address'
case_of 'assets.address, one row' 'echo "$(addresses $n | paste -sd"|")" | timed assets address'
case_of 'assets.tags, one tag' '"$provost" tags add T -q; addresses $n | sed "s/$/,T/" | timed assets address,tags'
case_of 'assets.tags, one asset' 'lines $n "t#" | take tags name; echo "10.0.0.1,$(cell $n "t#")" | timed assets address,tags'
case_of 'assets, one rule' '"$provost" tags add T --rule "address-in 10.0.0.0/8" -q; addresses $n | timed assets address'
case_of 'assets.attributes' 'echo "10.0.0.1,$(cell $n "k#=v")" | timed assets address,attributes'
case_of 'assets.asset_group' '"$provost" asset-group add A -q; addresses $n | sed "s/$/,A/" | timed assets address,asset_group'
case_of 'assets.asset_group, again' '"$provost" asset-group add A -q; addresses $n | take assets address; addresses $n | sed "s/$/,A/" | timed assets address,asset_group'
case_of 'asset-groups' 'lines $n "a#" | timed asset-groups name'
case_of 'asset-groups.addresses, one row' 'echo "A,$(addresses $n | paste -sd"|")" | timed asset-groups name,addresses'
case_of 'asset-groups.units, one unit' '"$provost" bu add U -q; lines $n "a#,U" | timed asset-groups name,units'
case_of 'asset-groups.units, one row' 'lines $n "u#" | take bus name; echo "A,$(cell $n "u#")" | timed asset-groups name,units'
case_of 'asset-groups.domains, one domain' '"$provost" domain add d.example -q; lines $n "a#,d.example" | timed asset-groups name,domains'
case_of 'asset-groups.domains, one row' 'lines $n "d#.example" | take domains name; echo "A,$(cell $n "d#.example")" | timed asset-groups name,domains'
case_of 'asset-groups.appliances, one appliance' '"$provost" appliance add S -q; lines $n "a#,S" | timed asset-groups name,appliances'
case_of 'asset-groups.appliances, one row' 'lines $n "s#" | take appliances name; echo "A,$(cell $n "s#")" | timed asset-groups name,appliances'
case_of 'bus' 'lines $n "u#" | timed bus name'
case_of 'domains' 'lines $n "d#.example" | timed domains name'
case_of 'appliances' 'lines $n "s#" | timed appliances name'
case_of 'configs' 'lines $n "c#,search-list" | timed configs name,kind'
case_of 'configs.targets, one group' '"$provost" asset-group add A -q; lines $n "c#,report-template,A" | timed configs name,kind,targets'
case_of 'configs.targets, one row' 'lines $n "a#" | take asset-groups name; echo "C,report-template,$(cell $n "a#")" | timed configs name,kind,targets'
case_of 'remediation-policies' 'lines $n "p#,boss@x.example" | timed remediation-policies name,assignee'
case_of 'auth-records.targets, one group' '"$provost" asset-group add A -q; lines $n "r#,unix,A" | timed auth-records name,technology,targets'
case_of 'auth-records.targets, one row' 'lines $n "a#" | take asset-groups name; echo "R,unix,$(cell $n "a#")" | timed auth-records name,technology,targets'
case_of 'events, one second' '"$provost" asset add 10.0.0.1 -q; lines $n "10.0.0.1,2026-11-20T08:15:00Z,/f#,modify,3" | timed events asset,at,path,action,severity'

printf '| rows of |'; printf ' %s |' "${sizes[@]}"; printf ' four times the size costs |\n'
printf '| --- |'; printf ' ---: |%.0s' "${sizes[@]}"; printf ' ---: |\n'
for name in "${order[@]}"; do
    case $name in ${ONLY:-*}) ;; *) continue ;; esac
    printf '| %s |' "$name"
    took=()
    for n in "${sizes[@]}"; do
        fresh
        took+=("$(eval "${cases[$name]}")")
        printf ' %s |' "${took[-1]}"
    done
    awk -v a="${took[-2]}" -v b="${took[-1]}" 'BEGIN { printf " %.1f |\n", b / (a > 0 ? a : 1) }'
done
