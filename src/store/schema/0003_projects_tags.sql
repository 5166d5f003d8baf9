-- What is said of a project, and whether it is read-only (PRJ-1).
ALTER TABLE projects ADD COLUMN description TEXT;
ALTER TABLE projects ADD COLUMN state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'archived'));

-- Roles that groups hold in projects (ROLE-5); those of single users stand in project_users.
CREATE TABLE project_groups (
    group_id   INTEGER NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    role       TEXT    NOT NULL CHECK (role IN ('viewer', 'engineer', 'admin')),
    PRIMARY KEY (group_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_groups_project ON project_groups (project_id);

-- Tags form a tree (TAG-1), and may be set by a rule (TAG-2), as typed.
ALTER TABLE tags ADD COLUMN parent_id INTEGER REFERENCES tags (id);
ALTER TABLE tags ADD COLUMN color TEXT;
ALTER TABLE tags ADD COLUMN description TEXT;
ALTER TABLE tags ADD COLUMN rule TEXT;
CREATE INDEX tags_parent ON tags (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX tags_rule ON tags (id) WHERE rule IS NOT NULL;
