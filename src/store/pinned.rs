//! The schema of this version as it is pinned.

/// The schema of this version.
pub const PINNED: &str = include_str!("schema/current.sql");

/// What a view of the schema selects: the same on both engines.
pub fn definition_of(view: &str) -> &'static str {
    let of_view = |statement: &&'static str| statement.starts_with(&format!("CREATE VIEW {view} "));
    let statement = PINNED.split(";\n").find(of_view);
    statement.and_then(|statement| statement.split_once(" AS\n")).map_or("", |(_, definition)| definition)
}
