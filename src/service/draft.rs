//! Drafts: what is said of a thing, by flags or by the cells of a row. Nothing that a draft leaves unsaid changes.

/// Declares a draft: its fields are the columns of rows, each with the way in which its cells are read. It may hold another
/// draft, whose fields stand among its own.
macro_rules! draft {
    (
        $(#[$meta:meta])*
        $Draft:ident { $($(#[$field_meta:meta])* $field:ident: $Type:ty = $form:ident),* $(,)? }
        $(with $inner:ident: $Inner:ident { $($(#[$rest_meta:meta])* $rest:ident: $Rest:ty = $rest_form:ident),* $(,)? })?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, serde::Serialize)]
        pub struct $Draft {
            $($(#[$field_meta])* pub $field: $crate::domain::Given<$Type>,)*
            $(
                #[doc = "The fields of the draft inside."]
                #[serde(flatten)]
                pub $inner: $Inner,
                $($(#[$rest_meta])* pub $rest: $crate::domain::Given<$Rest>,)*
            )?
        }

        impl $Draft {
            /// These fields laid over others: what is not said here is taken from there.
            #[must_use]
            #[allow(dead_code)]
            pub fn over(self, below: Self) -> Self {
                Self {
                    $($field: self.$field.or(below.$field),)*
                    $($inner: self.$inner.over(below.$inner), $($rest: self.$rest.or(below.$rest),)*)?
                }
            }

            /// What the cells of a row say.
            pub fn read(cells: &mut $crate::domain::sheet::Cells<'_>) -> Self {
                Self {
                    $($field: cells.$form(stringify!($field)),)*
                    $($inner: $Inner::read(cells), $($rest: cells.$rest_form(stringify!($rest)),)*)?
                }
            }
        }
    };
}
pub(crate) use draft;
