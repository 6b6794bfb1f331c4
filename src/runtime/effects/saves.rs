//! Settings changed on screen, saved one after another.
//!
//! A setting may be changed several times a second: what is saved last is what was chosen last,
//! and no saving reads a file that another one is about to replace.

use std::path::PathBuf;

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinHandle;

use super::failure;
use crate::app::effect::Setting;
use crate::app::msg::Msg;
use crate::app::notice::FailureCode;
use crate::runtime::settings;

/// The one who saves.
pub(super) struct Saves {
    to: UnboundedSender<Setting>,
    task: JoinHandle<()>,
}

impl Saves {
    /// Begins to save to a file; failures go to `told`. Has to be called inside the asynchronous
    /// runtime.
    pub(super) fn start(path: PathBuf, told: UnboundedSender<Msg>) -> Self {
        let (to, mut settings) = mpsc::unbounded_channel();
        #[expect(
            clippy::disallowed_methods,
            reason = "the effects are what starts tasks"
        )]
        let task = tokio::spawn(async move {
            while let Some(setting) = settings.recv().await {
                if let Some(message) = save(path.clone(), setting).await {
                    // The loop has ended: nobody waits for the answer any more.
                    let _ = told.send(message);
                }
            }
        });
        Self { to, task }
    }

    /// Saves a setting after those before it.
    pub(super) fn save(&self, setting: Setting) {
        // It ends only when this does.
        let _ = self.to.send(setting);
    }

    /// Waits until everything is saved.
    pub(super) async fn end(self) {
        drop(self.to);
        let _ = self.task.await;
    }
}

async fn save(path: PathBuf, setting: Setting) -> Option<Msg> {
    let saved = tokio::task::spawn_blocking(move || match setting {
        Setting::Lang(lang) => settings::save(&path, "lang", &lang),
        Setting::Theme(name) => settings::save(&path, "theme", &name),
        Setting::Keyboard(keyboard) => settings::save(&path, "keyboard", &keyboard),
        Setting::Recall(seconds) => settings::save(&path, "recall_seconds", &seconds),
        Setting::Color(color) => settings::save(&path, "color", &color),
        Setting::Ascii(on) => settings::save(&path, "ascii", &on),
        Setting::Mouse(on) => settings::save(&path, "mouse", &on),
        Setting::SlowLink(link) => settings::save(&path, "slow_link", &link),
        Setting::ListShare(share) => settings::save(&path, "list_share", &share),
    });
    let text = match saved.await {
        Ok(Ok(_config)) => return None,
        Ok(Err(error)) => failure::chain(&error),
        Err(error) => failure::chain(&error),
    };
    Some(Msg::Failed(failure::told(
        FailureCode::SettingNotSaved,
        text,
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_was_chosen_last_is_what_is_saved() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        let (told, mut failures) = mpsc::unbounded_channel();
        let saves = Saves::start(path.clone(), told);
        for seconds in 0..40 {
            saves.save(Setting::Recall(seconds));
            saves.save(Setting::Ascii(seconds % 2 == 1));
        }
        saves.end().await;
        assert_eq!(failures.recv().await, None);
        let config = Config::load(&path, true).unwrap();
        assert_eq!((config.recall_seconds, config.ascii), (39, true));
    }
}
