//! Values on their way out of the database.

use super::lite::{Cell, LiteRow};
use super::param::Value;
#[cfg(feature = "postgres")]
use super::shared::SharedRow;
use crate::domain::Result;

/// One row of a query.
pub struct Row<'r>(pub(super) RawRow<'r>);

/// A row as its engine has it.
#[derive(Clone, Copy)]
pub(super) enum RawRow<'r> {
    Lite(LiteRow<'r>),
    #[cfg(feature = "postgres")]
    Shared(SharedRow<'r>),
}

impl<'r> RawRow<'r> {
    fn width(self) -> usize {
        match self {
            Self::Lite(row) => row.width(),
            #[cfg(feature = "postgres")]
            Self::Shared(row) => row.width(),
        }
    }

    /// The cell of a column, counted from 0.
    fn cell(self, at: usize) -> Result<Cell<'r>> {
        match self {
            Self::Lite(row) => row.cell(at),
            #[cfg(feature = "postgres")]
            Self::Shared(row) => row.cell(at).map(Cell::of),
        }
    }
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    pub fn get<T: FromCell>(&self, at: usize) -> Result<T> {
        T::read(self.0.cell(at)?)
    }

    /// All columns in their order.
    pub fn read<T: FromRow>(&self) -> Result<T> {
        T::read(self)
    }

    /// The values of all columns, whatever they are.
    pub fn values(&self) -> Result<Vec<Value<'static>>> {
        (0..self.0.width()).map(|at| self.get(at)).collect()
    }

    pub fn cells(&self) -> Cells<'_> {
        Cells { row: self, at: 0 }
    }
}

/// The cells of a row, one after the other.
pub struct Cells<'r> {
    row: &'r Row<'r>,
    at: usize,
}

impl<'r> Cells<'r> {
    /// The value of the next column.
    pub fn take<T: FromCell>(&mut self) -> Result<T> {
        T::read(self.cell()?)
    }

    /// The text of the next column, if there is any.
    pub fn text(&mut self) -> Result<Option<&'r str>> {
        let cell = self.cell()?;
        if cell.is_null() { Ok(None) } else { cell.text().map(Some) }
    }

    fn cell(&mut self) -> Result<Cell<'r>> {
        self.at += 1;
        self.row.0.cell(self.at - 1)
    }
}

/// Something that a column holds.
pub trait FromCell: Sized {
    fn read(cell: Cell<'_>) -> Result<Self>;
}

impl<T: FromCell> FromCell for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        if cell.is_null() { Ok(None) } else { T::read(cell).map(Some) }
    }
}

impl FromCell for i64 {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.integer()
    }
}

impl FromCell for bool {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.integer().map(|number| number != 0)
    }
}

impl FromCell for String {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.text().map(str::to_owned)
    }
}

impl FromCell for Vec<u8> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.bytes().map(<[u8]>::to_vec)
    }
}

impl<const N: usize> FromCell for [u8; N] {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.bytes()?.try_into().map_err(|_| cell.misread("a value of another length"))
    }
}

impl FromCell for Value<'static> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.value().map(Value::into_owned)
    }
}

/// Values of columns in the order in which a query names them.
pub trait FromRow: Sized {
    fn read(row: &Row<'_>) -> Result<Self>;
}

macro_rules! tuples {
    ($($Type:ident $at:literal),+) => {
        impl<$($Type: FromCell),+> FromRow for ($($Type,)+) {
            fn read(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$Type>($at)?,)+))
            }
        }
    };
}

tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
