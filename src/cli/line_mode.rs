//! Line mode: the workstation as prompts and printed lines, for screen readers, dumb terminals and
//! scripts.
//!
//! Asked for by `--plain`, and where `TERM` is `dumb`. The core, its actions and the exchange are
//! those of the screens; no byte moves a cursor.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::workstation::{end_on_panic, result, runtime};
use super::{CliError, Context, Exit};
use crate::app::Model;
use crate::app::layout::Layout;
use crate::app::msg::Msg;
use crate::i18n::Texts;
use crate::runtime::event_loop::{Ended, View};
use crate::runtime::input;
use crate::runtime::pace::Pace;
use crate::runtime::signals::{LastResort, Listener, Signal};
use crate::runtime::workstation::{self, Workstation};
use crate::ui::plain::Told;

/// Runs a workstation in line mode until it ends.
///
/// # Errors
/// It cannot start, or a signal ended it.
pub(super) fn open(cx: &Context, workstation: Workstation) -> Result<(), CliError> {
    let runtime = runtime(cx)?;
    let (told, signals) = mpsc::unbounded_channel();
    end_on_panic(cx, None, told.clone());
    let ended = runtime.block_on(run(workstation, told, signals));
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    result(cx, ended)
}

async fn run(
    workstation: Workstation,
    told: UnboundedSender<Signal>,
    signals: UnboundedReceiver<Signal>,
) -> Result<Ended, Box<dyn std::error::Error>> {
    let last_resort = LastResort::without_terminal();
    let _listener = Listener::start(told.clone(), &last_resort)?;
    let layout = Layout::of_paper();
    let hands = workstation::Hands {
        terminal: Terminal::new(TestBackend::new(layout.width, layout.height))?,
        layout,
        input: input::of_lines()?,
        view: Lines::new(told),
        signals,
        tty: None,
        editor: None,
        reread: Arc::new(AtomicBool::new(false)),
        pace: Pace::default(),
    };
    let (shell, model, first) = workstation::shell(workstation, hands).await?;
    let ended = shell.run(model, first).await;
    last_resort.disarm();
    Ok(ended)
}

/// The screens as lines on standard output.
struct Lines {
    told: Told,
    /// The prompt that stands on the last line, and how many lines were taken when it was
    /// written; a terminal shows the end of a line that was typed after it.
    prompt: Option<(String, u64)>,
    echoes: bool,
    measured: (u16, u16),
    /// Who hears that nobody reads any more.
    gone: UnboundedSender<Signal>,
}

impl Lines {
    fn new(gone: UnboundedSender<Signal>) -> Self {
        Self {
            told: Told::default(),
            prompt: None,
            echoes: io::stdin().is_terminal(),
            measured: (0, 0),
            gone,
        }
    }

    fn write(&mut self, lines: &[String], prompt: String, taken: u64) -> io::Result<()> {
        let is_new = self
            .prompt
            .as_ref()
            .is_none_or(|(told, at)| *told != prompt || *at != taken);
        if lines.is_empty() && !is_new {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let ended = self
            .prompt
            .as_ref()
            .is_none_or(|(_, at)| self.echoes && *at != taken);
        if !ended {
            writeln!(out)?;
        }
        for line in lines {
            writeln!(out, "{line}")?;
        }
        write!(out, "{prompt}")?;
        self.prompt = Some((prompt, taken));
        out.flush()
    }
}

impl View<TestBackend> for Lines {
    fn draw(
        &mut self,
        _paper: &mut Terminal<TestBackend>,
        model: &Model,
    ) -> Result<Option<Msg>, std::convert::Infallible> {
        let news = self.told.news(model, Texts::of(model.lang));
        if self
            .write(&news.lines, news.prompt, model.line_mode.taken)
            .is_err()
        {
            // A loop that ends already does not hear it.
            let _ = self.gone.send(Signal::End(Exit::Hangup));
        }
        let measured = (news.drawn.detail_end, news.drawn.overlay_end);
        if std::mem::replace(&mut self.measured, measured) == measured {
            return Ok(None);
        }
        Ok(Some(Msg::Measured {
            detail: measured.0,
            overlay: measured.1,
        }))
    }
}
