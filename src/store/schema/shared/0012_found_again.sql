-- Rows of the past are found as those of today are (TIME-1): by what things are called, by their addresses, and from both ends of a link.
-- Names give the order of lists; elsewhere, what tells rows apart comes first, since the number of a table alone says little.
CREATE INDEX history_names ON history (table_id, (COALESCE(old::jsonb->>'login_key', old::jsonb->>'name_key') COLLATE "C"))
    WHERE old IS NOT NULL AND key2 = '';
CREATE INDEX history_addresses ON history ((decode(substr(COALESCE(old::jsonb->>'block', old::jsonb->>'address'), 3), 'hex')), table_id)
    WHERE old IS NOT NULL AND (table_id = 15 OR table_id = 21);
CREATE INDEX history_second_key ON history ((CASE WHEN key2 ~ '^[0-9]{1,18}$' THEN key2::bigint END), table_id) WHERE old IS NOT NULL AND key2 <> '';
DROP INDEX history_key;
CREATE INDEX history_key ON history (key1, table_id, key2);
