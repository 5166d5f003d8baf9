//! What becomes of something that is added and exists already.

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::context::Context;
use crate::cli::render::output::to_value;
use crate::cli::render::{Reply, Told};
use crate::domain::sheet::OnExisting;
use crate::domain::{Action, Id, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::once::{self, Once, SettledOnce};
use crate::service::bulk::settled::{Consequences, Settled, Tally};
use crate::service::link::Delivery;
use crate::service::{Done, Op, WriteOp};

/// The flag for what exists already.
#[derive(Debug, Clone, Default, Args)]
pub struct ExistingArgs {
    /// What exists and differs: fail, skip or update
    #[arg(long, value_name = "POLICY")]
    on_existing: Option<OnExisting>,
}

impl ExistingArgs {
    /// The policy; without one, what exists is refused.
    pub const fn policy(&self) -> Option<OnExisting> {
        self.on_existing
    }
}

/// What flags say of a thing, as a row of a file would: what is not said is left out.
pub fn row(value: Value) -> Map<String, Value> {
    let is_said = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(items) => !items.is_empty(),
        _ => true,
    };
    match value {
        Value::Object(map) => map.into_iter().filter(|(_, value)| is_said(value)).collect(),
        _ => Map::new(),
    }
}

impl Context<'_> {
    /// Adds what a draft says; or settles what exists, where a policy says how.
    pub fn settle<D: Draft>(&self, policy: Option<OnExisting>, draft: &D) -> Result<Reply<'static, Done<D::Body>>>
    where
        D::Body: Serialize + Told,
    {
        match policy {
            None => self.write(D::ADD, |op| draft.add(op)),
            Some(policy) => self.add_once((D::ADD, D::KIND), policy, to_value(draft)?, D::settled),
        }
    }

    /// Adds what a row says, or settles what exists, and shows what is there then, and what it brought about.
    pub fn add_once<T: Serialize + Told>(
        &self,
        (action, kind): (Action, BulkKind),
        on_existing: OnExisting,
        value: Value,
        show: impl Fn(&Op<'_>, Id, Consequences) -> Result<T>,
    ) -> Result<Reply<'static, Done<T>>> {
        let row = row(value);
        self.write_confirming(action, |op, is_confirmed| {
            let outcome = self.settle_once(op, kind, on_existing, row.clone(), is_confirmed)?;
            show(op, outcome.settled.id.unwrap_or_default(), outcome.consequences)
        })
    }

    /// The same for several things, each of which is told.
    pub fn add_each<T: Serialize + Told>(
        &self,
        (action, kind): (Action, BulkKind),
        on_existing: OnExisting,
        values: Vec<Value>,
        report: impl Fn(&[Settled]) -> T,
    ) -> Result<Reply<'static, Done<T>>> {
        let rows: Vec<_> = values.into_iter().map(row).collect();
        self.write_confirming(action, |op, is_confirmed| {
            let mut all = Vec::with_capacity(rows.len());
            for row in &rows {
                all.push(self.settle_once(op, kind, on_existing, row.clone(), is_confirmed)?.settled);
            }
            if all.len() > 1 {
                let mut tally = Tally::default();
                all.iter().for_each(|settled| tally.add_all(settled.tally));
                once::say_tally(op, kind, tally);
            }
            Ok(report(&all))
        })
    }

    fn settle_once(
        &self,
        op: &mut WriteOp<'_>,
        kind: BulkKind,
        on_existing: OnExisting,
        row: Map<String, Value>,
        is_confirmed: bool,
    ) -> Result<SettledOnce> {
        let delivery = Delivery::Nothing;
        once::settle(&self.app, op, &Once { kind, row, on_existing, delivery, password: None, is_confirmed })
    }
}
