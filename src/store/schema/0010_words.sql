-- A list of words is compared one by one: of `IN` with more than two of them the engine makes a table for each row that is
-- written, which took half of the time of an import. The words stay the same, so that no row is looked at.

-- Whoever has the database open learns by a change of tables that these are others now.
CREATE TABLE passing (id INTEGER PRIMARY KEY) STRICT;
DROP TABLE passing;

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(replace(replace(replace(replace(replace(sql,
    'role IN (''manager'', ''user-administrator'', ''unit-manager'', ''scanner'', ''reader'', ''auditor'', ''remediation-user'', ''contact'')',
    'role = ''manager'' OR role = ''user-administrator'' OR role = ''unit-manager'' OR role = ''scanner'' OR role = ''reader'' OR role = ''auditor'' OR role = ''remediation-user'' OR role = ''contact'''),
    'level IN (''default'', ''viewer'', ''manager'', ''admin'')',
    'level = ''default'' OR level = ''viewer'' OR level = ''manager'' OR level = ''admin'''),
    'monitoring_role IN (''none'', ''auditor'', ''author'', ''analyst'', ''manager'')',
    'monitoring_role = ''none'' OR monitoring_role = ''auditor'' OR monitoring_role = ''author'' OR monitoring_role = ''analyst'' OR monitoring_role = ''manager'''),
    'status IN (''pending'', ''active'', ''inactive'', ''locked'')',
    'status = ''pending'' OR status = ''active'' OR status = ''inactive'' OR status = ''locked'''),
    'notify_scans IN (''none'', ''own'', ''all'')',
    'notify_scans = ''none'' OR notify_scans = ''own'' OR notify_scans = ''all'''),
    'role NOT IN (''manager'', ''user-administrator'', ''auditor'')',
    '(role <> ''manager'' AND role <> ''user-administrator'' AND role <> ''auditor'')')
 WHERE type = 'table' AND name = 'users';

UPDATE sqlite_schema SET sql = replace(replace(sql,
    'kind IN (''registration'', ''password-reset'', ''account-locked'', ''password-changed'', ''scan-summary'', ''ticket-digest'')',
    'kind = ''registration'' OR kind = ''password-reset'' OR kind = ''account-locked'' OR kind = ''password-changed'' OR kind = ''scan-summary'' OR kind = ''ticket-digest'''),
    'state IN (''queued'', ''sent'', ''failed'', ''cancelled'')',
    'state = ''queued'' OR state = ''sent'' OR state = ''failed'' OR state = ''cancelled''')
 WHERE type = 'table' AND name = 'mails';

UPDATE sqlite_schema SET sql = replace(sql,
    'ended IN (''used'', ''superseded'', ''deactivated'', ''changed'', ''restored'')',
    'ended = ''used'' OR ended = ''superseded'' OR ended = ''deactivated'' OR ended = ''changed'' OR ended = ''restored''')
 WHERE type = 'table' AND name = 'links';

UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''open'', ''resolved'', ''closed'', ''ignored'')',
    'state = ''open'' OR state = ''resolved'' OR state = ''closed'' OR state = ''ignored''')
 WHERE type = 'table' AND name = 'tickets';

UPDATE sqlite_schema SET sql = replace(sql,
    'action IN (''create'', ''modify'', ''delete'', ''attributes'', ''rename'')',
    'action = ''create'' OR action = ''modify'' OR action = ''delete'' OR action = ''attributes'' OR action = ''rename''')
 WHERE type = 'table' AND name = 'fim_events';

UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''report-template'', ''option-profile'', ''scheduled-scan'', ''scheduled-report'', ''search-list'')',
    'kind = ''report-template'' OR kind = ''option-profile'' OR kind = ''scheduled-scan'' OR kind = ''scheduled-report'' OR kind = ''search-list''')
 WHERE type = 'table' AND name = 'configs';

UPDATE sqlite_schema SET sql = replace(replace(sql,
    'kind IN (''scan'', ''map'', ''report'')',
    'kind = ''scan'' OR kind = ''map'' OR kind = ''report'''),
    'state IN (''queued'', ''finished'', ''failed'', ''cancelled'')',
    'state = ''queued'' OR state = ''finished'' OR state = ''failed'' OR state = ''cancelled''')
 WHERE type = 'table' AND name = 'scans';

PRAGMA writable_schema = RESET;
