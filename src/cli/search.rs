//! `awp search`: everything the replica holds that has the words: requests, what was sent, notes,
//! drafts, and templates.
//!
//! Numbers of persons are masked, in JSON too.

use serde_json::json;

use super::session::{Need, Session};
use super::{CliError, Context, Exit};
use crate::domain::search::{Found, Hit, Query, in_templates};
use crate::domain::template::Templates;
use crate::domain::zone;
use crate::i18n::{date, found, words};
use crate::runtime::templates;

/// What is looked for.
#[derive(Debug, Clone, clap::Args)]
pub struct SearchArgs {
    /// Words; each must begin some word of the text.
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    pub query: Vec<String>,
    /// The most requests to find, and the most notes and drafts.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// Runs the command.
///
/// # Errors
/// The query has no word, there is no store, or it failed.
pub fn run(args: &SearchArgs, cx: &Context) -> Result<(), CliError> {
    let typed = args.query.join(" ");
    let Some(query) = Query::parse(&typed) else {
        let message = cx.texts.search_no_words();
        return Err(CliError::new(Exit::Usage, "bad-input", message));
    };
    let session = Session::open(cx, Need::Read)?;
    let found = session.reader.search(&query, args.limit);
    let mut found = found.map_err(|error| session.fail(&error))?;
    found
        .hits
        .extend(in_templates(&query, &own(cx), cx.texts.lang()));
    for hit in &found.hits {
        if cx.json() {
            cx.output.json(&object(hit));
        } else {
            print(hit, &session);
        }
    }
    if !cx.json() {
        tell(&found, cx);
    }
    Ok(())
}

/// The templates, the user's own among them if they can be used.
fn own(cx: &Context) -> Templates {
    let built_in = Templates::builtin().unwrap_or_default();
    templates::read(&cx.places.templates(), &built_in).unwrap_or(built_in)
}

fn object(hit: &Hit) -> serde_json::Value {
    let snippet = &hit.snippet;
    json!({
        "place": hit.place.code(),
        "number": hit.number.map(|number| number.to_string()),
        "state": hit.state,
        "act": hit.place.act(),
        "at": hit.at,
        "title": hit.title,
        "snippet": format!("{}{}{}", snippet.before, snippet.found, snippet.after),
        "found": snippet.found,
    })
}

fn print(hit: &Hit, session: &Session<'_>) {
    let (texts, output) = (session.cx.texts, &session.cx.output);
    let mut parts = vec![found::place(texts, hit.place)];
    parts.extend(
        hit.number
            .map(|number| texts.request_number(number.to_string())),
    );
    parts.extend(hit.title.clone());
    parts.extend(hit.state.map(|state| words::state(texts, state)));
    let today = session.local_now().date();
    parts.extend(hit.at.map(|at| date::moment(texts, today, zone::local(at))));
    output.line(&parts.join(" · "));
    let snippet = &hit.snippet;
    output.line(&format!(
        "    {}{}{}",
        snippet.before, snippet.found, snippet.after
    ));
}

/// That there is nothing, or more.
fn tell(found: &Found, cx: &Context) {
    let texts = cx.texts;
    if found.hits.is_empty() {
        cx.output.line(&texts.search_nothing());
    }
    if found.more {
        cx.output.line(&texts.search_more());
    }
    if found.partial {
        cx.output.line(&texts.search_partial());
    }
}
