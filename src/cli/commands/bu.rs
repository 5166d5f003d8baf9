//! Business units, and moving users between them.

use clap::Args;
use serde_json::Value;

use crate::cli::arguments::typed;
use crate::cli::commands::answers::AnswerArgs;
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::globals::OutputFormat;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Either, Lines, Reply, Rows, Told, Tree};
use crate::domain::phrase::counted;
use crate::domain::record::Unit;
use crate::domain::reference::{UnitRef, UserRef};
use crate::domain::{Action, Error, Given, Line, Name, Result, Status};
use crate::service::moving::{self, MoveBody};
use crate::service::unit::{self, DeleteBody, UnitBody, UnitDraft};
use crate::service::unit_tree::{Branch, Member, UnitTree};
use crate::service::{self, Done};

verbs! {
    /// Business units, and moving users between them
    BuVerb {
        "add" BuAdd,
        "list" BuList,
        "show" BuShow,
        "edit" BuEdit,
        "delete" BuDelete,
        "move" BuMove,
        "limit" BuLimit,
    }
}

/// The fields of a unit beside its name.
#[derive(Debug, Args)]
struct UnitFields {
    /// The division
    #[arg(long, value_name = "TEXT")]
    division: Option<Given<Line>>,
    /// The location
    #[arg(long, value_name = "TEXT")]
    location: Option<Given<Line>>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
}

impl UnitFields {
    fn draft(self, name: Given<Name>) -> UnitDraft {
        let Self { division, location, comments } = self;
        UnitDraft { name, division: division.into(), location: location.into(), comments: comments.into() }
    }
}

/// Add a business unit
///
/// Adds a business unit. Its first user must be a unit-manager and becomes its primary contact
/// (UNIT-2).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost bu add Nordics --division Sales --location Oslo")]
pub struct BuAdd {
    /// The name
    #[arg(value_name = "NAME", value_parser = typed(Name::of_unit))]
    name: Name,
    #[command(flatten)]
    fields: UnitFields,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for BuAdd {
    type Prints = Done<UnitBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = self.fields.draft(self.name.into());
        cx.settle(self.existing.policy(), &draft)
    }
}

/// List business units
///
/// Shows every business unit that you may view, with its primary contact. With `--tree`, each with its users and asset
/// groups below it; primary contacts bear ` *`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost bu list\n  provost bu list --json\n  provost bu list --tree")]
pub struct BuList {
    /// Show users and asset groups below each unit
    #[arg(long, conflicts_with_all = ["filter", "sort", "limit", "offset"])]
    tree: bool,
    #[command(flatten)]
    list: ListArgs<Unit>,
}

impl Verb for BuList {
    type Prints = Either<Rows<Unit>, UnitTree>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if !self.tree {
            return Ok(cx.list::<Unit>(Action::BuView, self.list.into_request(), unit::list).first());
        }
        if cx.format == OutputFormat::Csv {
            return Err(Error::usage("a tree has no form as CSV").hint("provost bu list --tree --json"));
        }
        let tree = cx.app.read(Action::BuView, service::unit_tree::tree)?;
        Reply::answer(&tree, drawn(&tree), 0).map(Reply::second)
    }
}

fn drawn(tree: &UnitTree) -> Tree {
    let mut root = Tree::leaf(counted(tree.units.len(), "business unit"));
    tree.units.iter().for_each(|branch| root.branch(of_unit(branch)));
    root.hang("in no unit", tree.unassigned.iter().map(line));
    root
}

fn of_unit(branch: &Branch) -> Tree {
    let all = usize::try_from(branch.unit.user_count).unwrap_or_default();
    let hidden = if branch.users.len() < all { format!(", {} shown", branch.users.len()) } else { String::new() };
    let mut unit = Tree::leaf(format!("{} ({}{hidden})", branch.unit.name, counted(all, "user")));
    branch.users.iter().for_each(|member| unit.branch(Tree::leaf(line(member))));
    unit.hang("asset groups", branch.unit.asset_groups.iter().cloned());
    unit
}

fn line(member: &Member) -> String {
    let mark = if member.primary_contact { " *" } else { "" };
    let status = if member.status == Status::Active { String::new() } else { format!(", {}", member.status) };
    format!("{}{mark}, {}{status}", member.login, member.role)
}

/// Show a business unit
///
/// Shows one business unit with its primary contact, asset groups and limits.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost bu show EMEA")]
pub struct BuShow {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: UnitRef,
}

impl Verb for BuShow {
    type Prints = Unit;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::BuView, |op| unit::show(op, &self.unit))
    }
}

/// Edit a business unit
///
/// Changes the named fields; an empty value clears one, and a field not named stays.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost bu edit EMEA --location 'Frankfurt am Main'")]
pub struct BuEdit {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: UnitRef,
    /// The new name
    #[arg(long, value_name = "NAME", value_parser = typed(Name::of_unit))]
    name: Option<Name>,
    #[command(flatten)]
    fields: UnitFields,
}

impl Verb for BuEdit {
    type Prints = Done<UnitBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = self.fields.draft(self.name.into());
        cx.write(Action::BuEdit, |op| unit::edit(op, &self.unit, &draft))
    }
}

/// Delete a business unit without users
///
/// Deletes a business unit that has no users. Its asset groups stay with their owners, unlinked
/// (UNIT-5).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost bu delete Pilot --yes")]
pub struct BuDelete {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: UnitRef,
}

impl Verb for BuDelete {
    type Prints = Done<DeleteBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::BuDelete, |op| unit::delete(op, &self.unit))
    }
}

/// Move users between business units
///
/// Moves users into a unit, or out of theirs, with their configurations and asset groups, in one
/// transaction. Two questions are asked where the users have such things: what becomes of the
/// configurations, and whether access to the asset groups is kept (section 7 of the rules). `--dry-run`
/// gives the exact report of what would happen.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --dry-run\n  provost bu move ana.silva@acme.example lee.chen@acme.example --to EMEA --configs keep --asset-groups leave --yes\n  provost bu move ben.osei@acme.example --unassign --configs delete --asset-groups leave --yes"
)]
pub struct BuMove {
    /// The users, or `-` for standard input
    #[arg(value_name = "USER", required = true)]
    users: Vec<UserRef>,
    /// The business unit to enter
    #[arg(long, value_name = "UNIT", required_unless_present = "unassign", conflicts_with = "unassign")]
    to: Option<UnitRef>,
    /// Leave the business unit
    #[arg(long)]
    unassign: bool,
    #[command(flatten)]
    answers: AnswerArgs,
}

impl Verb for BuMove {
    type Prints = Done<MoveBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.destroy_asking(
            Action::BuMove,
            |op, asked| {
                let (answers, primary_contact) = self.answers.with(asked)?;
                let request = moving::Request {
                    users: users.clone(),
                    to: self.to.clone().map(Into::into),
                    answers,
                    primary_contact,
                };
                moving::move_users(op, &request)
            },
            |_| true,
        )
    }
}

/// Limit a business unit's new addresses
///
/// Sets how many addresses new to the subscription the users of a unit may add, or `none`. Limits must
/// be switched on with `addresses.unit_limits` (UNIT-4).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost bu limit EMEA 500\n  provost bu limit EMEA none")]
pub struct BuLimit {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: UnitRef,
    /// The number of new addresses, or `none`
    #[arg(value_name = "N|none", allow_hyphen_values = true)]
    limit: String,
}

fn parse_limit(typed: &str) -> Result<Option<i64>> {
    if typed.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    typed.parse().ok().map(Some).ok_or_else(|| {
        Error::invalid(format!("`{}` is no limit", crate::domain::text::printable(typed)))
            .rule("UNIT-4")
            .hint("give a whole number, or `none`")
    })
}

impl Verb for BuLimit {
    type Prints = Done<UnitBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let limit = parse_limit(&self.limit)?;
        cx.write(Action::BuLimit, |op| unit::limit(op, &self.unit, limit))
    }
}

said_by_the_sentence!(UnitBody);

impl Told for DeleteBody {
    fn describe(&self, told: &mut Lines) {
        told.all("unlinked", &self.unlinked);
        told.all("policies deleted", &self.policies_deleted);
    }
}

impl Tabular for Unit {
    const SHOWN: &'static [&'static str] = &["name", "primary_contact", "user_count", "new_ip_limit"];

    fn mark(key: &str, text: String, _row: &Value) -> String {
        if key == "primary_contact" && !text.is_empty() { format!("{text} *") } else { text }
    }
}
