//! The portal of a world: its store, its clock, its nodes, its backups.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use futures_util::StreamExt as _;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

use super::link::{Reply, Sent};
use super::mutant::{Mutant, Mutation};
use super::turns::Turns;
use crate::clock::{Clock as _, ManualClock};
use crate::dice::Dice;
use crate::domain::act::Role;
use crate::domain::calendar::Transfer;
use crate::domain::ids::UserName;
use crate::portal::accounts::{self, NewAccount};
use crate::portal::directory::DirectoryCache;
use crate::portal::postgres::rig::Fresh;
use crate::portal::rig::{PASSWORD, request_body};
use crate::portal::rules_change::{self, Proposal};
use crate::portal::secrets::{Cost, Passwords};
use crate::portal::seed::{MAIN_HOLDER, Seed, seed};
use crate::portal::sqlite::Sqlite;
use crate::portal::storage::Storage;
use crate::portal::storage::measured::held::Held;
use crate::portal::{Config, Portal, router};

/// Monday 16 March 2026, 10:00 in Almaty: a conference of the seed is open.
pub(super) fn morning() -> Timestamp {
    "2026-03-16T05:00:00Z".parse().unwrap()
}

/// Who works on the items of a world.
pub(super) const PEOPLE: [(&str, Role); 3] = [
    ("aigul", Role::Administrator),
    ("daniyar", Role::Administrator),
    ("moderator", Role::Moderator),
];

/// The account of the citizens' side.
const INTAKE: &str = "citizens";

/// A directory that needs no disk, where there is one.
pub(super) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// A seeded portal as a file, made once.
async fn template() -> &'static Path {
    static TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
    let made = TEMPLATE.get_or_init(|| async {
        let dir = scratch();
        let storage = Sqlite::open(&dir.path().join("seeded.db")).unwrap();
        let plan = Seed {
            seed: 1,
            requests: 14,
            conference: true,
            at: morning(),
        };
        seed(&storage, plan).await.unwrap();
        let passwords = Passwords::new(Cost::LEAST);
        let clock = ManualClock::at(morning());
        let everybody = PEOPLE.into_iter().chain([(INTAKE, Role::Intake)]);
        for (user, role) in everybody {
            let new = NewAccount {
                user: UserName(user.to_owned()),
                role,
                holder: role.has_holder().then(|| MAIN_HOLDER.to_owned()),
                password: PASSWORD.into(),
            };
            accounts::add(&storage, &passwords, &clock, new)
                .await
                .unwrap();
        }
        let file = dir.path().join("template.db");
        storage.backup(file.clone()).await.unwrap();
        (dir, file)
    });
    &made.await.1
}

/// Where a portal of a world keeps what it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    /// In a file, served by one node.
    File(Mutation),
    /// On a PostgreSQL server, served by two nodes.
    Server,
}

/// The store in use.
enum Place {
    File(PathBuf, Mutation),
    Server(Box<Fresh>),
}

impl Place {
    /// Opens it; calls that are heard at once take turns there.
    async fn open(&self, turns: &Arc<Turns>) -> Arc<dyn Storage> {
        Arc::new(Held::new(self.store().await, turns.clone()))
    }

    async fn store(&self) -> Arc<dyn Storage> {
        match self {
            Self::File(file, Mutation::None) => Arc::new(Sqlite::open(file).unwrap()),
            Self::File(file, mutation) => {
                Arc::new(Mutant::of(Sqlite::open(file).unwrap(), *mutation))
            }
            Self::Server(database) => Arc::new(database.node().await),
        }
    }
}

/// One node of the portal.
struct Node {
    portal: Arc<Portal>,
    routes: Router,
}

/// The portal.
pub(super) struct Site {
    dir: TempDir,
    pub(super) clock: Arc<ManualClock>,
    pub(super) storage: Arc<dyn Storage>,
    place: Place,
    nodes: Vec<Node>,
    turns: Arc<Turns>,
    /// Calls so far: the nodes take them in turn.
    calls: AtomicUsize,
    /// Stores so far; a portal that falls back begins another one.
    stores: u32,
    backup: Option<PathBuf>,
    intake: Option<String>,
}

impl Site {
    pub(super) async fn new(store: Store, turns: Turns) -> Self {
        let dir = scratch();
        let clock = Arc::new(ManualClock::at(morning()));
        let place = filled(store, &dir.path().join("portal-0.db"), template().await).await;
        let turns = Arc::new(turns);
        let storage = place.open(&turns).await;
        let mut site = Self {
            dir,
            clock,
            storage,
            place,
            nodes: Vec::new(),
            turns,
            calls: AtomicUsize::new(0),
            stores: 0,
            backup: None,
            intake: None,
        };
        site.restart().await;
        site
    }

    /// Whether the portal ever fell back to a backup.
    pub(super) const fn fell_back(&self) -> bool {
        self.stores > 0
    }

    fn store(&self) -> Store {
        match &self.place {
            Place::File(_, mutation) => Store::File(*mutation),
            Place::Server(_) => Store::Server,
        }
    }

    /// Answers one call.
    pub(super) async fn hear(&self, sent: &Sent) -> Reply {
        let mut request = Request::builder()
            .method(sent.method.clone())
            .uri(&sent.path);
        if let Some(token) = &sent.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match &sent.body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.clone())
            }
            None => Body::empty(),
        };
        let turn = self.calls.fetch_add(1, Ordering::Relaxed);
        let node = &self.nodes[turn % self.nodes.len()];
        let response = node.routes.clone().oneshot(request.body(body).unwrap());
        let (parts, body) = response.await.unwrap().into_parts();
        let body = if sent.path == "/v1/stream" {
            // It does not end; what it says first is heard.
            let first = body.into_data_stream().next().await;
            first.transpose().unwrap().unwrap_or_default()
        } else {
            to_bytes(body, usize::MAX).await.unwrap()
        };
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// Answers several calls that arrive at the same moment.
    pub(super) async fn hear_at_once(&self, sent: &[&Sent], dice: &mut Dice) -> Vec<Reply> {
        let calls = sent.iter().map(|sent| self.hear(sent)).collect();
        self.turns.play(calls, dice).await
    }

    /// A citizen sends a request.
    pub(super) async fn receive(&mut self, words: &str) {
        for _ in 0..2 {
            if self.intake.is_none() {
                self.intake = Some(self.sign_in().await);
            }
            let body = request_body(MAIN_HOLDER, words);
            let sent = posted("/v1/public/requests", self.intake.clone(), &body);
            match self.hear(&sent).await.status {
                StatusCode::UNAUTHORIZED => self.intake = None,
                status => {
                    assert!(status.is_success(), "the intake answers {status}");
                    return;
                }
            }
        }
    }

    async fn sign_in(&self) -> String {
        let body = json!({
            "user": INTAKE, "password": PASSWORD, "device": uuid::Uuid::nil(),
        });
        let reply = self.hear(&posted("/v1/auth/login", None, &body)).await;
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        body["access_token"].as_str().unwrap().to_owned()
    }

    /// A Wednesday becomes free against its Saturday, or is a working day again: the calendar
    /// changes while decisions made under the one before are on their way.
    pub(super) async fn change_rules(&self, dice: &mut Dice) {
        let now = self.clock.now();
        let cache = DirectoryCache::default();
        let rules = &cache.current(&*self.storage).await.unwrap().rules;
        let mut year = rules.calendar.year(2026).unwrap().clone();
        let off = date(2026, 4, 1) + dice.between(0, 3).weeks();
        let before = year.transfers.len();
        year.transfers.retain(|transfer| transfer.off != off);
        if year.transfers.len() == before {
            year.transfers.push(Transfer {
                off,
                work: off + 3.days(),
                act: year.source.clone(),
            });
        }
        let proposal = Proposal {
            years: vec![year],
            ..Proposal::default()
        };
        let plan = rules_change::plan(&*self.storage, proposal, now).await;
        let by = UserName("operator".to_owned());
        rules_change::apply(&*self.storage, &plan.unwrap(), by, Vec::new(), now)
            .await
            .unwrap();
    }

    /// Conferences open and close by the clock.
    pub(super) async fn tick(&self) {
        for node in &self.nodes {
            node.portal.tick().await.unwrap();
        }
    }

    pub(super) fn wait(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// The nodes end and others begin on the same store.
    pub(super) async fn restart(&mut self) {
        for node in self.nodes.drain(..) {
            node.portal.close();
        }
        self.storage = self.place.open(&self.turns).await;
        self.nodes = vec![Node::on(&self.storage, &self.clock).await];
        if matches!(self.place, Place::Server(_)) {
            let other = self.place.open(&self.turns).await;
            self.nodes.push(Node::on(&other, &self.clock).await);
        }
    }

    pub(super) async fn back_up(&mut self) {
        let file = self.dir.path().join("backup.db");
        if file.exists() {
            std::fs::remove_file(&file).unwrap();
        }
        self.storage.backup(file.clone()).await.unwrap();
        self.backup = Some(file);
    }

    /// The portal falls back to its backup, as the deployment page says. Whether there was one.
    pub(super) async fn restore(&mut self) -> bool {
        let Some(backup) = self.backup.clone() else {
            return false;
        };
        self.stores += 1;
        let file = self.dir.path().join(format!("portal-{}.db", self.stores));
        let place = filled(self.store(), &file, &backup).await;
        let left = std::mem::replace(&mut self.place, place);
        self.restart().await;
        if matches!(self.place, Place::File(..)) {
            self.storage.rotate_epoch().await.unwrap();
        }
        self.intake = None;
        drop(left);
        true
    }

    /// All sessions of an account end.
    pub(super) async fn revoke(&self, user: &str) {
        let user = UserName(user.to_owned());
        let now = self.clock.now();
        self.storage.revoke(Some(user), now).await.unwrap();
    }

    /// What a portal that has forgotten the place of a replica answers.
    pub(super) fn gone(problem: &str) -> Reply {
        let body = json!({"type": problem, "title": "gone", "status": 410});
        Reply {
            status: StatusCode::GONE,
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
        }
    }
}

fn posted(path: &str, token: Option<String>, body: &Value) -> Sent {
    Sent {
        method: Method::POST,
        path: path.to_owned(),
        token,
        body: Some(body.to_string().into_bytes()),
        wait: Duration::ZERO,
    }
}

/// A store with what a backup has: the file is put in place, a database is filled from it.
async fn filled(store: Store, file: &Path, backup: &Path) -> Place {
    match store {
        Store::File(mutation) => {
            std::fs::copy(backup, file).unwrap();
            Place::File(file.to_owned(), mutation)
        }
        Store::Server => {
            let database = Fresh::new().await;
            let storage = database.node().await;
            assert!(storage.restore(backup.to_owned()).await.unwrap());
            Place::Server(Box::new(database))
        }
    }
}

impl Node {
    async fn on(storage: &Arc<dyn Storage>, clock: &Arc<ManualClock>) -> Self {
        let portal = start(storage, clock).await;
        Self {
            routes: router(Arc::clone(&portal)),
            portal,
        }
    }
}

async fn start(storage: &Arc<dyn Storage>, clock: &Arc<ManualClock>) -> Arc<Portal> {
    let config = Config {
        cost: Cost::LEAST,
        // Nobody is held off: what is played here are faults, not attacks.
        login_rate: crate::portal::limit::Rate {
            burst: 10_000,
            every_ms: 1,
        },
        ..Config::default()
    };
    Portal::open(Arc::clone(storage), clock.clone(), config)
        .await
        .unwrap()
}
