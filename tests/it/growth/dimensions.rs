//! What an organisation can have more of, each with the SQL that adds N of it to the sample organisation. `{N}` is their number;
//! `#` stands for the rows of numbers from 1 to that.

use rusqlite::Connection;

/// The way to N more users; `{W}` is a word that is theirs alone, `{F}` what follows `FROM`, `{U}` their unit.
const USERS: &str = "INSERT INTO users (login, login_key, role, unit_id, level, status, created_at, created_by_id)
    SELECT '{W}' || printf('%07d', i.n) || '@x.example', '{W}' || printf('%07d', i.n) || '@x.example', 'reader', {U}, 'default', 'pending', 1, 1 FROM # i;";

/// Addresses of the numbers, 16 apart, in a network of their own; `{NET}` is its first byte, `{LENGTH}` that of its block.
const ADDRESS: &str = "unhex('{LENGTH}04{NET}' || printf('%06x', i.n * 16))";

pub const DIMENSIONS: &[(&str, &str)] = &[
    ("users", "{USERS plain NULL}"),
    ("members of each unit", "INSERT INTO users (login, login_key, role, unit_id, level, status, created_at, created_by_id)
        SELECT 'in' || u.id || '-' || i.n || '@x.example', 'in' || u.id || '-' || i.n || '@x.example', 'reader', u.id, 'default', 'pending', 1, 1 FROM # i, units u;"),
    ("members of each group", "{USERS member NULL} INSERT INTO user_group_members (user_id, group_id) SELECT u.id, g.id FROM users u, user_groups g WHERE u.login LIKE 'member%@x.example';"),
    ("people in each project", "{USERS project NULL} INSERT INTO project_users (user_id, project_id, role) SELECT u.id, p.id, 'viewer' FROM users u, projects p WHERE u.login LIKE 'project%@x.example';"),
    ("groups in each project", "INSERT INTO user_groups (name, name_key, level) SELECT 'in ' || i.n, 'in ' || i.n, 'default' FROM # i;
        INSERT INTO project_groups (group_id, project_id, role) SELECT g.id, p.id, 'viewer' FROM user_groups g, projects p WHERE g.name LIKE 'in %';"),
    ("units", "INSERT INTO units (name, name_key) SELECT 'unit ' || i.n, 'unit ' || i.n FROM # i;"),
    ("groups", "INSERT INTO user_groups (name, name_key, level) SELECT 'group ' || i.n, 'group ' || i.n, 'default' FROM # i;"),
    ("projects", "INSERT INTO projects (name, name_key) SELECT 'project ' || i.n, 'project ' || i.n FROM # i;"),
    ("asset groups", "INSERT INTO asset_groups (name, name_key, owner_id, origin, business_impact) SELECT 'assets ' || i.n, 'assets ' || i.n, 1, 'manager', 'low' FROM # i;
        INSERT INTO asset_group_ranges (group_id, first, last, block) SELECT g.id, {AT 40}, {AT 40}, {BLOCK 40} FROM # i JOIN asset_groups g ON g.name = 'assets ' || i.n;"),
    ("asset groups of each unit", "INSERT INTO asset_groups (name, name_key, owner_id, origin, business_impact) SELECT 'of units ' || i.n, 'of units ' || i.n, 1, 'manager', 'low' FROM # i;
        INSERT INTO asset_group_units (group_id, unit_id) SELECT g.id, u.id FROM asset_groups g, units u WHERE g.name LIKE 'of units %';"),
    ("units of each asset group", "INSERT INTO units (name, name_key) SELECT 'having ' || i.n, 'having ' || i.n FROM # i;
        INSERT INTO asset_group_units (group_id, unit_id) SELECT g.id, u.id FROM asset_groups g, units u WHERE u.name LIKE 'having %';"),
    ("users of each asset group", "{USERS assigned NULL} INSERT INTO asset_group_users (user_id, group_id) SELECT u.id, g.id FROM users u, asset_groups g WHERE u.login LIKE 'assigned%@x.example';"),
    ("addresses of each asset group", "INSERT INTO asset_group_ranges (group_id, first, last, block) SELECT g.id, {AT 50}, {AT 50}, {BLOCK 50} FROM # i, asset_groups g;"),
    ("assets", "INSERT INTO assets (address, name, name_key, os) SELECT {AT 60}, 'host ' || i.n, 'host ' || i.n, 'Linux' FROM # i;"),
    ("assets of each group and tag", "INSERT INTO asset_group_ranges (group_id, first, last, block) SELECT g.id, unhex('0470000000'), unhex('0470ffffff'), unhex('080470000000') FROM asset_groups g;
        INSERT INTO assets (address, name, name_key, os) SELECT {AT 70}, 'held ' || i.n, 'held ' || i.n, 'Windows' FROM # i;
        INSERT INTO asset_tags (asset_id, tag_id) SELECT a.id, t.id FROM assets a, tags t WHERE a.name LIKE 'held %';"),
    ("attributes of each asset", "INSERT INTO asset_attributes (asset_id, key, value) SELECT a.id, 'key ' || i.n, 'x' FROM # i, assets a WHERE a.id <= 9;"),
    ("configurations of each user", "INSERT INTO configs (owner_id, kind, name, name_key) SELECT u.id, 'report-template', 'more ' || i.n, 'more ' || i.n FROM # i, users u WHERE u.id <= 50;
        INSERT INTO config_targets (config_id, group_id) SELECT c.id, (SELECT min(id) FROM asset_groups) FROM configs c WHERE c.name LIKE 'more %';"),
    ("schedules", "INSERT INTO configs (owner_id, kind, name, name_key, active, next_launch_at, recurrence) SELECT 1, 'scheduled-scan', 'plan ' || i.n, 'plan ' || i.n, 1, 4000000000, (SELECT c.recurrence FROM configs c WHERE c.recurrence IS NOT NULL LIMIT 1) FROM # i;"),
    ("scans", "INSERT INTO scans (kind, title, owner_id, state, created_at) SELECT 'scan', 'scan ' || i.n, 1, 'queued', i.n FROM # i;"),
    ("reports", "INSERT INTO reports (name, name_key, owner_id, format, state, targets, created_at, host_count, body) SELECT 'report ' || i.n, 'report ' || i.n, 1, 'html', 'complete', '[]', i.n, 0, '{}' FROM # i;"),
    ("tickets of each user", "INSERT INTO tickets (address, title, title_key, severity, state, assignee_id, created_at) SELECT (SELECT min(address) FROM assets), 'ticket ' || i.n, 'ticket ' || i.n, 3, 'open', u.id, 1 FROM # i, users u WHERE u.id <= 50;"),
    ("tags below each tag", "INSERT INTO tags (name, name_key, parent_id) SELECT t.name || ' ' || i.n, t.name_key || ' ' || i.n, t.id FROM # i, tags t WHERE t.name NOT LIKE '% %';
        INSERT INTO tag_closure (tag_id, above_id) SELECT t.id, t.id FROM tags t WHERE t.name LIKE '% %' UNION ALL SELECT t.id, c.above_id FROM tags t JOIN tag_closure c ON c.tag_id = t.parent_id WHERE t.name LIKE '% %';"),
    ("tags", "INSERT INTO tags (name, name_key) SELECT 'tag' || i.n, 'tag' || i.n FROM # i; INSERT INTO tag_closure (tag_id, above_id) SELECT t.id, t.id FROM tags t WHERE t.name LIKE 'tag%';"),
    ("tags on each asset and scope", "INSERT INTO tags (name, name_key) SELECT 'mark' || i.n, 'mark' || i.n FROM # i; INSERT INTO tag_closure (tag_id, above_id) SELECT t.id, t.id FROM tags t WHERE t.name LIKE 'mark%';
        INSERT INTO asset_tags (asset_id, tag_id) SELECT a.id, t.id FROM assets a, tags t WHERE t.name LIKE 'mark%' AND a.id <= 9;"),
    ("scopes of each tag", "{USERS scoped NULL} INSERT INTO tag_scopes (user_id, tag_id) SELECT u.id, t.id FROM users u, tags t WHERE u.login LIKE 'scoped%@x.example';"),
    ("events", "INSERT INTO fim_events (asset_id, address, at, path, action, severity) SELECT (SELECT min(id) FROM assets), (SELECT min(address) FROM assets), i.n, '/etc/' || i.n, 'modify', 2 FROM # i;"),
    ("incidents", "INSERT INTO fim_incidents (title, approval, creator_id, creator, created_at) SELECT 'incident ' || i.n, 'pending', 1, 'x', 1 FROM # i;"),
    ("domains, appliances, records, policies", "INSERT INTO domains (name, name_key) SELECT 'd' || i.n || '.example', 'd' || i.n || '.example' FROM # i;
        INSERT INTO appliances (name, name_key, owner_id) SELECT 'appliance ' || i.n, 'appliance ' || i.n, 1 FROM # i;
        INSERT INTO auth_records (name, name_key, technology) SELECT 'record ' || i.n, 'record ' || i.n, 'unix' FROM # i;
        INSERT INTO remediation_policies (name, name_key) SELECT 'policy ' || i.n, 'policy ' || i.n FROM # i;"),
    ("registers and work of each project", "INSERT INTO rules (name, name_key, state) SELECT 'rule ' || i.n, 'rule ' || i.n, 'active' FROM # i;
        INSERT INTO requirements (name, name_key, state) SELECT 'must ' || i.n, 'must ' || i.n, 'active' FROM # i;
        INSERT INTO engines (name, name_key, state) SELECT 'engine ' || i.n, 'engine ' || i.n, 'active' FROM # i;
        INSERT INTO project_profiles (project_id, name, name_key) SELECT p.id, 'profile ' || i.n, 'profile ' || i.n FROM # i, projects p WHERE p.id <= 9;
        INSERT INTO project_test_cases (project_id, name, name_key) SELECT p.id, 'case ' || i.n, 'case ' || i.n FROM # i, projects p WHERE p.id <= 9;
        INSERT INTO project_scans (project_id, number, state, started_at, finished_at) SELECT p.id, 1000 + i.n, 'done', 1, 1 FROM # i, projects p WHERE p.id <= 9;"),
    ("mails", "INSERT INTO mails (kind, recipient, user_id, facts, state, created_at, sent_at) SELECT 'registration', 'x@x.example', 1, '{\"kind\":\"registration\",\"login\":\"x\"}', 'sent', i.n, i.n FROM # i;"),
    ("sessions, links and tokens of each user", "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, address, client) SELECT randomblob(32), u.id, 1, 1, 'local', 'x' FROM # i, users u WHERE u.id <= 50;
        INSERT INTO links (token_hash, user_id, kind, created_at, expires_at, ended) SELECT randomblob(32), u.id, 'registration', 1, 2, 'used' FROM # i, users u WHERE u.id <= 50;"),
    ("log entries", "INSERT INTO log_occasions (id, operation_id, at, user_id, user_login, address, details) SELECT e.id + i.n, e.id + i.n, h.at, i.n % 40, 'x', 'local', 'x' FROM # i, (SELECT max(at) AS at FROM log_occasions) h, (SELECT max(id) AS id FROM log_entries) e;
        INSERT INTO log_entries (id, occasion_id, action_id, kind_id, object_id, object_name, hash) SELECT e.id + i.n, e.id + i.n, i.n % 40 + 1, 1, i.n % 40, 'x', zeroblob(32) FROM # i, (SELECT max(id) AS id FROM log_entries) e;"),
];

/// Adds N of something, or of everything.
pub fn grow(db: &Connection, sql: &str, count: usize) {
    let mut sql = sql.replace("{N}", &count.to_string());
    while let Some((before, rest)) = sql.split_once("{USERS ") {
        let (word, rest) = rest.split_once(' ').unwrap();
        let (unit, rest) = rest.split_once('}').unwrap();
        sql = format!("{before}{}{rest}", USERS.replace("{W}", word).replace("{U}", unit));
    }
    for (mark, length) in [("{AT ", ""), ("{BLOCK ", "20")] {
        while let Some((before, rest)) = sql.split_once(mark) {
            let (net, rest) = rest.split_once('}').unwrap();
            sql = format!("{before}{}{rest}", ADDRESS.replace("{NET}", net).replace("{LENGTH}", length));
        }
    }
    db.execute_batch(&format!(
        "CREATE TEMP TABLE IF NOT EXISTS numbers (n INTEGER PRIMARY KEY); DELETE FROM temp.numbers;
         WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) INSERT INTO temp.numbers SELECT n FROM s;"
    ))
    .unwrap();
    db.execute_batch(&format!("BEGIN; {} COMMIT;", sql.replace("# i", "temp.numbers i")))
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
}
