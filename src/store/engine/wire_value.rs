//! Values as a server sends and takes them.

use std::error::Error as StdError;

use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use super::lite::ValueRef;
use super::param::Value;
use crate::domain::{Error, Result};

type Failure = Box<dyn StdError + Sync + Send>;

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Failure> {
        match self {
            Self::Null(_) => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            // No text on a server holds it, so that it is to be found nowhere; what is written was looked at before.
            Self::Text(text) if text.contains('\0') => text.replace('\0', "\u{ffff}").to_sql(kind, out),
            Self::Text(text) => text.as_ref().to_sql(kind, out),
            Self::Bytes(bytes) => bytes.as_ref().to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of a query.
#[derive(Clone, Copy)]
pub struct SharedRow<'r>(pub(super) &'r Row);

impl<'r> SharedRow<'r> {
    /// How many columns it has.
    pub fn width(self) -> usize {
        self.0.len()
    }

    /// The value of a column, counted from 0.
    pub fn cell(self, at: usize) -> Result<ValueRef<'r>> {
        let misread = |_| Error::internal("the server answered in a form that provost does not read");
        let Raw(found) = self.0.try_get::<_, Option<Raw<'r>>>(at).map_err(misread)?.unwrap_or(Raw(ValueRef::Null));
        Ok(found)
    }
}

/// A value of any of the types that our statements give.
struct Raw<'r>(ValueRef<'r>);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(kind: &Type, bytes: &'r [u8]) -> std::result::Result<Self, Failure> {
        Ok(Self(match *kind {
            Type::BOOL => ValueRef::Integer(bool::from_sql(kind, bytes)?.into()),
            Type::INT2 => ValueRef::Integer(i16::from_sql(kind, bytes)?.into()),
            Type::INT4 => ValueRef::Integer(i32::from_sql(kind, bytes)?.into()),
            Type::OID => ValueRef::Integer(u32::from_sql(kind, bytes)?.into()),
            Type::INT8 => ValueRef::Integer(i64::from_sql(kind, bytes)?),
            Type::NUMERIC => ValueRef::Integer(whole(bytes).ok_or("a number that is not whole")?),
            Type::FLOAT8 => ValueRef::Real(f64::from_sql(kind, bytes)?),
            Type::BYTEA => ValueRef::Blob(bytes),
            Type::VOID => ValueRef::Null,
            _ => ValueRef::Text(bytes),
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A whole number in the server's decimal form, which sums of numbers have: groups of four digits.
fn whole(bytes: &[u8]) -> Option<i64> {
    let group = |at: usize| Some(i16::from_be_bytes(bytes.get(2 * at..2 * at + 2)?.try_into().ok()?));
    let (count, weight, sign) = (group(0)?, group(1)?, group(2)?);
    let mut number: i64 = 0;
    for at in 0..=weight {
        let digits = if at < count { group(4 + usize::try_from(at).ok()?)? } else { 0 };
        number = number.checked_mul(10_000)?.checked_add(digits.into())?;
    }
    (count <= weight + 1).then_some(if sign == 0 { number } else { -number })
}
