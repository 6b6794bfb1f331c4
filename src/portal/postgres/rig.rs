//! Databases of a PostgreSQL of the tests' own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::NoTls;

use super::{Login, Postgres, Target};

/// Names the server that the test command has started.
const SERVER: &str = "AWP_TEST_POSTGRES";

/// Held for its standard input: it closes with the process, and the server ends.
static OWN: OnceLock<(Child, String)> = OnceLock::new();

/// The connection string of the server; starts one for this process if nobody has started one.
#[expect(
    clippy::disallowed_methods,
    reason = "the test command names its server so"
)]
fn server() -> String {
    if let Ok(text) = std::env::var(SERVER) {
        return text;
    }
    let started = || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.config/postgres.sh");
        let mut child = Command::new(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        assert!(line.contains("host="), "PostgreSQL did not start: {line}");
        (child, line.trim().to_owned())
    };
    OWN.get_or_init(started).1.clone()
}

/// A database of one test; gone with it.
pub(crate) struct Fresh {
    name: String,
    target: Target,
}

impl Fresh {
    pub(crate) async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("awp_{}_{count}", std::process::id());
        ask(&format!("CREATE DATABASE {name}")).await;
        let target = Target::read(&server(), &Login::default()).unwrap();
        Self {
            target: target.with_database(&name),
            name,
        }
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    /// For the command line.
    pub(crate) fn text(&self) -> String {
        server().replace("dbname=postgres", &format!("dbname={}", self.name))
    }

    /// One node more on the database.
    pub(crate) async fn node(&self) -> Postgres {
        Postgres::open(&self.target).await.unwrap()
    }

    /// Lets the owner of the server run statements in the database.
    pub(crate) async fn run(&self, sql: &str) -> Vec<tokio_postgres::SimpleQueryMessage> {
        in_database(&self.target, sql).await
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // Not on the runtime of the test, which may be over.
        let dropping = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(ask(&sql));
        });
        dropping.join().unwrap();
    }
}

async fn ask(sql: &str) {
    let target = Target::read(&server(), &Login::default()).unwrap();
    in_database(&target, sql).await;
}

async fn in_database(target: &Target, sql: &str) -> Vec<tokio_postgres::SimpleQueryMessage> {
    let (client, connection) = target.config.connect(NoTls).await.unwrap();
    let asked = async {
        let rows = client.simple_query(sql).await.unwrap();
        drop(client);
        rows
    };
    let (rows, ended) = tokio::join!(asked, connection);
    ended.unwrap();
    rows
}
