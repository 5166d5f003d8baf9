-- insert subscriptions
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_subscriptions AFTER INSERT ON subscriptions BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (1, NEW.only_one, '');
END;

-- update subscriptions
CREATE TEMP TRIGGER IF NOT EXISTS history_update_subscriptions AFTER UPDATE OF only_one, id, name, created_at, primary_contact_id, asset_count ON subscriptions BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (1, OLD.only_one, '', json_patch('{}', json_object('only_one', OLD.only_one, 'id', OLD.id, 'name', OLD.name, 'created_at', OLD.created_at, 'primary_contact_id', OLD.primary_contact_id, 'asset_count', OLD.asset_count)));
END;

-- delete subscriptions
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_subscriptions AFTER DELETE ON subscriptions BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (1, OLD.only_one, '', json_patch('{}', json_object('only_one', OLD.only_one, 'id', OLD.id, 'name', OLD.name, 'created_at', OLD.created_at, 'primary_contact_id', OLD.primary_contact_id, 'asset_count', OLD.asset_count)));
END;

-- insert settings
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_settings AFTER INSERT ON settings BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (2, 0, NEW.key);
END;

-- update settings
CREATE TEMP TRIGGER IF NOT EXISTS history_update_settings AFTER UPDATE OF key, value ON settings BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (2, 0, OLD.key, json_patch('{}', json_object('key', OLD.key, 'value', OLD.value)));
    INSERT INTO history (table_id, key1, key2) SELECT 2, 0, NEW.key WHERE 0 <> 0 OR NEW.key <> OLD.key;
END;

-- delete settings
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_settings AFTER DELETE ON settings BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (2, 0, OLD.key, json_patch('{}', json_object('key', OLD.key, 'value', OLD.value)));
END;

-- insert units
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_units AFTER INSERT ON units BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (3, NEW.id, '');
END;

-- update units
CREATE TEMP TRIGGER IF NOT EXISTS history_update_units AFTER UPDATE OF id, name, name_key, division, location, comments, primary_contact_id, new_ip_limit, new_ips_used, user_count ON units BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (3, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'division', OLD.division, 'location', OLD.location, 'comments', OLD.comments, 'primary_contact_id', OLD.primary_contact_id, 'new_ip_limit', OLD.new_ip_limit, 'new_ips_used', OLD.new_ips_used, 'user_count', OLD.user_count)));
END;

-- delete units: delete asset_group_units, delete email_contacts, delete remediation_policies
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_units AFTER DELETE ON units BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (3, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'division', OLD.division, 'location', OLD.location, 'comments', OLD.comments, 'primary_contact_id', OLD.primary_contact_id, 'new_ip_limit', OLD.new_ip_limit, 'new_ips_used', OLD.new_ips_used, 'user_count', OLD.user_count)));
END;

-- insert users
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_users AFTER INSERT ON users BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (4, NEW.id, '');
END;

-- update users
CREATE TEMP TRIGGER IF NOT EXISTS history_update_users AFTER UPDATE OF id, login, login_key, first_name, last_name, email, title, phone, external_id, role, unit_id, level, monitoring_role, status, api_only, all_assigned, password_never_expires, must_change_password, notify_scans, notify_tickets, time_zone, created_at, created_by, created_by_id ON users BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (4, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'login', OLD.login, 'login_key', OLD.login_key, 'first_name', OLD.first_name, 'last_name', OLD.last_name, 'email', OLD.email, 'title', OLD.title, 'phone', OLD.phone, 'external_id', OLD.external_id, 'role', OLD.role, 'unit_id', OLD.unit_id, 'level', OLD.level, 'monitoring_role', OLD.monitoring_role, 'status', OLD.status, 'api_only', OLD.api_only, 'all_assigned', OLD.all_assigned, 'password_never_expires', OLD.password_never_expires, 'must_change_password', OLD.must_change_password, 'notify_scans', OLD.notify_scans, 'notify_tickets', OLD.notify_tickets, 'time_zone', OLD.time_zone, 'created_at', OLD.created_at, 'created_by', OLD.created_by, 'last_login_at', OLD.last_login_at, 'failed_sign_ins', OLD.failed_sign_ins, 'created_by_id', OLD.created_by_id)));
END;

-- delete users: delete asset_group_users, delete email_contacts, delete fim_incident_reviewers, delete fim_rule_reviewers, delete project_users, delete tag_scopes, delete user_group_members, delete user_permissions, update fim_incidents, update fim_profiles, update fim_report_rules, update fim_reports, update fim_rules, update project_scans, update remediation_policies, update reports, update scans, update tickets, update users
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_users AFTER DELETE ON users BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (4, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'login', OLD.login, 'login_key', OLD.login_key, 'first_name', OLD.first_name, 'last_name', OLD.last_name, 'email', OLD.email, 'title', OLD.title, 'phone', OLD.phone, 'external_id', OLD.external_id, 'role', OLD.role, 'unit_id', OLD.unit_id, 'level', OLD.level, 'monitoring_role', OLD.monitoring_role, 'status', OLD.status, 'api_only', OLD.api_only, 'all_assigned', OLD.all_assigned, 'password_never_expires', OLD.password_never_expires, 'must_change_password', OLD.must_change_password, 'notify_scans', OLD.notify_scans, 'notify_tickets', OLD.notify_tickets, 'time_zone', OLD.time_zone, 'created_at', OLD.created_at, 'created_by', OLD.created_by, 'last_login_at', OLD.last_login_at, 'failed_sign_ins', OLD.failed_sign_ins, 'created_by_id', OLD.created_by_id)));
END;

-- insert user_permissions
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_user_permissions AFTER INSERT ON user_permissions BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (5, NEW.user_id, NEW.permission);
END;

-- update user_permissions
CREATE TEMP TRIGGER IF NOT EXISTS history_update_user_permissions AFTER UPDATE OF user_id, permission ON user_permissions BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (5, OLD.user_id, OLD.permission, json_patch('{}', json_object('user_id', OLD.user_id, 'permission', OLD.permission)));
    INSERT INTO history (table_id, key1, key2) SELECT 5, NEW.user_id, NEW.permission WHERE NEW.user_id <> OLD.user_id OR NEW.permission <> OLD.permission;
END;

-- delete user_permissions
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_user_permissions AFTER DELETE ON user_permissions BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (5, OLD.user_id, OLD.permission, json_patch('{}', json_object('user_id', OLD.user_id, 'permission', OLD.permission)));
END;

-- insert former_logins
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_former_logins AFTER INSERT ON former_logins BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (6, NEW.user_id, NEW.login_key);
END;

-- update former_logins
CREATE TEMP TRIGGER IF NOT EXISTS history_update_former_logins AFTER UPDATE OF login_key, user_id ON former_logins BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (6, OLD.user_id, OLD.login_key, json_patch('{}', json_object('login_key', OLD.login_key, 'user_id', OLD.user_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 6, NEW.user_id, NEW.login_key WHERE NEW.user_id <> OLD.user_id OR NEW.login_key <> OLD.login_key;
END;

-- delete former_logins
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_former_logins AFTER DELETE ON former_logins BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (6, OLD.user_id, OLD.login_key, json_patch('{}', json_object('login_key', OLD.login_key, 'user_id', OLD.user_id)));
END;

-- insert user_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_user_groups AFTER INSERT ON user_groups BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (7, NEW.id, '');
END;

-- update user_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_update_user_groups AFTER UPDATE OF id, name, name_key, description, level ON user_groups BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (7, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'level', OLD.level)));
END;

-- delete user_groups: delete project_groups, delete user_group_members
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_user_groups AFTER DELETE ON user_groups BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (7, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'level', OLD.level)));
END;

-- insert user_group_members
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_user_group_members AFTER INSERT ON user_group_members BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (8, NEW.user_id, CAST(NEW.group_id AS TEXT));
END;

-- update user_group_members
CREATE TEMP TRIGGER IF NOT EXISTS history_update_user_group_members AFTER UPDATE OF user_id, group_id ON user_group_members BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (8, OLD.user_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'group_id', OLD.group_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 8, NEW.user_id, CAST(NEW.group_id AS TEXT) WHERE NEW.user_id <> OLD.user_id OR CAST(NEW.group_id AS TEXT) <> CAST(OLD.group_id AS TEXT);
END;

-- delete user_group_members
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_user_group_members AFTER DELETE ON user_group_members BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (8, OLD.user_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'group_id', OLD.group_id)));
END;

-- insert projects
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_projects AFTER INSERT ON projects BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (9, NEW.id, '');
END;

-- update projects
CREATE TEMP TRIGGER IF NOT EXISTS history_update_projects AFTER UPDATE OF id, name, name_key, description, state ON projects BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (9, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state)));
END;

-- delete projects: delete project_groups, delete project_integrations, delete project_profile_requirements, delete project_profile_rules, delete project_profiles, delete project_results, delete project_scans, delete project_test_cases, delete project_users, update project_scans, update project_test_cases
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_projects AFTER DELETE ON projects BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (9, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state)));
END;

-- insert project_users
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_users AFTER INSERT ON project_users BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (10, NEW.user_id, CAST(NEW.project_id AS TEXT));
END;

-- update project_users
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_users AFTER UPDATE OF user_id, project_id, role ON project_users BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (10, OLD.user_id, CAST(OLD.project_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'project_id', OLD.project_id, 'role', OLD.role)));
    INSERT INTO history (table_id, key1, key2) SELECT 10, NEW.user_id, CAST(NEW.project_id AS TEXT) WHERE NEW.user_id <> OLD.user_id OR CAST(NEW.project_id AS TEXT) <> CAST(OLD.project_id AS TEXT);
END;

-- delete project_users
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_users AFTER DELETE ON project_users BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (10, OLD.user_id, CAST(OLD.project_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'project_id', OLD.project_id, 'role', OLD.role)));
END;

-- insert project_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_groups AFTER INSERT ON project_groups BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (11, NEW.group_id, CAST(NEW.project_id AS TEXT));
END;

-- update project_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_groups AFTER UPDATE OF group_id, project_id, role ON project_groups BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (11, OLD.group_id, CAST(OLD.project_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'project_id', OLD.project_id, 'role', OLD.role)));
    INSERT INTO history (table_id, key1, key2) SELECT 11, NEW.group_id, CAST(NEW.project_id AS TEXT) WHERE NEW.group_id <> OLD.group_id OR CAST(NEW.project_id AS TEXT) <> CAST(OLD.project_id AS TEXT);
END;

-- delete project_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_groups AFTER DELETE ON project_groups BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (11, OLD.group_id, CAST(OLD.project_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'project_id', OLD.project_id, 'role', OLD.role)));
END;

-- insert tags
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_tags AFTER INSERT ON tags BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (12, NEW.id, '');
END;

-- update tags
CREATE TEMP TRIGGER IF NOT EXISTS history_update_tags AFTER UPDATE OF id, name, name_key, parent_id, color, description, rule ON tags BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (12, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'parent_id', OLD.parent_id, 'color', OLD.color, 'description', OLD.description, 'rule', OLD.rule)));
END;

-- delete tags: delete asset_tags, delete fim_profile_tags, delete tag_closure, delete tag_scopes
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_tags AFTER DELETE ON tags BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (12, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'parent_id', OLD.parent_id, 'color', OLD.color, 'description', OLD.description, 'rule', OLD.rule)));
END;

-- insert tag_closure
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_tag_closure AFTER INSERT ON tag_closure BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (13, NEW.tag_id, CAST(NEW.above_id AS TEXT));
END;

-- update tag_closure
CREATE TEMP TRIGGER IF NOT EXISTS history_update_tag_closure AFTER UPDATE OF tag_id, above_id ON tag_closure BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (13, OLD.tag_id, CAST(OLD.above_id AS TEXT), json_patch('{}', json_object('tag_id', OLD.tag_id, 'above_id', OLD.above_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 13, NEW.tag_id, CAST(NEW.above_id AS TEXT) WHERE NEW.tag_id <> OLD.tag_id OR CAST(NEW.above_id AS TEXT) <> CAST(OLD.above_id AS TEXT);
END;

-- delete tag_closure
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_tag_closure AFTER DELETE ON tag_closure BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (13, OLD.tag_id, CAST(OLD.above_id AS TEXT), json_patch('{}', json_object('tag_id', OLD.tag_id, 'above_id', OLD.above_id)));
END;

-- insert tag_scopes
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_tag_scopes AFTER INSERT ON tag_scopes BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (14, NEW.user_id, CAST(NEW.tag_id AS TEXT));
END;

-- update tag_scopes
CREATE TEMP TRIGGER IF NOT EXISTS history_update_tag_scopes AFTER UPDATE OF user_id, tag_id ON tag_scopes BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (14, OLD.user_id, CAST(OLD.tag_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'tag_id', OLD.tag_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 14, NEW.user_id, CAST(NEW.tag_id AS TEXT) WHERE NEW.user_id <> OLD.user_id OR CAST(NEW.tag_id AS TEXT) <> CAST(OLD.tag_id AS TEXT);
END;

-- delete tag_scopes
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_tag_scopes AFTER DELETE ON tag_scopes BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (14, OLD.user_id, CAST(OLD.tag_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'tag_id', OLD.tag_id)));
END;

-- insert assets
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_assets AFTER INSERT ON assets BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (15, NEW.id, '');
END;

-- update assets
CREATE TEMP TRIGGER IF NOT EXISTS history_update_assets AFTER UPDATE OF id, address, name, name_key, dns_name, os ON assets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (15, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'address', '\x' || lower(hex(OLD.address)), 'name', OLD.name, 'name_key', OLD.name_key, 'dns_name', OLD.dns_name, 'os', OLD.os)));
END;

-- delete assets: delete asset_attributes, delete asset_tags, update fim_events
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_assets AFTER DELETE ON assets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (15, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'address', '\x' || lower(hex(OLD.address)), 'name', OLD.name, 'name_key', OLD.name_key, 'dns_name', OLD.dns_name, 'os', OLD.os)));
END;

-- insert asset_attributes
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_attributes AFTER INSERT ON asset_attributes BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (16, NEW.asset_id, NEW.key);
END;

-- update asset_attributes
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_attributes AFTER UPDATE OF asset_id, key, value ON asset_attributes BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (16, OLD.asset_id, OLD.key, json_patch('{}', json_object('asset_id', OLD.asset_id, 'key', OLD.key, 'value', OLD.value)));
    INSERT INTO history (table_id, key1, key2) SELECT 16, NEW.asset_id, NEW.key WHERE NEW.asset_id <> OLD.asset_id OR NEW.key <> OLD.key;
END;

-- delete asset_attributes
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_attributes AFTER DELETE ON asset_attributes BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (16, OLD.asset_id, OLD.key, json_patch('{}', json_object('asset_id', OLD.asset_id, 'key', OLD.key, 'value', OLD.value)));
END;

-- insert asset_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_tags AFTER INSERT ON asset_tags BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (17, NEW.asset_id, CAST(NEW.tag_id AS TEXT));
END;

-- update asset_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_tags AFTER UPDATE OF asset_id, tag_id, by_rule ON asset_tags BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (17, OLD.asset_id, CAST(OLD.tag_id AS TEXT), json_patch('{}', json_object('asset_id', OLD.asset_id, 'tag_id', OLD.tag_id, 'by_rule', OLD.by_rule)));
    INSERT INTO history (table_id, key1, key2) SELECT 17, NEW.asset_id, CAST(NEW.tag_id AS TEXT) WHERE NEW.asset_id <> OLD.asset_id OR CAST(NEW.tag_id AS TEXT) <> CAST(OLD.tag_id AS TEXT);
END;

-- delete asset_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_tags AFTER DELETE ON asset_tags BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (17, OLD.asset_id, CAST(OLD.tag_id AS TEXT), json_patch('{}', json_object('asset_id', OLD.asset_id, 'tag_id', OLD.tag_id, 'by_rule', OLD.by_rule)));
END;

-- insert domains
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_domains AFTER INSERT ON domains BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (18, NEW.id, '');
END;

-- update domains
CREATE TEMP TRIGGER IF NOT EXISTS history_update_domains AFTER UPDATE OF id, name, name_key ON domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (18, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key)));
END;

-- delete domains: delete asset_group_domains, delete config_domains, delete scan_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_domains AFTER DELETE ON domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (18, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key)));
END;

-- insert appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_appliances AFTER INSERT ON appliances BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (19, NEW.id, '');
END;

-- update appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_update_appliances AFTER UPDATE OF id, name, name_key, owner_id ON appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (19, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'owner_id', OLD.owner_id)));
END;

-- delete appliances: delete asset_group_appliances, delete config_appliances, delete scan_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_appliances AFTER DELETE ON appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (19, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'owner_id', OLD.owner_id)));
END;

-- insert asset_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_groups AFTER INSERT ON asset_groups BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (20, NEW.id, '');
END;

-- update asset_groups
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_groups AFTER UPDATE OF id, name, name_key, owner_id, origin, business_impact, comments ON asset_groups BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (20, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'owner_id', OLD.owner_id, 'origin', OLD.origin, 'business_impact', OLD.business_impact, 'comments', OLD.comments)));
END;

-- delete asset_groups: delete asset_group_appliances, delete asset_group_domains, delete asset_group_ranges, delete asset_group_units, delete asset_group_users, delete auth_record_targets, delete config_targets, delete scan_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_groups AFTER DELETE ON asset_groups BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (20, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'owner_id', OLD.owner_id, 'origin', OLD.origin, 'business_impact', OLD.business_impact, 'comments', OLD.comments)));
END;

-- insert asset_group_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_group_ranges AFTER INSERT ON asset_group_ranges BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (21, NEW.group_id, '\x' || lower(hex(NEW.first)));
END;

-- update asset_group_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_group_ranges AFTER UPDATE OF group_id, first, last, block ON asset_group_ranges BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (21, OLD.group_id, '\x' || lower(hex(OLD.first)), json_patch('{}', json_object('group_id', OLD.group_id, 'first', '\x' || lower(hex(OLD.first)), 'last', '\x' || lower(hex(OLD.last)), 'block', '\x' || lower(hex(OLD.block)))));
    INSERT INTO history (table_id, key1, key2) SELECT 21, NEW.group_id, '\x' || lower(hex(NEW.first)) WHERE NEW.group_id <> OLD.group_id OR '\x' || lower(hex(NEW.first)) <> '\x' || lower(hex(OLD.first));
END;

-- delete asset_group_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_group_ranges AFTER DELETE ON asset_group_ranges BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (21, OLD.group_id, '\x' || lower(hex(OLD.first)), json_patch('{}', json_object('group_id', OLD.group_id, 'first', '\x' || lower(hex(OLD.first)), 'last', '\x' || lower(hex(OLD.last)), 'block', '\x' || lower(hex(OLD.block)))));
END;

-- insert asset_group_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_group_domains AFTER INSERT ON asset_group_domains BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (22, NEW.group_id, CAST(NEW.domain_id AS TEXT));
END;

-- update asset_group_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_group_domains AFTER UPDATE OF group_id, domain_id ON asset_group_domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (22, OLD.group_id, CAST(OLD.domain_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'domain_id', OLD.domain_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 22, NEW.group_id, CAST(NEW.domain_id AS TEXT) WHERE NEW.group_id <> OLD.group_id OR CAST(NEW.domain_id AS TEXT) <> CAST(OLD.domain_id AS TEXT);
END;

-- delete asset_group_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_group_domains AFTER DELETE ON asset_group_domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (22, OLD.group_id, CAST(OLD.domain_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'domain_id', OLD.domain_id)));
END;

-- insert asset_group_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_group_appliances AFTER INSERT ON asset_group_appliances BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (23, NEW.group_id, CAST(NEW.appliance_id AS TEXT));
END;

-- update asset_group_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_group_appliances AFTER UPDATE OF group_id, appliance_id ON asset_group_appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (23, OLD.group_id, CAST(OLD.appliance_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'appliance_id', OLD.appliance_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 23, NEW.group_id, CAST(NEW.appliance_id AS TEXT) WHERE NEW.group_id <> OLD.group_id OR CAST(NEW.appliance_id AS TEXT) <> CAST(OLD.appliance_id AS TEXT);
END;

-- delete asset_group_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_group_appliances AFTER DELETE ON asset_group_appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (23, OLD.group_id, CAST(OLD.appliance_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'appliance_id', OLD.appliance_id)));
END;

-- insert asset_group_units
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_group_units AFTER INSERT ON asset_group_units BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (24, NEW.group_id, CAST(NEW.unit_id AS TEXT));
END;

-- update asset_group_units
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_group_units AFTER UPDATE OF group_id, unit_id ON asset_group_units BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (24, OLD.group_id, CAST(OLD.unit_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'unit_id', OLD.unit_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 24, NEW.group_id, CAST(NEW.unit_id AS TEXT) WHERE NEW.group_id <> OLD.group_id OR CAST(NEW.unit_id AS TEXT) <> CAST(OLD.unit_id AS TEXT);
END;

-- delete asset_group_units
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_group_units AFTER DELETE ON asset_group_units BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (24, OLD.group_id, CAST(OLD.unit_id AS TEXT), json_patch('{}', json_object('group_id', OLD.group_id, 'unit_id', OLD.unit_id)));
END;

-- insert asset_group_users
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_asset_group_users AFTER INSERT ON asset_group_users BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (25, NEW.user_id, CAST(NEW.group_id AS TEXT));
END;

-- update asset_group_users
CREATE TEMP TRIGGER IF NOT EXISTS history_update_asset_group_users AFTER UPDATE OF user_id, group_id ON asset_group_users BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (25, OLD.user_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'group_id', OLD.group_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 25, NEW.user_id, CAST(NEW.group_id AS TEXT) WHERE NEW.user_id <> OLD.user_id OR CAST(NEW.group_id AS TEXT) <> CAST(OLD.group_id AS TEXT);
END;

-- delete asset_group_users
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_asset_group_users AFTER DELETE ON asset_group_users BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (25, OLD.user_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('user_id', OLD.user_id, 'group_id', OLD.group_id)));
END;

-- insert auth_records
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_auth_records AFTER INSERT ON auth_records BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (26, NEW.id, '');
END;

-- update auth_records
CREATE TEMP TRIGGER IF NOT EXISTS history_update_auth_records AFTER UPDATE OF id, name, name_key, technology, account, comments ON auth_records BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (26, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'technology', OLD.technology, 'account', OLD.account, 'comments', OLD.comments)));
END;

-- delete auth_records: delete auth_record_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_auth_records AFTER DELETE ON auth_records BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (26, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'technology', OLD.technology, 'account', OLD.account, 'comments', OLD.comments)));
END;

-- insert auth_record_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_auth_record_targets AFTER INSERT ON auth_record_targets BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (27, NEW.record_id, CAST(NEW.group_id AS TEXT));
END;

-- update auth_record_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_update_auth_record_targets AFTER UPDATE OF record_id, group_id ON auth_record_targets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (27, OLD.record_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('record_id', OLD.record_id, 'group_id', OLD.group_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 27, NEW.record_id, CAST(NEW.group_id AS TEXT) WHERE NEW.record_id <> OLD.record_id OR CAST(NEW.group_id AS TEXT) <> CAST(OLD.group_id AS TEXT);
END;

-- delete auth_record_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_auth_record_targets AFTER DELETE ON auth_record_targets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (27, OLD.record_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('record_id', OLD.record_id, 'group_id', OLD.group_id)));
END;

-- insert configs
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_configs AFTER INSERT ON configs BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (28, NEW.id, '');
END;

-- update configs
CREATE TEMP TRIGGER IF NOT EXISTS history_update_configs AFTER UPDATE OF id, owner_id, kind, name, name_key, global, targets_all, content, is_map, active, next_launch_at, recurrence, option_profile_id ON configs BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (28, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'owner_id', OLD.owner_id, 'kind', OLD.kind, 'name', OLD.name, 'name_key', OLD.name_key, 'global', OLD.global, 'targets_all', OLD.targets_all, 'content', OLD.content, 'is_map', OLD.is_map, 'active', OLD.active, 'next_launch_at', OLD.next_launch_at, 'recurrence', OLD.recurrence, 'option_profile_id', OLD.option_profile_id)));
END;

-- delete configs: delete config_addresses, delete config_appliances, delete config_domains, delete config_targets, update configs, update reports, update scans
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_configs AFTER DELETE ON configs BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (28, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'owner_id', OLD.owner_id, 'kind', OLD.kind, 'name', OLD.name, 'name_key', OLD.name_key, 'global', OLD.global, 'targets_all', OLD.targets_all, 'content', OLD.content, 'is_map', OLD.is_map, 'active', OLD.active, 'next_launch_at', OLD.next_launch_at, 'recurrence', OLD.recurrence, 'option_profile_id', OLD.option_profile_id)));
END;

-- insert config_addresses
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_config_addresses AFTER INSERT ON config_addresses BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (29, NEW.config_id, '\x' || lower(hex(NEW.address)));
END;

-- update config_addresses
CREATE TEMP TRIGGER IF NOT EXISTS history_update_config_addresses AFTER UPDATE OF config_id, address ON config_addresses BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (29, OLD.config_id, '\x' || lower(hex(OLD.address)), json_patch('{}', json_object('config_id', OLD.config_id, 'address', '\x' || lower(hex(OLD.address)))));
    INSERT INTO history (table_id, key1, key2) SELECT 29, NEW.config_id, '\x' || lower(hex(NEW.address)) WHERE NEW.config_id <> OLD.config_id OR '\x' || lower(hex(NEW.address)) <> '\x' || lower(hex(OLD.address));
END;

-- delete config_addresses
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_config_addresses AFTER DELETE ON config_addresses BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (29, OLD.config_id, '\x' || lower(hex(OLD.address)), json_patch('{}', json_object('config_id', OLD.config_id, 'address', '\x' || lower(hex(OLD.address)))));
END;

-- insert config_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_config_appliances AFTER INSERT ON config_appliances BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (30, NEW.config_id, CAST(NEW.appliance_id AS TEXT));
END;

-- update config_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_update_config_appliances AFTER UPDATE OF config_id, appliance_id ON config_appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (30, OLD.config_id, CAST(OLD.appliance_id AS TEXT), json_patch('{}', json_object('config_id', OLD.config_id, 'appliance_id', OLD.appliance_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 30, NEW.config_id, CAST(NEW.appliance_id AS TEXT) WHERE NEW.config_id <> OLD.config_id OR CAST(NEW.appliance_id AS TEXT) <> CAST(OLD.appliance_id AS TEXT);
END;

-- delete config_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_config_appliances AFTER DELETE ON config_appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (30, OLD.config_id, CAST(OLD.appliance_id AS TEXT), json_patch('{}', json_object('config_id', OLD.config_id, 'appliance_id', OLD.appliance_id)));
END;

-- insert config_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_config_domains AFTER INSERT ON config_domains BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (31, NEW.config_id, CAST(NEW.domain_id AS TEXT));
END;

-- update config_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_update_config_domains AFTER UPDATE OF config_id, domain_id ON config_domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (31, OLD.config_id, CAST(OLD.domain_id AS TEXT), json_patch('{}', json_object('config_id', OLD.config_id, 'domain_id', OLD.domain_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 31, NEW.config_id, CAST(NEW.domain_id AS TEXT) WHERE NEW.config_id <> OLD.config_id OR CAST(NEW.domain_id AS TEXT) <> CAST(OLD.domain_id AS TEXT);
END;

-- delete config_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_config_domains AFTER DELETE ON config_domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (31, OLD.config_id, CAST(OLD.domain_id AS TEXT), json_patch('{}', json_object('config_id', OLD.config_id, 'domain_id', OLD.domain_id)));
END;

-- insert config_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_config_targets AFTER INSERT ON config_targets BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (32, NEW.config_id, CAST(NEW.group_id AS TEXT));
END;

-- update config_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_update_config_targets AFTER UPDATE OF config_id, group_id ON config_targets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (32, OLD.config_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('config_id', OLD.config_id, 'group_id', OLD.group_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 32, NEW.config_id, CAST(NEW.group_id AS TEXT) WHERE NEW.config_id <> OLD.config_id OR CAST(NEW.group_id AS TEXT) <> CAST(OLD.group_id AS TEXT);
END;

-- delete config_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_config_targets AFTER DELETE ON config_targets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (32, OLD.config_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('config_id', OLD.config_id, 'group_id', OLD.group_id)));
END;

-- insert email_contacts
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_email_contacts AFTER INSERT ON email_contacts BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (33, COALESCE(NEW.unit_id, 0), '');
END;

-- update email_contacts
CREATE TEMP TRIGGER IF NOT EXISTS history_update_email_contacts AFTER UPDATE OF unit_id, user_id, name, address ON email_contacts BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (33, COALESCE(OLD.unit_id, 0), '', json_patch('{}', json_object('unit_id', OLD.unit_id, 'user_id', OLD.user_id, 'name', OLD.name, 'address', OLD.address)));
END;

-- delete email_contacts
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_email_contacts AFTER DELETE ON email_contacts BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (33, COALESCE(OLD.unit_id, 0), '', json_patch('{}', json_object('unit_id', OLD.unit_id, 'user_id', OLD.user_id, 'name', OLD.name, 'address', OLD.address)));
END;

-- insert engines
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_engines AFTER INSERT ON engines BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (34, NEW.id, '');
END;

-- update engines
CREATE TEMP TRIGGER IF NOT EXISTS history_update_engines AFTER UPDATE OF id, name, name_key, description, state, content ON engines BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (34, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'content', OLD.content)));
END;

-- delete engines: update project_profiles
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_engines AFTER DELETE ON engines BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (34, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'content', OLD.content)));
END;

-- insert rules
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_rules AFTER INSERT ON rules BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (35, NEW.id, '');
END;

-- update rules
CREATE TEMP TRIGGER IF NOT EXISTS history_update_rules AFTER UPDATE OF id, name, name_key, description, state, content ON rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (35, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'content', OLD.content)));
END;

-- delete rules: delete project_profile_rules, delete requirement_rules, update project_results
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_rules AFTER DELETE ON rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (35, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'content', OLD.content)));
END;

-- insert requirements
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_requirements AFTER INSERT ON requirements BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (36, NEW.id, '');
END;

-- update requirements
CREATE TEMP TRIGGER IF NOT EXISTS history_update_requirements AFTER UPDATE OF id, name, name_key, description, state, content ON requirements BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (36, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'content', OLD.content)));
END;

-- delete requirements: delete project_profile_requirements, delete requirement_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_requirements AFTER DELETE ON requirements BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (36, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'content', OLD.content)));
END;

-- insert requirement_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_requirement_rules AFTER INSERT ON requirement_rules BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (37, NEW.requirement_id, CAST(NEW.rule_id AS TEXT));
END;

-- update requirement_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_update_requirement_rules AFTER UPDATE OF requirement_id, rule_id ON requirement_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (37, OLD.requirement_id, CAST(OLD.rule_id AS TEXT), json_patch('{}', json_object('requirement_id', OLD.requirement_id, 'rule_id', OLD.rule_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 37, NEW.requirement_id, CAST(NEW.rule_id AS TEXT) WHERE NEW.requirement_id <> OLD.requirement_id OR CAST(NEW.rule_id AS TEXT) <> CAST(OLD.rule_id AS TEXT);
END;

-- delete requirement_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_requirement_rules AFTER DELETE ON requirement_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (37, OLD.requirement_id, CAST(OLD.rule_id AS TEXT), json_patch('{}', json_object('requirement_id', OLD.requirement_id, 'rule_id', OLD.rule_id)));
END;

-- insert integrations
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_integrations AFTER INSERT ON integrations BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (38, NEW.id, '');
END;

-- update integrations
CREATE TEMP TRIGGER IF NOT EXISTS history_update_integrations AFTER UPDATE OF id, name, name_key, description, state, kind, address, content ON integrations BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (38, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'kind', OLD.kind, 'address', OLD.address, 'content', OLD.content)));
END;

-- delete integrations: delete project_integrations
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_integrations AFTER DELETE ON integrations BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (38, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'state', OLD.state, 'kind', OLD.kind, 'address', OLD.address, 'content', OLD.content)));
END;

-- insert project_profiles
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_profiles AFTER INSERT ON project_profiles BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (39, NEW.id, '');
END;

-- update project_profiles
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_profiles AFTER UPDATE OF id, project_id, name, name_key, engine_id, settings ON project_profiles BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (39, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'name_key', OLD.name_key, 'engine_id', OLD.engine_id, 'settings', OLD.settings)));
END;

-- delete project_profiles: delete project_profile_requirements, delete project_profile_rules, update project_scans, update project_test_cases
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_profiles AFTER DELETE ON project_profiles BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (39, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'name_key', OLD.name_key, 'engine_id', OLD.engine_id, 'settings', OLD.settings)));
END;

-- insert project_profile_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_profile_rules AFTER INSERT ON project_profile_rules BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (40, NEW.profile_id, CAST(NEW.rule_id AS TEXT));
END;

-- update project_profile_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_profile_rules AFTER UPDATE OF profile_id, rule_id ON project_profile_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (40, OLD.profile_id, CAST(OLD.rule_id AS TEXT), json_patch('{}', json_object('profile_id', OLD.profile_id, 'rule_id', OLD.rule_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 40, NEW.profile_id, CAST(NEW.rule_id AS TEXT) WHERE NEW.profile_id <> OLD.profile_id OR CAST(NEW.rule_id AS TEXT) <> CAST(OLD.rule_id AS TEXT);
END;

-- delete project_profile_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_profile_rules AFTER DELETE ON project_profile_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (40, OLD.profile_id, CAST(OLD.rule_id AS TEXT), json_patch('{}', json_object('profile_id', OLD.profile_id, 'rule_id', OLD.rule_id)));
END;

-- insert project_profile_requirements
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_profile_requirements AFTER INSERT ON project_profile_requirements BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (41, NEW.profile_id, CAST(NEW.requirement_id AS TEXT));
END;

-- update project_profile_requirements
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_profile_requirements AFTER UPDATE OF profile_id, requirement_id ON project_profile_requirements BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (41, OLD.profile_id, CAST(OLD.requirement_id AS TEXT), json_patch('{}', json_object('profile_id', OLD.profile_id, 'requirement_id', OLD.requirement_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 41, NEW.profile_id, CAST(NEW.requirement_id AS TEXT) WHERE NEW.profile_id <> OLD.profile_id OR CAST(NEW.requirement_id AS TEXT) <> CAST(OLD.requirement_id AS TEXT);
END;

-- delete project_profile_requirements
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_profile_requirements AFTER DELETE ON project_profile_requirements BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (41, OLD.profile_id, CAST(OLD.requirement_id AS TEXT), json_patch('{}', json_object('profile_id', OLD.profile_id, 'requirement_id', OLD.requirement_id)));
END;

-- insert project_test_cases
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_test_cases AFTER INSERT ON project_test_cases BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (42, NEW.id, '');
END;

-- update project_test_cases
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_test_cases AFTER UPDATE OF id, project_id, name, name_key, steps, profile_id ON project_test_cases BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (42, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'name_key', OLD.name_key, 'steps', OLD.steps, 'profile_id', OLD.profile_id)));
END;

-- delete project_test_cases
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_test_cases AFTER DELETE ON project_test_cases BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (42, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'name_key', OLD.name_key, 'steps', OLD.steps, 'profile_id', OLD.profile_id)));
END;

-- insert project_scans
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_scans AFTER INSERT ON project_scans BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (43, NEW.id, '');
END;

-- update project_scans
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_scans AFTER UPDATE OF id, project_id, number, profile_id, state, user_id, user_login, started_at, finished_at ON project_scans BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (43, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'number', OLD.number, 'profile_id', OLD.profile_id, 'state', OLD.state, 'user_id', OLD.user_id, 'user_login', OLD.user_login, 'started_at', OLD.started_at, 'finished_at', OLD.finished_at)));
END;

-- delete project_scans: delete project_results
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_scans AFTER DELETE ON project_scans BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (43, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'number', OLD.number, 'profile_id', OLD.profile_id, 'state', OLD.state, 'user_id', OLD.user_id, 'user_login', OLD.user_login, 'started_at', OLD.started_at, 'finished_at', OLD.finished_at)));
END;

-- insert project_results
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_results AFTER INSERT ON project_results BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (44, NEW.id, '');
END;

-- update project_results
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_results AFTER UPDATE OF id, scan_id, title, severity, rule_id, state, comment ON project_results BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (44, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'scan_id', OLD.scan_id, 'title', OLD.title, 'severity', OLD.severity, 'rule_id', OLD.rule_id, 'state', OLD.state, 'comment', OLD.comment)));
END;

-- delete project_results
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_results AFTER DELETE ON project_results BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (44, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'scan_id', OLD.scan_id, 'title', OLD.title, 'severity', OLD.severity, 'rule_id', OLD.rule_id, 'state', OLD.state, 'comment', OLD.comment)));
END;

-- insert project_integrations
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_project_integrations AFTER INSERT ON project_integrations BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (45, NEW.id, '');
END;

-- update project_integrations
CREATE TEMP TRIGGER IF NOT EXISTS history_update_project_integrations AFTER UPDATE OF id, project_id, integration_id, settings ON project_integrations BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (45, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'integration_id', OLD.integration_id, 'settings', OLD.settings)));
END;

-- delete project_integrations
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_project_integrations AFTER DELETE ON project_integrations BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (45, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'project_id', OLD.project_id, 'integration_id', OLD.integration_id, 'settings', OLD.settings)));
END;

-- insert tickets
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_tickets AFTER INSERT ON tickets BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (46, NEW.id, '');
END;

-- update tickets
CREATE TEMP TRIGGER IF NOT EXISTS history_update_tickets AFTER UPDATE OF id, address, title, severity, state, assignee_id, created_at, title_key ON tickets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (46, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'address', '\x' || lower(hex(OLD.address)), 'title', OLD.title, 'severity', OLD.severity, 'state', OLD.state, 'assignee_id', OLD.assignee_id, 'created_at', OLD.created_at, 'title_key', OLD.title_key)));
END;

-- delete tickets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_tickets AFTER DELETE ON tickets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (46, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'address', '\x' || lower(hex(OLD.address)), 'title', OLD.title, 'severity', OLD.severity, 'state', OLD.state, 'assignee_id', OLD.assignee_id, 'created_at', OLD.created_at, 'title_key', OLD.title_key)));
END;

-- insert remediation_policies
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_remediation_policies AFTER INSERT ON remediation_policies BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (47, NEW.id, '');
END;

-- update remediation_policies
CREATE TEMP TRIGGER IF NOT EXISTS history_update_remediation_policies AFTER UPDATE OF id, name, name_key, unit_id, assignee_id, comments ON remediation_policies BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (47, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'unit_id', OLD.unit_id, 'assignee_id', OLD.assignee_id, 'comments', OLD.comments)));
END;

-- delete remediation_policies
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_remediation_policies AFTER DELETE ON remediation_policies BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (47, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'unit_id', OLD.unit_id, 'assignee_id', OLD.assignee_id, 'comments', OLD.comments)));
END;

-- insert scans
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_scans AFTER INSERT ON scans BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (48, NEW.id, '');
END;

-- update scans
CREATE TEMP TRIGGER IF NOT EXISTS history_update_scans AFTER UPDATE OF id, kind, title, owner_id, former_owner, state, targets_all, schedule_id, due_at, created_at, finished_at, result, option_profile_id ON scans BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (48, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'kind', OLD.kind, 'title', OLD.title, 'owner_id', OLD.owner_id, 'former_owner', OLD.former_owner, 'state', OLD.state, 'targets_all', OLD.targets_all, 'schedule_id', OLD.schedule_id, 'due_at', OLD.due_at, 'created_at', OLD.created_at, 'finished_at', OLD.finished_at, 'result', OLD.result, 'option_profile_id', OLD.option_profile_id)));
END;

-- delete scans: delete scan_addresses, delete scan_appliances, delete scan_domains, delete scan_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_scans AFTER DELETE ON scans BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (48, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'kind', OLD.kind, 'title', OLD.title, 'owner_id', OLD.owner_id, 'former_owner', OLD.former_owner, 'state', OLD.state, 'targets_all', OLD.targets_all, 'schedule_id', OLD.schedule_id, 'due_at', OLD.due_at, 'created_at', OLD.created_at, 'finished_at', OLD.finished_at, 'result', OLD.result, 'option_profile_id', OLD.option_profile_id)));
END;

-- insert scan_addresses
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_scan_addresses AFTER INSERT ON scan_addresses BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (49, NEW.scan_id, '\x' || lower(hex(NEW.address)));
END;

-- update scan_addresses
CREATE TEMP TRIGGER IF NOT EXISTS history_update_scan_addresses AFTER UPDATE OF scan_id, address ON scan_addresses BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (49, OLD.scan_id, '\x' || lower(hex(OLD.address)), json_patch('{}', json_object('scan_id', OLD.scan_id, 'address', '\x' || lower(hex(OLD.address)))));
    INSERT INTO history (table_id, key1, key2) SELECT 49, NEW.scan_id, '\x' || lower(hex(NEW.address)) WHERE NEW.scan_id <> OLD.scan_id OR '\x' || lower(hex(NEW.address)) <> '\x' || lower(hex(OLD.address));
END;

-- delete scan_addresses
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_scan_addresses AFTER DELETE ON scan_addresses BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (49, OLD.scan_id, '\x' || lower(hex(OLD.address)), json_patch('{}', json_object('scan_id', OLD.scan_id, 'address', '\x' || lower(hex(OLD.address)))));
END;

-- insert scan_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_scan_appliances AFTER INSERT ON scan_appliances BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (50, NEW.scan_id, CAST(NEW.appliance_id AS TEXT));
END;

-- update scan_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_update_scan_appliances AFTER UPDATE OF scan_id, appliance_id ON scan_appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (50, OLD.scan_id, CAST(OLD.appliance_id AS TEXT), json_patch('{}', json_object('scan_id', OLD.scan_id, 'appliance_id', OLD.appliance_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 50, NEW.scan_id, CAST(NEW.appliance_id AS TEXT) WHERE NEW.scan_id <> OLD.scan_id OR CAST(NEW.appliance_id AS TEXT) <> CAST(OLD.appliance_id AS TEXT);
END;

-- delete scan_appliances
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_scan_appliances AFTER DELETE ON scan_appliances BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (50, OLD.scan_id, CAST(OLD.appliance_id AS TEXT), json_patch('{}', json_object('scan_id', OLD.scan_id, 'appliance_id', OLD.appliance_id)));
END;

-- insert scan_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_scan_domains AFTER INSERT ON scan_domains BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (51, NEW.scan_id, CAST(NEW.domain_id AS TEXT));
END;

-- update scan_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_update_scan_domains AFTER UPDATE OF scan_id, domain_id ON scan_domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (51, OLD.scan_id, CAST(OLD.domain_id AS TEXT), json_patch('{}', json_object('scan_id', OLD.scan_id, 'domain_id', OLD.domain_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 51, NEW.scan_id, CAST(NEW.domain_id AS TEXT) WHERE NEW.scan_id <> OLD.scan_id OR CAST(NEW.domain_id AS TEXT) <> CAST(OLD.domain_id AS TEXT);
END;

-- delete scan_domains
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_scan_domains AFTER DELETE ON scan_domains BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (51, OLD.scan_id, CAST(OLD.domain_id AS TEXT), json_patch('{}', json_object('scan_id', OLD.scan_id, 'domain_id', OLD.domain_id)));
END;

-- insert scan_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_scan_targets AFTER INSERT ON scan_targets BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (52, NEW.scan_id, CAST(NEW.group_id AS TEXT));
END;

-- update scan_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_update_scan_targets AFTER UPDATE OF scan_id, group_id ON scan_targets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (52, OLD.scan_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('scan_id', OLD.scan_id, 'group_id', OLD.group_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 52, NEW.scan_id, CAST(NEW.group_id AS TEXT) WHERE NEW.scan_id <> OLD.scan_id OR CAST(NEW.group_id AS TEXT) <> CAST(OLD.group_id AS TEXT);
END;

-- delete scan_targets
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_scan_targets AFTER DELETE ON scan_targets BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (52, OLD.scan_id, CAST(OLD.group_id AS TEXT), json_patch('{}', json_object('scan_id', OLD.scan_id, 'group_id', OLD.group_id)));
END;

-- insert reports
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_reports AFTER INSERT ON reports BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (53, NEW.id, '');
END;

-- update reports
CREATE TEMP TRIGGER IF NOT EXISTS history_update_reports AFTER UPDATE OF id, name, name_key, owner_id, former_owner, format, state, targets, template, created_at, host_count, error, body, schedule_id, due_at ON reports BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (53, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'owner_id', OLD.owner_id, 'former_owner', OLD.former_owner, 'format', OLD.format, 'state', OLD.state, 'targets', OLD.targets, 'template', OLD.template, 'created_at', OLD.created_at, 'host_count', OLD.host_count, 'error', OLD.error, 'body', OLD.body, 'schedule_id', OLD.schedule_id, 'due_at', OLD.due_at)));
END;

-- delete reports: delete report_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_reports AFTER DELETE ON reports BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (53, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'owner_id', OLD.owner_id, 'former_owner', OLD.former_owner, 'format', OLD.format, 'state', OLD.state, 'targets', OLD.targets, 'template', OLD.template, 'created_at', OLD.created_at, 'host_count', OLD.host_count, 'error', OLD.error, 'body', OLD.body, 'schedule_id', OLD.schedule_id, 'due_at', OLD.due_at)));
END;

-- insert report_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_report_ranges AFTER INSERT ON report_ranges BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (54, NEW.report_id, '\x' || lower(hex(NEW.first)));
END;

-- update report_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_update_report_ranges AFTER UPDATE OF report_id, first, last ON report_ranges BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (54, OLD.report_id, '\x' || lower(hex(OLD.first)), json_patch('{}', json_object('report_id', OLD.report_id, 'first', '\x' || lower(hex(OLD.first)), 'last', '\x' || lower(hex(OLD.last)))));
    INSERT INTO history (table_id, key1, key2) SELECT 54, NEW.report_id, '\x' || lower(hex(NEW.first)) WHERE NEW.report_id <> OLD.report_id OR '\x' || lower(hex(NEW.first)) <> '\x' || lower(hex(OLD.first));
END;

-- delete report_ranges
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_report_ranges AFTER DELETE ON report_ranges BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (54, OLD.report_id, '\x' || lower(hex(OLD.first)), json_patch('{}', json_object('report_id', OLD.report_id, 'first', '\x' || lower(hex(OLD.first)), 'last', '\x' || lower(hex(OLD.last)))));
END;

-- insert fim_profiles
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_profiles AFTER INSERT ON fim_profiles BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (55, NEW.id, '');
END;

-- update fim_profiles
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_profiles AFTER UPDATE OF id, name, name_key, description, paths, active, creator_id, creator, created_at ON fim_profiles BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (55, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'paths', OLD.paths, 'active', OLD.active, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- delete fim_profiles: delete fim_profile_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_profiles AFTER DELETE ON fim_profiles BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (55, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'paths', OLD.paths, 'active', OLD.active, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- insert fim_profile_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_profile_tags AFTER INSERT ON fim_profile_tags BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (56, NEW.profile_id, CAST(NEW.tag_id AS TEXT));
END;

-- update fim_profile_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_profile_tags AFTER UPDATE OF profile_id, tag_id ON fim_profile_tags BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (56, OLD.profile_id, CAST(OLD.tag_id AS TEXT), json_patch('{}', json_object('profile_id', OLD.profile_id, 'tag_id', OLD.tag_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 56, NEW.profile_id, CAST(NEW.tag_id AS TEXT) WHERE NEW.profile_id <> OLD.profile_id OR CAST(NEW.tag_id AS TEXT) <> CAST(OLD.tag_id AS TEXT);
END;

-- delete fim_profile_tags
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_profile_tags AFTER DELETE ON fim_profile_tags BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (56, OLD.profile_id, CAST(OLD.tag_id AS TEXT), json_patch('{}', json_object('profile_id', OLD.profile_id, 'tag_id', OLD.tag_id)));
END;

-- insert fim_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_rules AFTER INSERT ON fim_rules BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (57, NEW.id, '');
END;

-- update fim_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_rules AFTER UPDATE OF id, name, name_key, description, filter, active, last_event_id, creator_id, creator, created_at ON fim_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (57, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'filter', OLD.filter, 'active', OLD.active, 'last_event_id', OLD.last_event_id, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- delete fim_rules: delete fim_rule_reviewers, update fim_incidents
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_rules AFTER DELETE ON fim_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (57, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'description', OLD.description, 'filter', OLD.filter, 'active', OLD.active, 'last_event_id', OLD.last_event_id, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- insert fim_rule_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_rule_reviewers AFTER INSERT ON fim_rule_reviewers BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (58, NEW.rule_id, CAST(NEW.user_id AS TEXT));
END;

-- update fim_rule_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_rule_reviewers AFTER UPDATE OF rule_id, user_id ON fim_rule_reviewers BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (58, OLD.rule_id, CAST(OLD.user_id AS TEXT), json_patch('{}', json_object('rule_id', OLD.rule_id, 'user_id', OLD.user_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 58, NEW.rule_id, CAST(NEW.user_id AS TEXT) WHERE NEW.rule_id <> OLD.rule_id OR CAST(NEW.user_id AS TEXT) <> CAST(OLD.user_id AS TEXT);
END;

-- delete fim_rule_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_rule_reviewers AFTER DELETE ON fim_rule_reviewers BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (58, OLD.rule_id, CAST(OLD.user_id AS TEXT), json_patch('{}', json_object('rule_id', OLD.rule_id, 'user_id', OLD.user_id)));
END;

-- insert fim_events
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_events AFTER INSERT ON fim_events BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (59, NEW.id, '');
END;

-- update fim_events
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_events AFTER UPDATE OF id, asset_id, address, at, process, path, action, severity, ignored ON fim_events BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (59, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'asset_id', OLD.asset_id, 'address', '\x' || lower(hex(OLD.address)), 'at', OLD.at, 'process', OLD.process, 'path', OLD.path, 'action', OLD.action, 'severity', OLD.severity, 'ignored', OLD.ignored)));
END;

-- delete fim_events: delete fim_incident_events
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_events AFTER DELETE ON fim_events BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (59, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'asset_id', OLD.asset_id, 'address', '\x' || lower(hex(OLD.address)), 'at', OLD.at, 'process', OLD.process, 'path', OLD.path, 'action', OLD.action, 'severity', OLD.severity, 'ignored', OLD.ignored)));
END;

-- insert fim_incidents
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_incidents AFTER INSERT ON fim_incidents BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (60, NEW.id, '');
END;

-- update fim_incidents
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_incidents AFTER UPDATE OF id, title, approval, comment, reviewed_by, reviewed_at, rule_id, creator_id, creator, created_at, reviewed_by_id ON fim_incidents BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (60, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'title', OLD.title, 'approval', OLD.approval, 'comment', OLD.comment, 'reviewed_by', OLD.reviewed_by, 'reviewed_at', OLD.reviewed_at, 'rule_id', OLD.rule_id, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at, 'reviewed_by_id', OLD.reviewed_by_id)));
END;

-- delete fim_incidents: delete fim_incident_events, delete fim_incident_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_incidents AFTER DELETE ON fim_incidents BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (60, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'title', OLD.title, 'approval', OLD.approval, 'comment', OLD.comment, 'reviewed_by', OLD.reviewed_by, 'reviewed_at', OLD.reviewed_at, 'rule_id', OLD.rule_id, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at, 'reviewed_by_id', OLD.reviewed_by_id)));
END;

-- insert fim_incident_events
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_incident_events AFTER INSERT ON fim_incident_events BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (61, NEW.incident_id, CAST(NEW.event_id AS TEXT));
END;

-- update fim_incident_events
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_incident_events AFTER UPDATE OF incident_id, event_id ON fim_incident_events BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (61, OLD.incident_id, CAST(OLD.event_id AS TEXT), json_patch('{}', json_object('incident_id', OLD.incident_id, 'event_id', OLD.event_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 61, NEW.incident_id, CAST(NEW.event_id AS TEXT) WHERE NEW.incident_id <> OLD.incident_id OR CAST(NEW.event_id AS TEXT) <> CAST(OLD.event_id AS TEXT);
END;

-- delete fim_incident_events
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_incident_events AFTER DELETE ON fim_incident_events BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (61, OLD.incident_id, CAST(OLD.event_id AS TEXT), json_patch('{}', json_object('incident_id', OLD.incident_id, 'event_id', OLD.event_id)));
END;

-- insert fim_incident_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_incident_reviewers AFTER INSERT ON fim_incident_reviewers BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (62, NEW.incident_id, CAST(NEW.user_id AS TEXT));
END;

-- update fim_incident_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_incident_reviewers AFTER UPDATE OF incident_id, user_id ON fim_incident_reviewers BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (62, OLD.incident_id, CAST(OLD.user_id AS TEXT), json_patch('{}', json_object('incident_id', OLD.incident_id, 'user_id', OLD.user_id)));
    INSERT INTO history (table_id, key1, key2) SELECT 62, NEW.incident_id, CAST(NEW.user_id AS TEXT) WHERE NEW.incident_id <> OLD.incident_id OR CAST(NEW.user_id AS TEXT) <> CAST(OLD.user_id AS TEXT);
END;

-- delete fim_incident_reviewers
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_incident_reviewers AFTER DELETE ON fim_incident_reviewers BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (62, OLD.incident_id, CAST(OLD.user_id AS TEXT), json_patch('{}', json_object('incident_id', OLD.incident_id, 'user_id', OLD.user_id)));
END;

-- insert fim_report_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_report_rules AFTER INSERT ON fim_report_rules BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (63, NEW.id, '');
END;

-- update fim_report_rules
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_report_rules AFTER UPDATE OF id, name, name_key, entity, format, filter, recurrence, active, next_run_at, creator_id, creator, created_at ON fim_report_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (63, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'entity', OLD.entity, 'format', OLD.format, 'filter', OLD.filter, 'recurrence', OLD.recurrence, 'active', OLD.active, 'next_run_at', OLD.next_run_at, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- delete fim_report_rules: update fim_reports
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_report_rules AFTER DELETE ON fim_report_rules BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (63, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'entity', OLD.entity, 'format', OLD.format, 'filter', OLD.filter, 'recurrence', OLD.recurrence, 'active', OLD.active, 'next_run_at', OLD.next_run_at, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- insert fim_reports
CREATE TEMP TRIGGER IF NOT EXISTS history_insert_fim_reports AFTER INSERT ON fim_reports BEGIN
    INSERT INTO history (table_id, key1, key2) VALUES (64, NEW.id, '');
END;

-- update fim_reports
CREATE TEMP TRIGGER IF NOT EXISTS history_update_fim_reports AFTER UPDATE OF id, name, name_key, entity, format, filter, state, error, row_count, body, produced_at, rule_id, creator_id, creator, created_at ON fim_reports BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (64, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'entity', OLD.entity, 'format', OLD.format, 'filter', OLD.filter, 'state', OLD.state, 'error', OLD.error, 'row_count', OLD.row_count, 'body', OLD.body, 'produced_at', OLD.produced_at, 'rule_id', OLD.rule_id, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

-- delete fim_reports
CREATE TEMP TRIGGER IF NOT EXISTS history_delete_fim_reports AFTER DELETE ON fim_reports BEGIN
    INSERT INTO history (table_id, key1, key2, old) VALUES (64, OLD.id, '', json_patch('{}', json_object('id', OLD.id, 'name', OLD.name, 'name_key', OLD.name_key, 'entity', OLD.entity, 'format', OLD.format, 'filter', OLD.filter, 'state', OLD.state, 'error', OLD.error, 'row_count', OLD.row_count, 'body', OLD.body, 'produced_at', OLD.produced_at, 'rule_id', OLD.rule_id, 'creator_id', OLD.creator_id, 'creator', OLD.creator, 'created_at', OLD.created_at)));
END;

