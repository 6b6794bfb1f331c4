//! A desk for the robot: a portal on a loopback port, a replica filled from it, the loop.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ratatui::Terminal;
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::robot::{Glass, Robot, keyboard};
use crate::app::layout::Layout;
use crate::clock::{Clock as _, ManualClock};
use crate::config::{ColorDepth, Environment, Keyboard};
use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::domain::local_text::Lang;
use crate::portal::rig::stage::{self, Stage};
use crate::portal::rig::{BIN, PASSWORD, Rig, config as patient};
use crate::portal::rules_change::{self, Proposal};
use crate::portal::{self, Portal};
use crate::runtime::effects::PortalSwitch;
use crate::runtime::event_loop::Ended;
use crate::runtime::pace::Pace;
use crate::runtime::signals::Signal;
use crate::runtime::workstation::{Hands, Look, Screens, Workstation, shell};
use crate::store::{KdfParams, OpenMode, Store, Vault};
use crate::sync::client::{Client, ClientSettings};
use crate::sync::engine::{Engine, Exchange, Settings};
use crate::sync::status::SyncEvent;

/// The account at the desk.
const USER: &str = "aigul";

/// The portal of a test: reached over HTTP, looked into directly.
pub(super) struct Site {
    pub(super) rig: Rig,
    address: SocketAddr,
    serving: Mutex<Option<(Arc<Portal>, JoinHandle<()>)>>,
    pub(super) handle: Handle,
    pub(super) intake: String,
    pub(super) numbers: Vec<String>,
}

impl Site {
    async fn new() -> Self {
        let rig = Rig::new().await;
        let intake = rig.sign_in(Role::Intake).await;
        Self::of(rig, intake).await
    }

    async fn of(rig: Rig, intake: String) -> Self {
        rig.add(USER, Role::Administrator, Some(BIN)).await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Self {
            address: listener.local_addr().unwrap(),
            rig,
            serving: Mutex::default(),
            handle: Handle::current(),
            intake,
            numbers: Vec::new(),
        };
        site.serve(listener).await;
        site
    }

    async fn serve(&self, listener: TcpListener) {
        let config = patient();
        let (storage, clock) = (self.rig.storage.clone(), self.rig.clock.clone());
        let portal = Portal::open(storage, clock, config).await.unwrap();
        let served = portal::serve(Arc::clone(&portal), listener, None);
        let task = self.handle.spawn(async { served.await.unwrap() });
        *self.serving.lock().unwrap() = Some((portal, task));
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes the replica of an account in a folder and fills it; gives what exchanges it.
    pub(super) async fn replica(
        &self,
        folder: &Path,
        user: &str,
        tell: mpsc::UnboundedSender<SyncEvent>,
    ) -> (Store, Engine<Client>) {
        let key = Vault::at(folder).create(&"сөз".into(), KdfParams::TINY);
        let store = Store::open(folder, &key.unwrap(), OpenMode::Write).unwrap();
        let client = Client::new(&ClientSettings {
            bypass_proxy: true,
            ..ClientSettings::new(self.url())
        });
        let clock = self.rig.clock.clone();
        let settings = Settings::default();
        let engine = Engine::new(store.clone(), client.unwrap(), clock, tell, settings);
        let user = UserName(user.into());
        let signed_in = engine.login(&self.url(), user, PASSWORD.into()).await;
        signed_in.unwrap();
        engine.exchange(Exchange::default()).await.unwrap();
        (store, engine)
    }

    /// How many of something the portal that serves holds open, as its metrics tell.
    pub(super) fn open(&self, what: &str) -> u32 {
        let serving = self.serving.lock().unwrap();
        let text = serving.as_ref().unwrap().0.metrics_text();
        let name = format!("awp_{what} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&name));
        line.unwrap().parse().unwrap()
    }

    /// Hands in a request, as the citizens' side does.
    pub(super) async fn receives(&self, text: &str) -> String {
        self.rig.receive(&self.intake, BIN, text).await
    }

    /// An entity as the portal has it, told to the account at the desk.
    async fn entity(&self, kind: &str, id: &str) -> Option<Value> {
        let token = self.rig.login(USER, PASSWORD, uuid::Uuid::max()).await.ok();
        let token = token["access_token"].as_str().unwrap().to_owned();
        let page = self
            .rig
            .get("/v1/snapshot?limit=1000", Some(&token))
            .await
            .ok();
        let all = page["entities"].as_array().unwrap();
        let mut found = all.iter();
        let found = found.find(|entity| entity["kind"] == *kind && entity["id"] == *id);
        found.cloned()
    }

    /// The body of a request as the portal has it, and its version.
    async fn request(&self, number: &str) -> (Value, u64) {
        let found = self.entity("request", number).await.unwrap();
        (found["body"].clone(), found["version"].as_u64().unwrap())
    }

    /// Signs a colleague of the same holder in; gives the access token.
    pub(super) async fn colleague(&self, user: &str) -> String {
        self.rig
            .sign_in_as(user, Role::Administrator, Some(BIN))
            .await
    }

    /// What a colleague asks of the portal about the desk of a request.
    pub(super) async fn asks(&self, token: &str, path: &str, number: &str, order: Value) {
        let mut body = serde_json::json!({
            "entity": {"kind": "request", "id": number},
            "device": uuid::Uuid::from_u128(2),
        });
        for (name, value) in order.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.rig.post(path, Some(token), &body).await.ok();
    }

    /// A colleague accepts a request.
    pub(super) async fn accepts(&self, user: &str, token: &str, number: &str) {
        let mut op = self.rig.op(number, "accept", serde_json::json!({})).await;
        op["actor"] = user.into();
        let results = self.rig.ops(token, &[op]).await;
        assert_eq!(results[0]["verdict"], "applied");
    }

    /// A citizen asks a question of the first conference.
    pub(super) async fn asks_question(&self, n: u32, text: &str) {
        let body = serde_json::json!({"text": text, "asker": stage::person(n)});
        let path = "/v1/public/conferences/K-1/questions";
        self.rig.post(path, Some(&self.intake), &body).await.ok();
    }

    /// The form of a conference as the portal has it.
    pub(super) async fn form(&self, id: &str) -> Value {
        self.body("conference", id).await["form"].clone()
    }

    /// The body of any item as the portal has it.
    pub(super) async fn body(&self, kind: &str, id: &str) -> Value {
        self.entity(kind, id).await.unwrap()["body"].clone()
    }

    /// The place of an item in the feed, once it has a state.
    pub(super) async fn seq_of(&self, kind: &str, id: &str, state: &str) -> Option<u64> {
        let found = self.entity(kind, id).await?;
        let is_so = found["body"]["state"] == *state;
        is_so.then(|| found["seq"].as_u64()).flatten()
    }

    /// Sets the clock of the portal, a local time of Asia/Almaty.
    pub(super) fn clock_at(&self, local: &str) {
        let at = crate::domain::zone::instant(local.parse().unwrap()).unwrap();
        self.rig.clock.set(at);
    }

    /// A colleague answers a question.
    pub(super) async fn answers(&self, user: &str, id: &str, text: &str) {
        let token = self.colleague(user).await;
        let args = serde_json::json!({"text": text});
        let mut op = self.rig.op(id, "answer-question", args).await;
        (op["actor"], op["entity"]["kind"]) = (user.into(), "question".into());
        let results = self.rig.ops(&token, &[op]).await;
        assert_eq!(results[0]["verdict"], "applied", "{}", results[0]);
    }

    /// The state of any item as the portal has it; nothing where it has none.
    pub(super) async fn state_of(&self, kind: &str, id: &str) -> Option<String> {
        let found = self.entity(kind, id).await?;
        Some(found["body"]["state"].as_str()?.to_owned())
    }

    /// The desk of a request as the portal has it; null where nobody sat at it.
    pub(super) async fn desk(&self, number: &str) -> Value {
        let found = self.entity("desk", number).await;
        found.map_or(Value::Null, |desk| desk["body"].clone())
    }

    /// State and version of a request at the portal.
    pub(super) async fn state(&self, number: &str) -> (String, u64) {
        let (body, version) = self.request(number).await;
        (body["state"].as_str().unwrap().to_owned(), version)
    }

    /// Changes the rules from another process, as the operator does while the portal serves.
    pub(super) async fn changes(&self, proposal: Proposal) {
        let (storage, now) = (self.rig.other_process(), self.rig.clock.now());
        let plan = rules_change::plan(&storage, proposal, now).await.unwrap();
        let by = UserName("operator".into());
        rules_change::apply(&storage, &plan, by, Vec::new(), now)
            .await
            .unwrap();
    }

    /// A colleague changes the profile of the holder.
    pub(super) async fn changes_profile(&self, token: &str, change: Value) {
        let view = self.rig.get("/v1/profile", Some(token)).await.ok();
        let body = serde_json::json!({"base_version": view["base_version"], "change": change});
        self.rig.post("/v1/profile", Some(token), &body).await.ok();
    }

    /// The version of the holder's profile at the portal.
    pub(super) async fn profile_version(&self) -> u64 {
        let token = self.rig.login(USER, PASSWORD, uuid::Uuid::max()).await.ok();
        let token = token["access_token"].as_str().unwrap().to_owned();
        let view = self.rig.get("/v1/profile", Some(&token)).await.ok();
        view["base_version"].as_u64().unwrap()
    }

    /// How often something happened to a request at the portal.
    pub(super) async fn events(&self, number: &str, event: &str) -> usize {
        let (body, _) = self.request(number).await;
        let history = body["history"].as_array().unwrap();
        history
            .iter()
            .filter(|entry| entry["event"] == *event)
            .count()
    }
}

impl PortalSwitch for Site {
    fn switch(&self, on: bool) -> io::Result<()> {
        if on {
            let listener = TcpListener::bind(self.address)?;
            self.handle.block_on(self.serve(listener));
        } else if let Some((portal, task)) = self.serving.lock().unwrap().take() {
            // Waited for, not broken off: a connection that is still served would take a decision.
            portal.close();
            let _ = self.handle.block_on(task);
        }
        Ok(())
    }
}

/// A desk, ready to be sat down at.
pub(super) struct Desk {
    site: Arc<Site>,
    dir: tempfile::TempDir,
    lang: Lang,
    /// The clock of the workstation, where it is not the portal's.
    watch: Option<Arc<ManualClock>>,
    keyboard: Keyboard,
}

impl Desk {
    /// A desk whose replica has some fresh requests.
    pub(super) async fn with_requests(count: usize) -> Self {
        let mut site = Site::new().await;
        for index in 0..count {
            let text = format!("Тұрғын үй кезегі туралы ақпарат беріңіз, {index}-сұрау салу.");
            let number = site.receives(&text).await;
            site.numbers.push(number);
            site.rig.clock.advance(Duration::from_secs(1));
        }
        Self::at(site, Lang::En).await
    }

    /// A desk whose screens speak a language and whose replica has one fresh request.
    pub(super) async fn with_request_in(lang: Lang, text: &str) -> Self {
        let mut site = Site::new().await;
        site.numbers.push(site.receives(text).await);
        Self::at(site, lang).await
    }

    /// A desk at a portal on which a conference is open, with so many questions of citizens.
    pub(super) async fn at_conference(questions: u32) -> Self {
        let stage = Stage::new().await;
        stage.open().await;
        for n in 0..questions {
            stage
                .ask(n, &format!("Кезек қашан жылжиды, {n}?"))
                .await
                .ok();
        }
        let intake = stage.token("intake");
        Self::at(Site::of(stage.rig, intake).await, Lang::En).await
    }

    /// A desk at a portal that is still empty, on a day.
    pub(super) async fn on_a_day(starts: jiff::civil::DateTime, lang: Lang) -> Self {
        let rig = Rig::new().await;
        rig.clock.set(crate::domain::zone::instant(starts).unwrap());
        for role in [Role::Moderator, Role::Operator] {
            rig.sign_in(role).await;
        }
        let intake = rig.sign_in(Role::Intake).await;
        Self::at(Site::of(rig, intake).await, lang).await
    }

    async fn at(site: Site, lang: Lang) -> Self {
        let desk = Self {
            site: Arc::new(site),
            dir: tempfile::tempdir().unwrap(),
            lang,
            watch: None,
            keyboard: Keyboard::Us,
        };
        desk.fill().await;
        desk
    }

    async fn fill(&self) {
        let (tell, _heard) = mpsc::unbounded_channel();
        self.site.replica(self.dir.path(), USER, tell).await;
    }

    /// The portal behind the desk.
    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    /// The settings that were saved.
    pub(super) fn config(&self) -> Option<crate::config::Config> {
        crate::config::Config::load(&self.dir.path().join("config.toml"), true).ok()
    }

    /// Writes a file beside the settings.
    pub(super) fn writes(&self, file: &str, text: &str) {
        let path = self.dir.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The draft of a return as it is on the disk, read by an instance of its own.
    pub(super) fn draft(&self, number: &str) -> String {
        let draft = self
            .onlooker()
            .reader()
            .draft(number.parse().unwrap(), "motive")
            .unwrap();
        draft.map(|draft| draft.text.0).unwrap_or_default()
    }

    /// The replica as an instance sees it that only looks.
    pub(super) fn onlooker(&self) -> Store {
        let key = Vault::at(self.dir.path()).unlock(&"сөз".into()).unwrap();
        Store::open(self.dir.path(), &key, OpenMode::Read).unwrap()
    }

    pub(super) fn store(&self) -> Store {
        let key = Vault::at(self.dir.path()).unlock(&"сөз".into()).unwrap();
        Store::open(self.dir.path(), &key, OpenMode::Write).unwrap()
    }

    fn workstation(&self) -> Workstation {
        Workstation {
            unlocked: std::time::Instant::now(),
            store: self.store(),
            folder: self.dir.path().to_owned(),
            clock: self.clock(),
            look: Look {
                lang: None,
                default_lang: self.lang,
                theme: None,
                themes: Some(self.dir.path().join("themes")),
                templates: None,
                keys: None,
                keyboard: Some(self.keyboard),
                color: Some(ColorDepth::Mono),
                ascii: false,
                slow_link: None,
                environment: Environment::default(),
            },
            config_file: self.dir.path().join("config.toml"),
            config: self.config().unwrap_or_default(),
            read_only: false,
            authority: None,
            portal: Some(self.site.clone()),
        }
    }

    /// Sits down, does what the journey says, and leaves by a signal; gives how the loop ended.
    pub(super) async fn journey(&self, does: impl AsyncFnOnce(&mut Robot, &Site)) -> Ended {
        let glass = Glass::new(120, 40);
        let (keys, input) = keyboard();
        let (signal, signals) = mpsc::unbounded_channel();
        let terminal = Terminal::new(glass.clone()).unwrap();
        let workstation = self.workstation();
        let reread = Arc::new(AtomicBool::new(false));
        let look = workstation.look.clone();
        let hands = Hands {
            terminal,
            layout: Layout::new(120, 40),
            input,
            view: Screens::new(look, Arc::clone(&reread), workstation.unlocked),
            signals,
            tty: None,
            editor: None,
            reread,
            pace: Pace::default(),
        };
        let (shell, model, first) = Box::pin(shell(workstation, hands)).await.unwrap();
        let mut robot = Robot {
            glass,
            keys,
            clock: self.clock(),
            signals: signal.clone(),
            place: String::new(),
        };
        let site = Arc::clone(&self.site);
        let journey = async {
            does(&mut robot, &site).await;
            let _ = signal.send(Signal::End(crate::cli::Exit::Terminated));
            // Kept until the loop is told: a closed channel would end it differently.
            std::future::pending::<()>().await;
        };
        tokio::select! {
            ended = Box::pin(shell.run(model, first)) => ended,
            () = journey => unreachable!(),
        }
    }

    fn clock(&self) -> Arc<ManualClock> {
        let portal = &self.site.rig.clock;
        Arc::clone(self.watch.as_ref().unwrap_or(portal))
    }

    /// From now on the mouse is listened to.
    pub(super) fn has_mouse(&self) {
        let file = self.dir.path().join("config.toml");
        std::fs::write(file, "mouse = true\n").unwrap();
    }

    /// From now on the keyboard has another layout.
    pub(super) const fn has_keyboard(&mut self, keyboard: Keyboard) {
        self.keyboard = keyboard;
    }

    /// From now on the workstation has a clock of its own, so far ahead of the portal's.
    pub(super) fn clock_ahead(&mut self, by: Duration) {
        let now = self.site.rig.clock.now();
        self.watch = Some(Arc::new(ManualClock::at(now + by)));
    }
}
