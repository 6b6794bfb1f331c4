//! Templates of letters: data in TOML, with fragments that several share and variables.
//!
//! A template has its text in Kazakh and Russian, English where it is wanted. `{>name}` stands
//! for a fragment, `{name}` for a variable of the request; what is in braces and is no variable
//! stays as a blank to be filled in, which the gate looks for. Invariant: a read template uses
//! only fragments that exist, and no fragment uses another.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::act::Act;
use super::ids::ItemKind;
use super::local_text::{Lang, LocalText};

/// A text in the languages it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateText {
    /// In Kazakh.
    pub kk: String,
    /// In Russian.
    pub ru: String,
    /// In English, where it was written.
    #[serde(default)]
    pub en: Option<String>,
}

impl TemplateText {
    /// The text in a language, if it was written in it.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Kk => Some(self.kk.trim()),
            Lang::Ru => Some(self.ru.trim()),
            Lang::En => self.en.as_deref().map(str::trim),
        }
    }
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The stable id.
    pub id: String,
    /// The acts it is for.
    pub acts: Vec<Act>,
    /// The kind of item it is about: a request where nothing else is said.
    #[serde(default = "request")]
    pub kind: ItemKind,
    /// The name in the picker.
    pub title: LocalText,
    /// The text.
    pub text: TemplateText,
}

const fn request() -> ItemKind {
    ItemKind::Request
}

/// The file of templates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// Texts that several templates share, by name.
    #[serde(default)]
    fragments: BTreeMap<String, TemplateText>,
    #[serde(default, rename = "template")]
    templates: Vec<Template>,
}

/// What the variables of a letter stand for; `None` leaves the blank.
pub type Values<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The names that a variable can have.
pub const VARIABLES: [&str; 10] = [
    "number",
    "received",
    "registered",
    "today",
    "due",
    "holder",
    "address",
    "name",
    "category",
    "addressee",
];

/// A file of templates that cannot be used; the message names file, line and remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The file is not what it should be.
    #[error("{file}: {message}")]
    Invalid {
        /// The file.
        file: String,
        /// Line, column and cause.
        message: String,
    },
    /// A template uses a fragment that does not exist.
    #[error(
        "{file}: template {template:?} uses the fragment {fragment:?}: add [fragments.{fragment}] or mend the name"
    )]
    UnknownFragment {
        /// The file.
        file: String,
        /// The template.
        template: String,
        /// The fragment.
        fragment: String,
    },
    /// An id stands twice.
    #[error("{file}: template {id:?} stands twice: give one of them another id")]
    Twice {
        /// The file.
        file: String,
        /// The id.
        id: String,
    },
}

impl Templates {
    /// The templates that ship inside the program.
    ///
    /// # Errors
    /// The built-in file is not valid; a test keeps this from being released.
    pub fn builtin() -> Result<Self, TemplateError> {
        Self::parse(
            include_str!("../../rules/templates.toml"),
            "rules/templates.toml",
        )
    }

    /// Reads the text of a file strictly; `file` is for the error.
    ///
    /// # Errors
    /// Unknown names, missing texts, unknown fragments, an id that stands twice.
    pub fn parse(text: &str, file: &str) -> Result<Self, TemplateError> {
        Self::default().with(text, file)
    }

    /// Lays the templates of a file over these: an id that is known is replaced, a fragment
    /// too; the file may use the fragments that are there already.
    ///
    /// # Errors
    /// As of [`Templates::parse`].
    pub fn with(mut self, text: &str, file: &str) -> Result<Self, TemplateError> {
        let own: Self = toml::from_str(text).map_err(|error| TemplateError::Invalid {
            file: file.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        own.each_once(file)?;
        self.fragments.extend(own.fragments);
        for template in own.templates {
            match self.templates.iter_mut().find(|one| one.id == template.id) {
                Some(known) => *known = template,
                None => self.templates.push(template),
            }
        }
        self.checked(file)
    }

    fn each_once(&self, file: &str) -> Result<(), TemplateError> {
        let mut seen = BTreeSet::new();
        let twice = self.templates.iter().find(|one| !seen.insert(&one.id));
        twice.map_or(Ok(()), |template| {
            Err(TemplateError::Twice {
                file: file.to_owned(),
                id: template.id.clone(),
            })
        })
    }

    fn checked(self, file: &str) -> Result<Self, TemplateError> {
        for template in &self.templates {
            let texts = Lang::ALL.into_iter();
            for text in texts.filter_map(|lang| template.text.get(lang)) {
                let names = names(text).into_iter();
                let unknown = names
                    .filter_map(|name| name.strip_prefix('>'))
                    .find(|name| !self.fragments.contains_key(*name));
                if let Some(fragment) = unknown {
                    return Err(TemplateError::UnknownFragment {
                        file: file.to_owned(),
                        template: template.id.clone(),
                        fragment: fragment.to_owned(),
                    });
                }
            }
        }
        Ok(self)
    }

    /// The templates of an act that are written in a language, in the order of the file.
    pub fn of(&self, kind: ItemKind, act: Act, lang: Lang) -> impl Iterator<Item = &Template> {
        self.templates.iter().filter(move |template| {
            let fits = template.kind == kind && template.acts.contains(&act);
            fits && template.text.get(lang).is_some()
        })
    }

    /// All templates in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        self.templates.iter()
    }

    /// The template of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    /// The text of a template in a language, fragments and known variables put in.
    ///
    /// `None` if it is not written in that language.
    #[must_use]
    pub fn filled(&self, template: &Template, lang: Lang, values: Values<'_>) -> Option<String> {
        let text = template.text.get(lang)?;
        let with_fragments = replaced(text, &|name| {
            let fragment = self.fragments.get(name.strip_prefix('>')?)?;
            fragment.get(lang).map(str::to_owned)
        });
        Some(replaced(&with_fragments, values))
    }
}

/// The names in braces.
fn names(text: &str) -> Vec<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

/// Puts values in the place of names in braces; a name without a value stays as it is.
///
/// ```
/// use awp::domain::template::replaced;
/// let values = |name: &str| (name == "number").then(|| "766301".to_owned());
/// assert_eq!(replaced("№ {number}: {место}", &values), "№ 766301: {место}");
/// ```
#[must_use]
pub fn replaced(text: &str, values: Values<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some(value) = values(name) {
            out.push_str(&value);
        } else {
            out.push('{');
            out.push_str(name);
            out.push('}');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
[fragments.greeting]
kk = "Құрметті {name}!"
ru = "Уважаемый(-ая) {name}!"

[[template]]
id = "place"
acts = ["answer"]
title = { kk = "Орын", ru = "Место", en = "Place" }
text = { kk = "{>greeting}\n№ {number}: орныңыз {орын нөмірі}.", ru = "{>greeting}\n№ {number}: место {номер места}." }
"#;

    fn values(name: &str) -> Option<String> {
        match name {
            "name" => Some("Айгүл".to_owned()),
            "number" => Some("766301".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn fragments_and_variables_are_put_in_and_blanks_stay() {
        let templates = Templates::parse(FILE, "t.toml").unwrap();
        let place = templates.get("place").unwrap();
        assert_eq!(
            templates.filled(place, Lang::Kk, &values).unwrap(),
            "Құрметті Айгүл!\n№ 766301: орныңыз {орын нөмірі}."
        );
        assert_eq!(templates.filled(place, Lang::En, &values), None);
    }

    #[test]
    fn a_citizens_braces_are_not_taken_for_variables() {
        let hostile = |name: &str| (name == "name").then(|| "{number}".to_owned());
        let templates = Templates::parse(FILE, "t.toml").unwrap();
        let place = templates.get("place").unwrap();
        let text = templates.filled(place, Lang::Ru, &hostile).unwrap();
        assert!(text.starts_with("Уважаемый(-ая) {number}!"), "{text}");
    }

    #[test]
    fn a_broken_file_says_where_and_what_to_do() {
        let unknown = FILE.replace("[fragments.greeting]", "[fragments.hello]");
        let error = Templates::parse(&unknown, "t.toml")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("t.toml") && error.contains("[fragments.greeting]"),
            "{error}"
        );
        let wrong = FILE.replace("acts", "act");
        let error = Templates::parse(&wrong, "t.toml").unwrap_err().to_string();
        assert!(
            error.contains("t.toml") && error.contains("line"),
            "{error}"
        );
        let twice = format!(
            "{FILE}{}",
            FILE.split_once("[[template]]")
                .unwrap()
                .1
                .replacen('\n', "[[template]]\n", 1)
        );
        assert!(matches!(
            Templates::parse(&twice, "t.toml"),
            Err(TemplateError::Twice { .. })
        ));
    }

    #[test]
    fn own_templates_replace_those_of_the_same_id() {
        let own = "[[template]]\nid = \"place\"\nacts = [\"answer\"]\ntitle = { kk = \"Ө\", ru = \"С\", en = \"O\" }\ntext = { kk = \"өз\", ru = \"свой\" }";
        let both = Templates::parse(FILE, "t.toml")
            .unwrap()
            .with(own, "o.toml")
            .unwrap();
        assert_eq!(both.of(ItemKind::Request, Act::Answer, Lang::Kk).count(), 1);
        assert_eq!(both.get("place").unwrap().text.kk, "өз");
    }

    #[test]
    fn the_built_in_templates_serve_every_act_that_is_written_in_kazakh_and_russian() {
        let templates = Templates::builtin().unwrap();
        for act in [
            Act::Answer,
            Act::AlreadyPublished,
            Act::Refuse,
            Act::Extend,
            Act::Notify,
            Act::Clarify,
            Act::Forward,
            Act::Correct,
        ] {
            for lang in [Lang::Kk, Lang::Ru] {
                assert!(
                    templates.of(ItemKind::Request, act, lang).count() > 0,
                    "{act:?} {lang:?}"
                );
            }
        }
    }

    #[test]
    fn the_only_ground_against_a_topic_has_a_template_for_each_kind_of_holder() {
        let templates = Templates::builtin().unwrap();
        for lang in Lang::ALL {
            let fits = templates.of(ItemKind::Topic, Act::Refuse, lang);
            let ids: Vec<&str> = fits.map(|template| template.id.as_str()).collect();
            assert_eq!(ids, ["topic-not-in-competence", "topic-not-an-activity"]);
            let mut of_requests = templates.of(ItemKind::Request, Act::Refuse, lang);
            assert!(of_requests.all(|template| !template.id.starts_with("topic")));
        }
    }

    #[test]
    fn the_built_in_templates_use_latin_names_for_known_variables_only() {
        let templates = Templates::builtin().unwrap();
        let fragments = templates.fragments.values();
        let texts = templates
            .templates
            .iter()
            .map(|one| &one.text)
            .chain(fragments);
        for text in texts {
            for name in Lang::ALL
                .into_iter()
                .filter_map(|lang| text.get(lang))
                .flat_map(names)
            {
                let latin = name.chars().all(|c| c.is_ascii_lowercase() || c == '>');
                let known = name.starts_with('>') || VARIABLES.contains(&name);
                assert!(!latin || known, "{name}");
            }
        }
    }
}
