//! The layers, held: who may name whom, how long a file may be, how a module begins.
#![expect(
    clippy::unwrap_used,
    reason = "a failed expectation ends the test with its reason"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Files of a room, files excepted, and what they may not name.
struct Law {
    rooms: &'static [&'static str],
    except: &'static [&'static str],
    forbidden: &'static [&'static [&'static str]],
}

/// What a room that only computes does not name.
const OUTSIDE: &[&str] = &[
    "tokio",
    "reqwest",
    "ratatui",
    "crossterm",
    "rusqlite",
    "axum",
    "std::fs",
    "std::net",
    "SystemTime",
];

const LAWS: &[Law] = &[
    Law {
        rooms: &["domain"],
        except: &[],
        forbidden: &[
            OUTSIDE,
            &[
                "Instant::now",
                "crate::wire",
                "crate::store",
                "crate::sync",
                "crate::app",
                "crate::ui",
                "crate::runtime",
                "crate::portal",
                "crate::cli",
                "crate::config",
            ],
        ],
    },
    Law {
        rooms: &["wire"],
        except: &[],
        forbidden: &[&[
            "tokio",
            "reqwest",
            "ratatui",
            "rusqlite",
            "axum::",
            "std::fs",
            "crate::store",
            "crate::sync",
            "crate::app",
            "crate::ui",
            "crate::runtime",
            "crate::portal",
        ]],
    },
    Law {
        rooms: &["package"],
        except: &[],
        forbidden: &[
            OUTSIDE,
            &[
                "crate::store",
                "crate::sync",
                "crate::app",
                "crate::ui",
                "crate::runtime",
                "crate::portal",
                "crate::cli",
                "crate::config",
            ],
        ],
    },
    Law {
        rooms: &["domain", "wire", "app", "ui", "paper", "training"],
        except: &[],
        forbidden: &[&["crate::package", "aws_lc_rs", "rustls"]],
    },
    Law {
        rooms: &["store"],
        except: &[],
        forbidden: &[&[
            "ratatui",
            "reqwest",
            "axum",
            "crate::sync",
            "crate::app",
            "crate::ui",
            "crate::runtime",
            "crate::portal",
            "crate::cli",
        ]],
    },
    Law {
        rooms: &["sync/plan", "sync/merge", "sync/backoff", "sync/status"],
        except: &[],
        forbidden: &[&[
            "tokio",
            "reqwest",
            "rusqlite",
            "std::fs",
            "SystemTime",
            ".await",
        ]],
    },
    Law {
        rooms: &["sync"],
        except: &[],
        forbidden: &[&[
            "ratatui",
            "axum",
            "crate::app",
            "crate::ui",
            "crate::portal",
            "crate::cli",
        ]],
    },
    Law {
        rooms: &["app"],
        except: &["app/editor.rs"],
        forbidden: &[&["ratatui"]],
    },
    Law {
        rooms: &["app"],
        except: &[],
        forbidden: &[&[
            "tokio",
            "reqwest",
            "rusqlite",
            "crossterm",
            "std::fs",
            "SystemTime",
            "crate::store",
            "crate::ui",
            "crate::runtime",
            "crate::portal",
            "crate::cli",
            "sync::engine",
            "sync::client",
            "sync::transport",
        ]],
    },
    Law {
        rooms: &["ui"],
        except: &[],
        forbidden: &[&[
            "tokio",
            "reqwest",
            "rusqlite",
            "std::fs",
            "SystemTime",
            "crate::store",
            "crate::sync",
            "crate::runtime",
            "crate::portal",
            "crate::cli",
        ]],
    },
    Law {
        rooms: &["paper"],
        except: &[],
        forbidden: &[
            OUTSIDE,
            &[
                "crate::wire",
                "crate::store",
                "crate::sync",
                "crate::app",
                "crate::ui",
                "crate::runtime",
                "crate::portal",
                "crate::cli",
                "crate::config",
            ],
        ],
    },
    Law {
        rooms: &["training"],
        except: &[],
        forbidden: &[
            OUTSIDE,
            &[
                "Instant::now",
                "crate::wire",
                "crate::store",
                "crate::sync",
                "crate::ui",
                "crate::runtime",
                "crate::portal",
                "crate::cli",
            ],
        ],
    },
    Law {
        rooms: &[
            "domain", "wire", "store", "sync", "app", "ui", "portal", "i18n",
        ],
        except: &[],
        forbidden: &[&["crate::paper", "krilla", "skrifa"]],
    },
    Law {
        rooms: &["portal"],
        except: &[],
        forbidden: &[&[
            "ratatui",
            "crossterm",
            "crate::app",
            "crate::ui",
            "crate::runtime",
            "crate::store",
            "crate::sync",
        ]],
    },
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn is_test(name: &str) -> bool {
    name.ends_with("tests.rs") || name.contains("/tests/")
}

/// The lines before the unit tests of a file; tests in a file of their own hide nothing.
fn before_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let next = text.lines().skip(1);
    let begins = |(line, next): (&str, &str)| {
        line == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{')
    };
    let end = text.lines().zip(next).position(begins);
    (1..).zip(text.lines()).take(end.unwrap_or(usize::MAX))
}

/// The code of a file: no comments, nothing from its unit tests on.
fn code(text: &str) -> Vec<(usize, &str)> {
    before_tests(text)
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect()
}

fn is_in(name: &str, room: &str) -> bool {
    name == format!("{room}.rs") || name.starts_with(&format!("{room}/"))
}

fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let boundary = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let before = boundary(line.get(..at).and_then(|head| head.chars().next_back()));
        let after = boundary(
            line.get(at + word.len()..)
                .and_then(|tail| tail.chars().next()),
        );
        (before || word.starts_with('.')) && (after || word.ends_with(':'))
    })
}

#[test]
fn every_layer_names_only_the_layers_below_it() {
    let mut broken = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !is_test(name)) {
        for law in LAWS {
            let applies = law.rooms.iter().any(|room| is_in(name, room));
            if !applies || law.except.contains(&name.as_str()) {
                continue;
            }
            for (number, line) in code(text) {
                for word in law.forbidden.concat() {
                    if !names(line, word) {
                        continue;
                    }
                    broken.push(format!("src/{name}:{number} names {word}: {}", line.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_rule_of_names_sees_a_forbidden_import() {
    assert!(names("use tokio::sync::mpsc;", "tokio"));
    assert!(names(
        "    let now = std::time::SystemTime::now();",
        "SystemTime"
    ));
    assert!(!names("let tokio_like = 1;", "tokio"));
    assert!(!names("use crate::domain::wire_text;", "crate::wire"));
}

#[test]
fn tests_in_a_file_of_their_own_hide_no_code() {
    let text = "#[cfg(test)]\nmod tests;\n\nuse a;\n\n#[cfg(test)]\nmod tests {\n    use b;\n}";
    let seen = code(text);
    assert!(seen.contains(&(4, "use a;")), "{seen:?}");
    assert!(seen.iter().all(|(_, line)| !line.contains("use b")));
}

#[test]
fn every_module_opens_with_its_purpose() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(name, _)| name)
        .collect();
    assert!(silent.is_empty(), "no //! at the top of: {silent:?}");
}

#[test]
fn no_file_is_longer_than_six_hundred_lines_tests_apart() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|(name, _)| !is_test(name))
        .map(|(name, text)| {
            let lines = before_tests(&text).count();
            (name, lines)
        })
        .filter(|(_, lines)| *lines > 600)
        .collect();
    assert!(long.is_empty(), "split: {long:?}");
}

#[test]
fn the_binary_is_forty_lines_at_most_and_no_module_is_a_mod_rs() {
    for (name, text) in sources() {
        assert!(!name.ends_with("mod.rs"), "{name}");
        if name == "main.rs" {
            assert!(text.lines().count() <= 40, "src/main.rs has grown");
        }
    }
}

#[test]
fn tasks_are_started_only_in_the_rooms_that_own_them() {
    let owners = ["runtime/", "portal/", "portal.rs", "runtime.rs", "cli/"];
    for (name, text) in sources().iter().filter(|(name, _)| !is_test(name)) {
        if owners.iter().any(|owner| name.starts_with(owner)) {
            continue;
        }
        for (number, line) in code(text) {
            assert!(
                !line.contains("tokio::spawn"),
                "src/{name}:{number} starts a task"
            );
        }
    }
}
