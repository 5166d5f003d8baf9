//! One list of columns for each kind of record: what is read of it, what a new row says, and what a change writes.

use super::listing::{List, Listed};

/// The statements that follow from a list of columns. The record's own row is `o`.
pub struct Statements {
    /// The columns that are read.
    pub columns: String,
    /// The tables that they are read from.
    pub from: String,
    /// Reads records; conditions and order come behind it.
    pub select: String,
    /// The same without what hangs on them in other tables, however much that is: its lists are empty.
    pub own: String,
    /// Adds a row.
    pub insert: String,
    /// Writes the row of an id, which is the last parameter.
    pub update: String,
}

impl Statements {
    /// Puts them together: columns that are read; that new rows and changes write; that new rows alone write; that changes
    /// alone write.
    pub fn new(table: &str, from: &str, read: &[&str], both: &[&str], first: &[&str], later: &[&str]) -> Self {
        let inserted = [both, first].concat();
        let places: Vec<String> = (1..=inserted.len()).map(|at| format!("?{at}")).collect();
        let updated = [both, later].concat();
        let set: Vec<String> =
            updated.iter().enumerate().map(|(at, column)| format!("{column} = ?{}", at + 1)).collect();
        let columns = read.join(", ");
        let own: Vec<&str> =
            read.iter().map(|column| if column.starts_with("(SELECT string_agg(") { "NULL" } else { column }).collect();
        Self {
            select: format!("SELECT {columns} FROM {from}"),
            own: format!("SELECT {} FROM {from}", own.join(", ")),
            columns,
            from: from.to_owned(),
            insert: format!("INSERT INTO {table} ({}) VALUES ({})", inserted.join(", "), places.join(", ")),
            update: format!("UPDATE {table} SET {} WHERE id = ?{}", set.join(", "), updated.len() + 1),
        }
    }
}

impl Statements {
    /// The list of these records within a scope.
    pub fn list<'s, T: Listed>(&'s self, scope: String, order: &'s [&'s str]) -> List<'s> {
        List {
            columns: T::COLUMNS,
            read: &self.columns,
            from: &self.from,
            found: &self.from,
            scopes: vec![scope],
            order,
            id: "o.id",
        }
    }
}

/// What a record says in a column.
pub fn said<'r, R, V>(record: &'r R, value: impl FnOnce(&'r R) -> V) -> V {
    value(record)
}

/// Declares how a record stands in its table: `SELECT`, `record`, `inserting` and `updating` follow from the one list.
///
/// - `keyed`: text that is compared without regard to case; the column `…_key` holds the form in which it is.
/// - `stored`: a column of the same name; `renamed`: of another name; `json`: as JSON.
/// - `first`: written by new rows alone; `later`: by changes alone.
/// - `read`: looked up, `lists`: several of them in one column; `using`: read for `derived` alone.
/// - `written`, `first_written`: columns that follow from the record; `derived`: fields that follow from columns.
macro_rules! mapping {
    (
        $Record:ident in $table:literal from $from:expr;
        $(keyed { $($keyed:ident),* $(,)? })?
        $(stored { $($stored:ident),* $(,)? })?
        $(renamed { $($renamed:ident = $renamed_column:literal),* $(,)? })?
        $(json { $($json:ident),* $(,)? })?
        $(first { $($first:ident),* $(,)? })?
        $(later { $($later:ident),* $(,)? })?
        $(read { $($read:ident = $read_sql:expr),* $(,)? })?
        $(lists { $($list:ident = $list_sql:expr),* $(,)? })?
        $(using { $($local:ident: $Local:ty = $local_sql:expr),* $(,)? })?
        $(written { $($written:literal = $written_value:expr),* $(,)? })?
        $(first_written { $($first_written:literal = $first_value:expr),* $(,)? })?
        $(derived { $($derived:ident = $derivation:expr),* $(,)? })?
    ) => {
        static STATEMENTS: std::sync::LazyLock<$crate::store::mapping::Statements> = std::sync::LazyLock::new(|| {
            $crate::store::mapping::Statements::new(
                $table,
                &$from,
                &[
                    "o.id",
                    $($(concat!("o.", stringify!($keyed)),)*)?
                    $($(concat!("o.", stringify!($stored)),)*)?
                    $($(concat!("o.", $renamed_column),)*)?
                    $($(concat!("o.", stringify!($json)),)*)?
                    $($(concat!("o.", stringify!($first)),)*)?
                    $($(concat!("o.", stringify!($later)),)*)?
                    $($(&$read_sql,)*)?
                    $($(&$list_sql,)*)?
                    $($(&$local_sql,)*)?
                ],
                &[
                    $($(stringify!($keyed), concat!(stringify!($keyed), "_key"),)*)?
                    $($(stringify!($stored),)*)?
                    $($($renamed_column,)*)?
                    $($(stringify!($json),)*)?
                    $($($written,)*)?
                ],
                &[$($(stringify!($first),)*)? $($($first_written,)*)?],
                &[$($(stringify!($later),)*)?],
            )
        });

        /// Reads a record by what `STATEMENTS.select` gives.
        #[allow(dead_code)]
        fn record(row: &$crate::store::engine::Row<'_>) -> $crate::domain::Result<$Record> {
            record_of(&mut row.cells())
        }

        /// Reads a record of the first cells, which are those of `STATEMENTS.columns`.
        fn record_of(cells: &mut $crate::store::engine::Cells<'_>) -> $crate::domain::Result<$Record> {
            let id = cells.take()?;
            $($(let $keyed = cells.take()?;)*)?
            $($(let $stored = cells.take()?;)*)?
            $($(let $renamed = cells.take()?;)*)?
            $($(let $json = cells.take::<$crate::store::columns::Json<_>>()?.0;)*)?
            $($(let $first = cells.take()?;)*)?
            $($(let $later = cells.take()?;)*)?
            $($(let $read = cells.take()?;)*)?
            $($(let $list = cells.take::<$crate::store::columns::List>()?.0;)*)?
            $($(let $local: $Local = cells.take()?;)*)?
            Ok($Record {
                id,
                $($($keyed,)*)?
                $($($stored,)*)?
                $($($renamed,)*)?
                $($($json,)*)?
                $($($first,)*)?
                $($($later,)*)?
                $($($read,)*)?
                $($($list,)*)?
                $($($derived: $derivation,)*)?
            })
        }

        /// Runs something with what `STATEMENTS.insert` takes.
        #[allow(dead_code)]
        fn inserting<T>(one: &$Record, run: impl FnOnce(&[&dyn $crate::store::engine::Param]) -> T) -> T {
            run(&[
                $($(&one.$keyed, &$crate::domain::text::key(&one.$keyed),)*)?
                $($(&one.$stored,)*)?
                $($(&one.$renamed,)*)?
                $($(&$crate::store::columns::Json(&one.$json),)*)?
                $($(&$crate::store::mapping::said(one, $written_value),)*)?
                $($(&one.$first,)*)?
                $($(&$crate::store::mapping::said(one, $first_value),)*)?
            ])
        }

        /// Runs something with what `STATEMENTS.update` takes.
        #[allow(dead_code)]
        fn updating<T>(one: &$Record, run: impl FnOnce(&[&dyn $crate::store::engine::Param]) -> T) -> T {
            run(&[
                $($(&one.$keyed, &$crate::domain::text::key(&one.$keyed),)*)?
                $($(&one.$stored,)*)?
                $($(&one.$renamed,)*)?
                $($(&$crate::store::columns::Json(&one.$json),)*)?
                $($(&$crate::store::mapping::said(one, $written_value),)*)?
                $($(&one.$later,)*)?
                &one.id,
            ])
        }

        /// Adds a row; gives its id.
        #[allow(dead_code)]
        fn insert_row(tx: &$crate::store::Tx<'_>, one: &$Record) -> $crate::domain::Result<$crate::domain::Id> {
            inserting(one, |params| tx.insert(&STATEMENTS.insert, params))
        }

        /// Writes a row.
        #[allow(dead_code)]
        fn update_row(tx: &$crate::store::Tx<'_>, one: &$Record) -> $crate::domain::Result<()> {
            updating(one, |params| tx.later(&STATEMENTS.update, params))
        }
    };
}
pub(super) use mapping;
