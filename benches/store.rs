//! How fast the replica is with many requests, measured on its own.
//!
//! Figures are printed beside their limits; nothing fails here, because a busy machine is no
//! fault of the program. `AWP_BENCH_REQUESTS` sets the size.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench prints, stops at the first surprise and reads clock and environment"
)]

use std::time::{Duration, Instant};

use awp::domain::filter::Filter;
use awp::domain::ids::{Number, Seq, Version};
use awp::domain::row::Scope;
use awp::domain::rules::RuleSet;
use awp::domain::search::Query;
use awp::store::{DataKey, KdfParams, OpenMode, Reader, RowQuery, Store, Vault};
use awp::wire::feed::{Change, Cursor, EntityKey, EntityKind, SnapshotPage};
use jiff::civil::date;
use serde_json::json;

const WORDS: [&str; 16] = [
    "тұрғын",
    "үй",
    "кезек",
    "туралы",
    "ипотека",
    "сұраймын",
    "құжат",
    "мерзім",
    "жауап",
    "прошу",
    "сообщить",
    "порядок",
    "очереди",
    "жилищной",
    "программы",
    "несие",
];

fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let requests: u64 = std::env::var("AWP_BENCH_REQUESTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    println!("{requests} requests in the replica\n");
    println!("{:<44} {:>12}   limit", "figure", "measured");
    let dir = tempfile::tempdir().unwrap();
    let key = Vault::at(dir.path())
        .create(&"bench".into(), KdfParams::TINY)
        .unwrap();
    let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
    fill(&store, requests);
    drop(store);

    let begin = Instant::now();
    let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
    let reader = store.reader();
    reader.rows(&query("", 0)).unwrap();
    row("open to the first window", begin.elapsed(), "<= 50 ms");
    store.flush().wait().unwrap();

    let deep = usize::try_from(requests).unwrap_or(0) / 3;
    figure("window of 100 at the top", "<= 3 ms", || {
        drop(reader.rows(&query("", 0)));
    });
    figure("window of 100 deep inside", "<= 3 ms", || {
        drop(reader.rows(&query("", deep)));
    });
    figure("counts", "<= 3 ms", || {
        drop(reader.counts(date(2026, 3, 6)));
    });
    figure("item", "<= 1.3 ms", || {
        drop(reader.item(Number::request(700_500)));
    });
    figure("requests related to one", "<= 100 ms", || {
        drop(reader.related(Number::request(700_500)));
    });
    let open = query("", 0);
    let low = reader.rows(&query("", deep)).unwrap().rows;
    let number = low.first().unwrap().number;
    figure("position of an item deep inside", "<= 3 ms", || {
        assert!(reader.position_of(number, &open).unwrap() == Some(deep));
    });
    for expression in [
        "тұрғ",
        "ипотека overdue",
        "тұрғ ипот",
        "тұрғ -ипот",
        "тұрғ state:answered",
        "\"тұрғын үй\"",
        "12345",
        "category:transport",
        "state:answered",
        "due:<2wd",
    ] {
        filtered(&store, &reader, expression);
    }
    searched(&store, &reader, "тұрғ");
    searched(&store, &reader, "турғын ипот");
    searched(&store, &reader, "12345");
    renewed(&dir, &key, store);
    let size = std::fs::metadata(dir.path().join("replica.db"))
        .unwrap()
        .len();
    println!("{:<44} {:>9} MB", "size of the database", size / 1_000_000);
}

/// A search over everything right after a change.
fn searched(store: &Store, reader: &Reader, typed: &str) {
    let wanted = Query::parse(typed).unwrap();
    let name = format!("search {typed}");
    let mut times: Vec<Duration> = (0..9)
        .map(|n| {
            store.set_setting("bench", &n.to_string()).wait().unwrap();
            let begin = Instant::now();
            reader.search(&wanted, 50).unwrap();
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    row(&name, times.get(4).copied().unwrap_or_default(), "<= 50 ms");
}

/// The index renewed after an upgrade, and the longest time a change waited meanwhile.
fn renewed(dir: &tempfile::TempDir, key: &DataKey, store: Store) {
    let begin = Instant::now();
    store.outdate_index().wait().unwrap();
    row("the index emptied by an upgrade", begin.elapsed(), "");
    drop(store);
    let begin = Instant::now();
    let store = Store::open(dir.path(), key, OpenMode::Write).unwrap();
    let wanted = Query::parse("кезек").unwrap();
    let mut longest = Duration::ZERO;
    while store.reader().search(&wanted, 1).unwrap().partial {
        std::thread::sleep(Duration::from_millis(20));
        let change = Instant::now();
        store.set_setting("bench", "renewing").wait().unwrap();
        longest = longest.max(change.elapsed());
    }
    row("index renewed after an upgrade", begin.elapsed(), "");
    row("longest wait of a change meanwhile", longest, "<= 100 ms");
}

/// A filter right after a change, so that nothing of it is known from before.
fn filtered(store: &Store, reader: &Reader, expression: &str) {
    let asked = query(expression, 0);
    let name = format!("filter {expression}");
    let mut times: Vec<Duration> = (0..9)
        .map(|n| {
            store.set_setting("bench", &n.to_string()).wait().unwrap();
            let begin = Instant::now();
            reader.rows(&asked).unwrap();
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    row(&name, times.get(4).copied().unwrap_or_default(), "<= 50 ms");
}

fn figure(name: &str, limit: &str, work: impl Fn()) {
    let mut times: Vec<Duration> = (0..51)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    row(name, times.get(25).copied().unwrap_or_default(), limit);
}

fn row(figure: &str, measured: Duration, limit: &str) {
    println!(
        "{figure:<44} {:>9.2} ms   {limit}",
        measured.as_secs_f64() * 1e3
    );
}

fn query(expression: &str, offset: usize) -> RowQuery {
    let rules = RuleSet::builtin().unwrap();
    RowQuery {
        scope: Scope::Home,
        filter: Filter::parse(expression, &rules.categories).unwrap(),
        today: date(2026, 3, 6),
        me: None,
        offset,
        limit: 100,
    }
}

fn fill(store: &Store, requests: u64) {
    store.begin_snapshot().wait().unwrap();
    let begin = Instant::now();
    let mut from = 0;
    while from < requests {
        let until = (from + 1_000).min(requests);
        let page = SnapshotPage {
            cursor: Cursor("e1.1.h1".into()),
            next: (until < requests).then(|| until.to_string()),
            total: requests,
            server_time: "2026-03-06T07:00:00Z".parse().unwrap(),
            entities: (from..until).map(entity).collect(),
        };
        let page = store.reader().prepare(page).unwrap();
        store.apply_snapshot_page(page).wait().unwrap();
        from = until;
    }
    let seconds = begin.elapsed().as_secs_f64();
    let rate = f64::from(u32::try_from(requests).unwrap_or(u32::MAX)) / seconds;
    println!("{:<44} {rate:>10.0}/s   >= 5000/s", "filling");
}

fn entity(n: u64) -> Change {
    let mut random = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let text: Vec<String> = (0..next(60) + 10)
        .map(|_| {
            let word = usize::try_from(next(16)).unwrap_or(0);
            match next(4) {
                0 => next(50_000).to_string(),
                _ => WORDS.get(word).copied().unwrap_or_default().to_owned(),
            }
        })
        .collect();
    let category = ["mortgage", "transport", "health", "land"];
    let state = ["new", "moderation", "consideration", "answered", "returned"];
    let pick = |from: &[&'static str], at: u64| {
        from.get(usize::try_from(at).unwrap_or(0))
            .copied()
            .unwrap_or_default()
    };
    let day = date(2024, 1, 10)
        .saturating_add(jiff::Span::new().days(i64::try_from(next(780)).unwrap_or(0)));
    let number = 700_000 + n;
    Change {
        key: EntityKey {
            kind: EntityKind::Request,
            id: number.to_string(),
        },
        version: Version(1),
        seq: Seq(n + 1),
        deleted: false,
        body: json!({
            "number": number.to_string(), "holder": "990240000018",
            "received_at": format!("{day}T05:00:00Z"), "registered_on": day.to_string(),
            "category": pick(&category, next(4)), "lang": "kk", "text": text.join(" "),
            "requester": {"name": "Аты Жөні", "iin": "900101300017", "signature": "eds"},
            "state": pick(&state, next(5)), "pack": "order145-2023", "history": [],
        })
        .into(),
    }
}
