//! From an empty folder to a filled replica: what takes time, in its order.
//!
//! Runs beside the thread that hears signals, so that the command can be ended at any moment.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use super::folder::Folder;
use super::portal_process::Plan;
use super::{Demo, DemoPortal, Ready, USER, folder_failed, portal_failed};
use crate::cli::session::store_error;
use crate::cli::{CliError, Context, Output};
use crate::clock::{Clock, SystemClock};
use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::i18n::Texts;
use crate::portal::accounts::{self, NewAccount};
use crate::portal::secrets::{Cost, Passwords};
use crate::portal::seed::{self, MAIN_HOLDER, Seed};
use crate::portal::sqlite::Sqlite;
use crate::store::{DataKey, KdfParams, OpenMode, Store, Vault};
use crate::sync::client::{Client, ClientSettings};
use crate::sync::engine::{Engine, Exchange, Settings, SyncFailure};

/// The file with the passphrase of the store.
pub(super) const PASSPHRASE: &str = "passphrase";

/// Everything the steps need.
pub(super) struct Steps {
    pub(super) data: PathBuf,
    pub(super) passphrase_file: PathBuf,
    pub(super) password_file: PathBuf,
    passphrase: SecretString,
    password: SecretString,
    database: PathBuf,
    program: PathBuf,
    seed: u64,
    requests: u64,
    clock: Option<Arc<dyn Clock>>,
    texts: &'static Texts,
    output: Output,
    quiet: bool,
}

impl Steps {
    /// Makes the secrets; nothing is started yet.
    pub(super) fn new(
        args: &Demo,
        cx: &Context,
        folder: &Folder,
        clock: Option<Arc<dyn Clock>>,
    ) -> Result<Self, CliError> {
        let failed = |error| folder_failed(cx.texts, &error, folder.path());
        let (passphrase_file, passphrase) = folder.secret(PASSPHRASE).map_err(failed)?;
        let (password_file, password) = folder.secret("password").map_err(failed)?;
        Ok(Self {
            data: folder.data(),
            passphrase_file,
            password_file,
            passphrase: passphrase.into(),
            password: password.into(),
            database: folder.database(),
            program: std::env::current_exe().map_err(|error| portal_failed(cx.texts, &error))?,
            seed: args.seed,
            requests: args.requests,
            clock,
            texts: cx.texts,
            output: cx.output.clone(),
            quiet: cx.json() || args.no_tui,
        })
    }

    /// Takes all steps.
    pub(super) fn take(self) -> Result<Ready, CliError> {
        self.tell(&self.texts.demo_seeding(self.requests));
        self.fill_portal()?;
        self.tell(&self.texts.demo_starting());
        let plan = Plan {
            program: self.program.clone(),
            database: self.database.clone(),
            at: self.clock.as_ref().map(|clock| clock.now()),
        };
        let portal = DemoPortal::start(plan, self.clock.clone())
            .map_err(|error| portal_failed(self.texts, &error))?;
        self.tell(&self.texts.demo_syncing());
        let key = self.fill_replica(&portal.url())?;
        Ok(Ready {
            portal: Arc::new(portal),
            key,
            clock: self.clock.clone(),
            steps: self,
        })
    }

    fn tell(&self, line: &str) {
        if !self.quiet {
            self.output.note(line);
        }
    }

    /// A seeded database and the account that decides on its requests.
    fn fill_portal(&self) -> Result<(), CliError> {
        let clock = self.clock();
        let fill = async {
            let storage = Sqlite::open(&self.database)?;
            let seed = Seed {
                seed: self.seed,
                requests: self.requests,
                conference: true,
                at: clock.now(),
            };
            seed::seed(&storage, seed).await?;
            let account = NewAccount {
                user: UserName(USER.into()),
                role: Role::Administrator,
                holder: Some(MAIN_HOLDER.to_owned()),
                password: self.password.clone(),
            };
            let passwords = Passwords::new(Cost::FULL);
            accounts::add(&storage, &passwords, clock.as_ref(), account).await?;
            Ok(())
        };
        let filled: Result<(), Box<dyn std::error::Error>> = self.runtime()?.block_on(fill);
        filled.map_err(|error| portal_failed(self.texts, &error))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone().unwrap_or_else(|| Arc::new(SystemClock))
    }

    fn runtime(&self) -> Result<tokio::runtime::Runtime, CliError> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| portal_failed(self.texts, &error))
    }

    /// A replica from nothing: vault, login, one exchange; closed, and so on the disk, at the end.
    fn fill_replica(&self, url: &str) -> Result<DataKey, CliError> {
        let store_failed = |error| store_error(self.texts, &error);
        // The passphrase is random and of 120 bits: a costly derivation would protect nothing.
        let key = Vault::at(&self.data)
            .create(&self.passphrase, KdfParams::TINY)
            .map_err(store_failed)?;
        let store = Store::open(&self.data, &key, OpenMode::Write).map_err(store_failed)?;
        let settings = ClientSettings {
            bypass_proxy: true,
            ..ClientSettings::new(url)
        };
        let client = Client::new(&settings).map_err(|error| portal_failed(self.texts, &error))?;
        self.runtime()?
            .block_on(first_exchange(
                store,
                client,
                self.clock(),
                url,
                self.password.clone(),
            ))
            .map_err(|failure| portal_failed(self.texts, &failure))?;
        Ok(key)
    }
}

async fn first_exchange(
    store: Store,
    client: Client,
    clock: Arc<dyn Clock>,
    url: &str,
    password: SecretString,
) -> Result<(), SyncFailure> {
    let (tell, _nobody_listens) = tokio::sync::mpsc::unbounded_channel();
    let engine = Engine::new(store.clone(), client, clock, tell, Settings::default());
    engine.login(url, UserName(USER.into()), password).await?;
    engine.exchange(Exchange::default()).await?;
    store.flush().await?;
    Ok(())
}
