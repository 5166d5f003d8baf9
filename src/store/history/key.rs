//! Which row of which table.

use super::row;
use super::tables::{FirstKey, Kept};
use crate::domain::{Id, ObjectKind, Result};
use crate::store::engine::Value;

/// Which row of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub table: i64,
    pub first: Id,
    pub second: String,
}

/// The objects that a row belongs to.
pub fn objects_of(table: &Kept, key: &Key) -> Vec<(ObjectKind, Id)> {
    let (first, second) = table.objects;
    let subscription = (table.key1 == FirstKey::None || key.first == 0).then_some((ObjectKind::Subscription, 1));
    let first = first.filter(|_| subscription.is_none()).map(|kind| (kind, key.first));
    let second = second.and_then(|kind| Some((kind, key.second.parse().ok()?)));
    subscription.into_iter().chain(first).chain(second).collect()
}

impl Kept {
    /// The condition that holds for one row `t` alone, and its values.
    pub fn holds(&self, key: &Key) -> Result<(String, Vec<Value<'static>>)> {
        let mut values = Vec::new();
        let mut conditions = Vec::new();
        match self.key1 {
            FirstKey::Column(column) => conditions.push((format!("t.{column}"), Value::Integer(key.first))),
            FirstKey::Perhaps(column) => {
                conditions.push((format!("COALESCE(t.{column}, 0)"), Value::Integer(key.first)));
            }
            FirstKey::None => {}
        }
        if let Some((column, kind)) = self.key2 {
            conditions.push((format!("t.{column}"), row::typed(kind, &key.second)?));
        }
        let texts: Vec<String> = conditions
            .into_iter()
            .enumerate()
            .map(|(at, (column, value))| {
                values.push(value);
                format!("{column} = ?{}", at + 1)
            })
            .collect();
        Ok((texts.join(" AND "), values))
    }
}
