//! `awp list --group`: how many items of a list have what in common.

use serde::Serialize;

use super::{Session, Table};
use crate::cli::CliError;
use crate::domain::filter::Facet;
use crate::domain::ids::ItemKind;
use crate::domain::row::Scope;
use crate::i18n::groups;
use crate::store::RowQuery;

/// One group as `--json` prints it: the test that its items pass, and how many there are.
#[derive(Debug, Serialize)]
struct GroupObject {
    group: String,
    items: u64,
}

/// Prints the groups: days in their order, else the largest first.
pub(super) fn print(query: &RowQuery, facet: Facet, session: &Session<'_>) -> Result<(), CliError> {
    let cx = session.cx;
    let counted = session.reader.groups(query, facet);
    let counted = counted.map_err(|error| session.fail(&error))?;
    if cx.json() {
        for group in counted.iter().take(query.limit) {
            cx.output.json(&GroupObject {
                group: group.test.to_string(),
                items: group.items,
            });
        }
        return Ok(());
    }
    if counted.is_empty() {
        cx.output.line(&cx.texts.groups_none());
        return Ok(());
    }
    let kind = match query.scope {
        Scope::Kind(kind) => Some(kind),
        Scope::Inbox(_) => Some(ItemKind::Question),
        Scope::Home | Scope::Pending | Scope::Conflicts => None,
    };
    let by = groups::by(cx.texts, facet);
    let mut table = Table::new(vec![by, cx.texts.groups_items()]);
    for group in counted.iter().take(query.limit) {
        let name = groups::name(cx.texts, &session.rules, query.today, kind, &group.test);
        table.row(vec![name, group.items.to_string()]);
    }
    table.print(&cx.output);
    Ok(())
}
