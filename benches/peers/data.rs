//! The generated data: the same titles for every program, in mails, commits and requests.
//!
//! Items are numbered from 1, the newest last. Most titles are one of a few Kazakh and Russian
//! phrases; nine rare words stand in one item each, for searching, and nine more in one of a
//! thousand, for filtering. Each is asked for once, so that no program answers from memory.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;

/// Words that stand in one item each.
pub const SOUGHT: [&str; 9] = [
    "Темірқазық",
    "Жетіқарақшы",
    "Шолпантаң",
    "Сүмбілежұлдыз",
    "Есекқырған",
    "Құсжолындағы",
    "Айтолқыны",
    "Үркершоқ",
    "Таразыжұлдыз",
];

/// Words that stand in one item of a thousand.
pub const FREQUENT: [&str; 9] = [
    "Аққайыңды",
    "Қызылжартас",
    "Сарыөзендік",
    "Көкшалғын",
    "Бетпақты",
    "Мұзартқан",
    "Алакөлдік",
    "Балқашты",
    "Жетісулық",
];

/// What stands behind a rare word in the title, so that the word found is told from the typed one.
pub const BEHIND: &str = "өңірі";

/// A phrase of the text of every mail and commit.
pub const GREETING: &str = "Құрметті әріптестер";

const PHRASES: [&str; 8] = [
    "тұрғын үй кезегі туралы мәлімет беру",
    "О сроках рассмотрения обращения граждан",
    "ипотекалық несиенің шарттары қандай",
    "Прошу сообщить порядок очереди на жильё",
    "жергілікті бюджеттің атқарылуы жөнінде",
    "О ремонте дороги по улице Абая",
    "балабақшаға орын алу тәртібі",
    "Разъяснить порядок получения субсидии",
];

/// When the oldest item was written, in seconds since 1970; each one is a minute younger.
const FIRST: u64 = 1_577_836_800;

/// So many items from one that has a word for filtering to the next.
const EVERY: u32 = 1_000;

/// Where the data of one run lie, and how many items they have.
pub struct Data<'a> {
    folder: &'a Path,
    /// Mails, commits and requests.
    pub items: u32,
}

impl<'a> Data<'a> {
    /// The data of so many items in a folder; nothing is made yet.
    pub fn new(folder: &'a Path, items: u32) -> Self {
        Self { folder, items }
    }

    /// The place of a kind of data; different sizes lie beside each other.
    pub fn place(&self, kind: &str) -> PathBuf {
        self.folder.join(format!("{kind}-{}", self.items))
    }

    /// An empty home for a program, which knows of nobody's settings.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn home(&self, name: &str) -> Outcome<PathBuf> {
        let home = self.folder.join("homes").join(name);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::create_dir_all(&home)?;
        Ok(home)
    }

    /// Makes data in their place unless they are complete there already.
    ///
    /// # Errors
    /// What `make` says.
    pub fn once(&self, kind: &str, make: impl FnOnce(&Path) -> Outcome<()>) -> Outcome<PathBuf> {
        let place = self.place(kind);
        let complete = place.join(".complete");
        if complete.exists() {
            return Ok(place);
        }
        if place.exists() {
            fs::remove_dir_all(&place)?;
        }
        fs::create_dir_all(&place)?;
        make(&place)?;
        File::create(complete)?;
        Ok(place)
    }

    /// The folder of mails, a maildir `INBOX` in it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn mails(&self) -> Outcome<PathBuf> {
        self.once("mails", |place| {
            let inbox = place.join("INBOX");
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(inbox.join(part))?;
            }
            for item in 1..=self.items {
                let name = format!("{}.{item:07}.bench:2,S", written(item));
                fs::write(inbox.join("cur").join(name), self.mail(item))?;
            }
            Ok(())
        })
    }

    fn mail(&self, item: u32) -> String {
        let (lang, from) = if item.is_multiple_of(2) {
            ("ru", "Пётр Сергеев")
        } else {
            ("kk", "Айгүл Есенова")
        };
        let date = jiff::Timestamp::from_second(i64::try_from(written(item)).unwrap_or_default());
        let date = date.map_or_else(
            |_| String::new(),
            |date| date.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
        );
        let mut mail = format!(
            "From: {from} <sender{}@mail.example>\nTo: bench@mail.example\nDate: {date}\n\
             Message-ID: <{item}@mail.example>\nSubject: {}\nMIME-Version: 1.0\n\
             Content-Language: {lang}\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\n{GREETING}!\n\n",
            item % 997,
            self.title(item),
        );
        for line in 0..8 {
            // Writing into a text cannot fail.
            let _ = writeln!(mail, "{}.", phrase(item.wrapping_add(line)));
        }
        mail
    }

    /// The history of a repository, a commit an item.
    ///
    /// # Errors
    /// `git` cannot be run or does not take it.
    pub fn repository(&self) -> Outcome<PathBuf> {
        self.once("repository", |place| {
            git(place, &["init", "--quiet", "--initial-branch=main"])?;
            let mut import = quiet_git(place)
                .args(["fast-import", "--quiet"])
                .stdin(Stdio::piped())
                .spawn()?;
            let pipe = import.stdin.take().ok_or("git takes no input")?;
            let mut pipe = BufWriter::new(pipe);
            for item in 1..=self.items {
                pipe.write_all(self.commit(item).as_bytes())?;
            }
            pipe.into_inner()?.flush()?;
            if !import.wait()?.success() {
                return Err("git does not take the history".into());
            }
            git(place, &["reset", "--quiet", "--hard"])
        })
    }

    fn commit(&self, item: u32) -> String {
        let message = format!("{}\n\n{GREETING}! {}.\n", self.title(item), phrase(item));
        let body = format!("{item}\n");
        format!(
            "commit refs/heads/main\ncommitter Айгүл Есенова <aigul@mail.example> {} +0000\n\
             data {}\n{message}M 100644 inline notes.txt\ndata {}\n{body}\n",
            written(item),
            message.len(),
            body.len(),
        )
    }

    /// The title of an item, which begins with its number.
    pub fn title(&self, item: u32) -> String {
        let rare = self
            .rare(item)
            .map_or_else(String::new, |word| format!("{word} {BEHIND} "));
        format!("№ {item:07} {rare}{}", phrase(item))
    }

    /// The rare word of an item, if it has one.
    pub fn rare(&self, item: u32) -> Option<&'static str> {
        let sought = (0..).zip(SOUGHT).find(|(n, _)| self.place_of(*n) == item);
        let frequent = || {
            let place = usize::try_from((item % EVERY).checked_sub(100)?).ok()?;
            FREQUENT.get(place).copied()
        };
        sought.map(|(_, word)| word).or_else(frequent)
    }

    /// The item with one of the words that are sought: far from both ends of the list.
    fn place_of(&self, word: u32) -> u32 {
        // Not among those of a thousand that have a word for filtering.
        let thousands = |items: u32| items / EVERY * EVERY;
        thousands(self.items / 5 * 2) + word * thousands(self.items / 50) + 500 + 7 * word
    }

    /// How many items have each of the words for filtering.
    pub fn matches(&self) -> Vec<u32> {
        let rest = self.items % EVERY;
        let matches = (100..)
            .zip(FREQUENT)
            .map(|(place, _)| u32::from(rest >= place));
        matches.map(|more| self.items / EVERY + more).collect()
    }

    /// The first words of the newest title, which is at the top of every list.
    pub fn newest(&self) -> String {
        format!("№ {:07}", self.items)
    }
}

fn phrase(item: u32) -> &'static str {
    let place = item.wrapping_mul(2_654_435_761) >> 29;
    let phrase = usize::try_from(place)
        .ok()
        .and_then(|place| PHRASES.get(place));
    phrase.copied().unwrap_or_default()
}

/// When an item was written, in seconds since 1970.
fn written(item: u32) -> u64 {
    FIRST + 60 * u64::from(item)
}

fn git(place: &Path, arguments: &[&str]) -> Outcome<()> {
    if quiet_git(place).args(arguments).status()?.success() {
        Ok(())
    } else {
        Err(format!("git {arguments:?} failed").into())
    }
}

/// `git` without anybody's settings.
fn quiet_git(place: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(place).env("GIT_CONFIG_NOSYSTEM", "1");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("HOME", place);
    git
}
