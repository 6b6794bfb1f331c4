//! The words of the program in Kazakh, Russian and English.
//!
//! Every text a user sees is a Fluent message of `i18n/{kk,ru,en}/*.ftl`; a typed function a
//! message is generated from them, so that a missing argument does not compile and ids and
//! variables are the same in every language. Fallback: kk → ru → en.
//! Numbers come to Fluent as numbers (plurals), dates as text made by [`date`].

pub mod countdown;
pub mod date;
pub mod found;
pub mod groups;
pub mod ledger;
pub mod letter;
pub mod profile;
pub mod reader;
pub mod rules;
pub mod words;

use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_bundle::concurrent::FluentBundle;

use crate::domain::local_text::Lang;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The messages of one language with its fallbacks behind it.
pub struct Texts {
    lang: Lang,
    bundles: Vec<FluentBundle<FluentResource>>,
    /// The messages without variables that were asked for: a frame asks for hundreds of them.
    fixed: RwLock<HashMap<String, String>>,
}

impl Texts {
    /// The messages of a language, parsed once for the life of the process.
    ///
    /// ```
    /// use awp::domain::local_text::Lang;
    /// use awp::i18n::Texts;
    /// assert_eq!(Texts::of(Lang::Ru).lang(), Lang::Ru);
    /// ```
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static KK: OnceLock<Texts> = OnceLock::new();
        static RU: OnceLock<Texts> = OnceLock::new();
        static EN: OnceLock<Texts> = OnceLock::new();
        let cell = match lang {
            Lang::Kk => &KK,
            Lang::Ru => &RU,
            Lang::En => &EN,
        };
        cell.get_or_init(|| Self::load(lang))
    }

    fn load(lang: Lang) -> Self {
        let chain: &[Lang] = match lang {
            Lang::Kk => &[Lang::Kk, Lang::Ru, Lang::En],
            Lang::Ru => &[Lang::Ru, Lang::En],
            Lang::En => &[Lang::En],
        };
        Self {
            lang,
            bundles: chain.iter().copied().map(bundle).collect(),
            fixed: RwLock::default(),
        }
    }

    /// The language of these texts.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// A message whose id is made from data (a refusal's code, an action's id).
    ///
    /// `None` if no such message exists; tests enumerate the data and assert that all do.
    #[must_use]
    pub fn by_id(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        if args.is_some() {
            return self.formatted(id, args);
        }
        let known = self.fixed.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = known.get(id) {
            return Some(text.clone());
        }
        drop(known);
        let text = self.formatted(id, None)?;
        let mut known = self.fixed.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(id.to_owned(), text.clone());
        Some(text)
    }

    fn formatted(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(id)?.value()?;
            let mut errors = Vec::new();
            let text = bundle
                .format_pattern(pattern, args, &mut errors)
                .into_owned();
            errors.is_empty().then_some(text)
        })
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        self.by_id(id, args).unwrap_or_else(|| id.to_owned())
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Texts({})", self.lang.code())
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let id = match lang {
        Lang::Kk => unic_langid::langid!("kk"),
        Lang::Ru => unic_langid::langid!("ru"),
        Lang::En => unic_langid::langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks would bring two invisible characters around every value.
    bundle.set_use_isolating(false);
    for (_, _, source) in SOURCES.iter().filter(|(code, _, _)| *code == lang.code()) {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_exists_in_every_language_without_a_fallback() {
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            let own = &texts.bundles[0];
            for (id, _) in MESSAGES {
                assert!(own.get_message(id).is_some(), "{id} in {lang:?}");
            }
        }
    }

    #[test]
    fn every_source_parses_whole() {
        for (_, path, source) in SOURCES {
            assert!(
                FluentResource::try_new((*source).to_owned()).is_ok(),
                "{path}"
            );
        }
    }

    #[test]
    fn kazakh_texts_use_no_latin_look_alikes() {
        for (lang, path, source) in SOURCES.iter().filter(|(lang, _, _)| *lang == "kk") {
            for (number, line) in source.lines().enumerate() {
                for word in line.split(|c: char| !c.is_alphabetic()) {
                    let cyrillic = word.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
                    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
                    assert!(!(cyrillic && latin), "{lang} {path}:{}: {word}", number + 1);
                }
            }
        }
    }
}
