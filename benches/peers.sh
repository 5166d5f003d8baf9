# Other programs that keep accounts, in a folder of their own: Debian's packages are unpacked, not installed, and no
# daemon runs. Sourced by compare.sh, which sets $work; each function says no where its program cannot be had.

peer_root=$work/peers
peer_libraries=

# Unpacks Debian packages with what they need.
unpack() {
    command -v apt-get > /dev/null || return 1
    mkdir -p "$peer_root/archives/partial"
    apt-get install -y --download-only --no-install-recommends -o Debug::NoLocking=1 \
        -o Dir::Cache::archives="$peer_root/archives" "$@" > /dev/null 2>&1 || return 1
    for package in "$peer_root"/archives/*.deb; do dpkg -x "$package" "$peer_root" || return 1; done
}

# Runs a program that was unpacked, with the libraries that came with it, and nothing else beside it.
unpacked() { LD_LIBRARY_PATH=$peer_libraries "$@"; }

# A Kerberos realm with 10,000 principals.
kerberos() {
    unpack krb5-kdc krb5-admin-server || return 1
    peer_libraries=$(dirname "$(find "$peer_root/usr/lib" -name 'libkdb5.so*' | head -n 1)")
    local realm=$work/realm
    mkdir -p "$realm"
    local modules
    modules=$(find "$peer_root/usr/lib" -type d -path '*krb5/plugins/kdb')
    printf '[libdefaults]\n default_realm = BENCH\n[realms]\n BENCH = {\n  kdc = 127.0.0.1\n }\n[dbmodules]\n db_module_dir = %s\n' \
        "$modules" > "$realm/krb5.conf"
    printf '[realms]\n BENCH = {\n  database_name = %s/principal\n  key_stash_file = %s/stash\n  acl_file = %s/acl\n }\n' \
        "$realm" "$realm" "$realm" > "$realm/kdc.conf"
    export KRB5_CONFIG=$realm/krb5.conf KRB5_KDC_PROFILE=$realm/kdc.conf
    unpacked "$peer_root/usr/sbin/kdb5_util" -r BENCH create -s -P bench-master > /dev/null 2>&1 || return 1
    seq -f 'addprinc -randkey user%07g' 0 9999 | unpacked "$peer_root/usr/sbin/kadmin.local" -r BENCH > /dev/null 2>&1
}

kadmin() { unpacked "$peer_root/usr/sbin/kadmin.local" -r BENCH -q "$1" > /dev/null 2>&1; }

principals=0
add_principal() {
    principals=$((principals + 1))
    time_of kadmin "addprinc -randkey fresh$principals-$RANDOM"
}

# What a user takes on disk with them, as a phrase.
bytes_of_peers() {
    local realm=$work/realm/principal data=$work/ldap/data/data.mdb
    [ ! -f "$realm" ] || printf '; %s with `kadmin.local`' "$(($(stat -c %s "$realm") / 10000))"
    [ ! -f "$data" ] || printf ', %s with `slapadd`' "$(($(du -B1 "$data" | cut -f 1) / 100000))"
}

# Loads users.csv into an empty directory, without a sync (-q).
slapadd() {
    [ -x "$peer_root/usr/sbin/slapd" ] || unpack slapd || return 1
    local folder=$work/ldap schema=$peer_root/etc/ldap/schema
    rm -rf "$folder" && mkdir -p "$folder/data"
    cat > "$folder/slapd.conf" << CONF
include $schema/core.schema
include $schema/cosine.schema
include $schema/inetorgperson.schema
modulepath $peer_root/usr/lib/ldap
moduleload back_mdb
database mdb
suffix "dc=bench"
rootdn "cn=admin,dc=bench"
maxsize 4294967296
directory $folder/data
index objectClass,uid eq
CONF
    {
        printf 'dn: dc=bench\nobjectClass: dcObject\nobjectClass: organization\no: bench\ndc: bench\n\n'
        awk -F, 'NR > 1 { printf "dn: uid=%s,dc=bench\nobjectClass: inetOrgPerson\nuid: %s\ncn: %s %s\nsn: %s\ngivenName: %s\ntitle: %s\nemployeeNumber: %s\n\n", $1, $1, $2, $3, $3, $2, $4, $5 }' "$1"
    } > "$folder/users.ldif"
    (time_of unpacked bash -c 'exec -a slapadd "$0" "$@"' "$peer_root/usr/sbin/slapd" -q -f "$folder/slapd.conf" -l "$folder/users.ldif")
}

# Inserts users.csv into a table with a key, and nothing else.
sqlite_utils() {
    [ -x "$work/venv/bin/sqlite-utils" ] || {
        python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet sqlite-utils
    } > /dev/null 2>&1 || return 1
    rm -f "$work/utils.db"
    time_of "$work/venv/bin/sqlite-utils" insert "$work/utils.db" users "$1" --csv --pk login
}
