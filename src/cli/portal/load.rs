//! `awp portal load`: how much a portal bears, and whether it loses or doubles anything.
//!
//! Sets a stage of its own in the database (holders, accounts, requests), drives workstations,
//! an intake and open streams against the portal over HTTP, and compares at the end what the
//! portal acknowledged with what its histories say. Bounded in count and time; the figures are
//! told as measured here, nothing is judged but losses, doubles and refusals.

mod drive;
mod figures;
mod seat;
mod stage;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use self::drive::{Course, drive};
use self::figures::{Figures, Times};
use self::stage::Stage;
use super::super::{CliError, Context, Exit};
use super::{On, open, told};
use crate::clock::SystemClock;
use crate::portal::storage::Storage;
use crate::portal::{Config, Portal, ServeError, serve};
use crate::wire::feed::EntityKind;

/// Options of `awp portal load`.
#[derive(Debug, Clone, Args)]
pub struct LoadArgs {
    /// A portal that serves the database; one is started if none is named.
    #[arg(long, value_name = "URL")]
    pub portal: Option<String>,
    /// Workstations.
    #[arg(long, value_name = "N", default_value_t = 8,
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=200))]
    pub workstations: usize,
    /// Acts of each.
    #[arg(long, value_name = "N", default_value_t = 500,
        value_parser = RangedU64ValueParser::<usize>::new().range(0..=20_000))]
    pub acts: usize,
    /// Requests a second.
    #[arg(long, value_name = "N", default_value_t = 10,
        value_parser = RangedU64ValueParser::<usize>::new().range(0..=1000))]
    pub intake: usize,
    /// Open streams besides the workstations.
    #[arg(long, value_name = "N", default_value_t = 0,
        value_parser = RangedU64ValueParser::<usize>::new().range(0..=10_000))]
    pub streams: usize,
    /// The most seconds of load.
    #[arg(long, value_name = "N", default_value_t = 120,
        value_parser = clap::value_parser!(u64).range(1..=600))]
    pub seconds: u64,
    /// Writes also among the requests that are there.
    #[arg(long)]
    pub yes_this_is_a_test_portal: bool,
    /// The database.
    #[command(flatten)]
    pub on: On,
}

/// Runs the command.
pub(super) async fn run(args: &LoadArgs, cx: &Context) -> Result<(), CliError> {
    let storage = open(&args.on, cx).await?;
    if !args.yes_this_is_a_test_portal && has_requests(storage.as_ref(), cx).await? {
        let message = cx.texts.portal_load_not_empty();
        return Err(CliError::new(Exit::Failure, "not-empty", message)
            .hint(cx.texts.portal_load_not_empty_hint()));
    }
    cx.output.note(&cx.texts.portal_load_warning());
    let stage = stage::set(storage.as_ref(), args.workstations, args.acts, args.intake).await;
    let stage = stage.map_err(|error| told::failed(cx, &error))?;
    let figures = match &args.portal {
        Some(url) => measured(args, url, stage, cx).await?,
        None => beside(args, storage, stage, cx).await?,
    };
    report(&figures, cx)
}

async fn has_requests(storage: &dyn Storage, cx: &Context) -> Result<bool, CliError> {
    let first = storage.walk(EntityKind::Request, String::new(), 1).await;
    let first = first.map_err(|error| told::storage(cx, &error))?;
    Ok(!first.is_empty())
}

/// Drives a portal of this process.
async fn beside(
    args: &LoadArgs,
    storage: Arc<dyn Storage>,
    stage: Stage,
    cx: &Context,
) -> Result<Figures, CliError> {
    let socket = |error| told::serve(cx, &ServeError::Socket(error));
    let listener = TcpListener::bind("127.0.0.1:0").map_err(socket)?;
    let url = format!("http://{}", listener.local_addr().map_err(socket)?);
    let portal = Portal::open(storage, Arc::new(SystemClock), Config::default()).await;
    let portal = portal.map_err(|error| told::directory(cx, error))?;
    let serving = serve(Arc::clone(&portal), listener, None);
    let driving = async {
        let figures = measured(args, &url, stage, cx).await;
        portal.close();
        figures
    };
    let (served, figures) = tokio::join!(serving, driving);
    served.map_err(|error| told::serve(cx, &error))?;
    figures
}

async fn measured(
    args: &LoadArgs,
    url: &str,
    stage: Stage,
    cx: &Context,
) -> Result<Figures, CliError> {
    let course = Course {
        url: url.trim_end_matches('/').to_owned(),
        intake: args.intake,
        streams: args.streams,
        most: Duration::from_secs(args.seconds),
    };
    drive(course, stage).await.map_err(|error| {
        let message = cx.texts.portal_load_unreachable(error.to_string());
        CliError::new(Exit::Unreachable, "unreachable", message)
    })
}

fn report(figures: &Figures, cx: &Context) -> Result<(), CliError> {
    if cx.json() {
        cx.output.json(&figures.to_json());
    } else {
        table(figures, cx);
    }
    if figures.are_sound() {
        return Ok(());
    }
    let (doubled, lost) = (figures.doubled, figures.lost);
    let message = cx.texts.portal_load_unsound(doubled, lost, figures.refused);
    Err(CliError::new(Exit::Failure, "unsound", message))
}

fn table(figures: &Figures, cx: &Context) {
    let (texts, line) = (cx.texts, |text: String| cx.output.line(&text));
    line(texts.portal_load_done(
        figures.acts,
        figures.failures,
        figures.rate(),
        figures.refused,
        format!("{:.1}", figures.took.as_secs_f64()),
    ));
    let times = |what: String, times: &Times| {
        if times.count() > 0 {
            line(texts.portal_load_times(
                times.count(),
                times.shown(50),
                times.shown(100),
                times.shown(95),
                times.shown(99),
                what,
            ));
        }
    };
    times(texts.portal_load_ops(), &figures.ops);
    times(texts.portal_load_changes(), &figures.changes);
    times(texts.portal_load_poll(), &figures.polls);
    times(texts.portal_load_intake(), &figures.intake);
    times(texts.portal_load_lag(), &figures.lag);
    if figures.streams > 0 {
        line(texts.portal_load_streams(figures.streams, figures.told));
    }
    if let Some(bytes) = figures.memory {
        line(texts.portal_load_memory(bytes / 1024 / 1024));
    }
    line(texts.portal_load_sound(figures.doubled, figures.lost));
}
