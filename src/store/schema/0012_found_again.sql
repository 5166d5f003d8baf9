-- Rows of the past are found as those of today are (TIME-1): by what things are called, by their addresses, and from both ends of a link.
-- Names give the order of lists; elsewhere, what tells rows apart comes first, since the number of a table alone says little.
CREATE INDEX history_names ON history (table_id, CAST(COALESCE(old->>'$.login_key', old->>'$.name_key') AS TEXT))
    WHERE old IS NOT NULL AND key2 = '';
CREATE INDEX history_addresses ON history (CAST(unhex(substr(COALESCE(old->>'$.block', old->>'$.address'), 3)) AS BLOB), table_id)
    WHERE old IS NOT NULL AND (table_id = 15 OR table_id = 21);
CREATE INDEX history_second_key ON history (CAST(key2 AS INTEGER), table_id) WHERE old IS NOT NULL AND key2 <> '';
DROP INDEX history_key;
CREATE INDEX history_key ON history (key1, table_id, key2);
