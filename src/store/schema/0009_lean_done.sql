DROP TABLE log_objects_8;
DROP TABLE log_entries_8;
CREATE INDEX log_entries_action ON log_entries (action_id);
CREATE INDEX log_entries_object ON log_entries (kind_id, object_id) WHERE kind_id IS NOT NULL;
CREATE INDEX log_entries_outcome ON log_entries (outcome) WHERE outcome IS NOT NULL;
CREATE INDEX log_objects_entry ON log_objects (entry_id);
CREATE INDEX log_occasions_operation ON log_occasions (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX log_occasions_at ON log_occasions (at);
CREATE INDEX log_occasions_user ON log_occasions (user_id);
CREATE INDEX log_occasions_actor_unit ON log_occasions (actor_unit_id) WHERE actor_unit_id IS NOT NULL;
CREATE INDEX log_occasions_login ON log_occasions (lower(user_login)) WHERE COALESCE(user_id, 0) = 0;   -- nobody was signed in
DROP TABLE asset_group_ranges;
ALTER TABLE asset_group_ranges_9 RENAME TO asset_group_ranges;
CREATE INDEX asset_group_ranges_block ON asset_group_ranges (block, group_id);
