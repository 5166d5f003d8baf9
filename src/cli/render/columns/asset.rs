//! Columns of assets and of what groups them.

use crate::cli::render::tabular::{ListColumn, Tabular, more, shown};
use crate::domain::record;

impl Tabular for record::AssetGroup {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        shown("owner"),
        shown("origin"),
        shown("units"),
        more("addresses"),
        more("domains"),
        more("appliances"),
        more("assigned_to"),
        more("business_impact"),
        more("comments"),
    ];
}

impl Tabular for record::Asset {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        shown("address"),
        more("dns_name"),
        shown("os"),
        more("attributes"),
        shown("tags"),
        more("tags_by_rule"),
        shown("asset_groups"),
    ];
}

impl Tabular for record::Domain {
    const COLUMNS: &'static [ListColumn] = &[more("id"), shown("name"), shown("asset_groups")];
}

impl Tabular for record::Appliance {
    const COLUMNS: &'static [ListColumn] = &[more("id"), shown("name"), shown("owner"), shown("asset_groups")];
}

impl Tabular for record::Tag {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        shown("parent"),
        more("color"),
        shown("description"),
        shown("rule"),
        shown("asset_count"),
    ];
}
