//! The user's own templates, and how often each template was taken on this computer.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::template::Templates;
use crate::store::{Reader, StoreError};

/// The setting of the store that counts.
const USES: &str = "template-uses";

/// The built-in templates with the files `*.toml` of a folder laid over them, in the order of
/// their names; a folder that does not exist holds none.
///
/// # Errors
/// A file cannot be read or is not valid: which, where and what to do.
pub fn read(folder: &Path, built_in: &Templates) -> Result<Templates, String> {
    let Ok(listed) = folder.read_dir() else {
        return Ok(built_in.clone());
    };
    let mut files: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    let mut templates = built_in.clone();
    for path in files {
        let file = path.display().to_string();
        let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
        let over = templates.with(&text, &file);
        templates = over.map_err(|error| error.to_string())?;
    }
    Ok(templates)
}

/// How often each template was taken.
///
/// # Errors
/// The store cannot be read.
pub fn uses(reader: &Reader) -> Result<BTreeMap<String, u64>, StoreError> {
    let kept = reader.setting(USES)?;
    Ok(kept
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Notes that a template was taken so often; what the store is to keep.
///
/// # Errors
/// The store cannot be read.
pub fn noted(reader: &Reader, id: &str, times: u64) -> Result<(&'static str, String), StoreError> {
    let mut uses = uses(reader)?;
    uses.insert(id.to_owned(), times);
    Ok((USES, serde_json::to_string(&uses).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::Act;
    use crate::domain::ids::ItemKind;
    use crate::domain::local_text::Lang;

    const OWN: &str = r#"
[[template]]
id = "own"
acts = ["answer"]
title = { kk = "Өз", ru = "Своё", en = "Own" }
text = { kk = "{>greeting} Өз мәтінім.", ru = "{>greeting} Свой текст." }
"#;

    #[test]
    fn files_of_the_folder_are_laid_over_the_built_in_ones() {
        let dir = tempfile::tempdir().unwrap();
        let built_in = Templates::builtin().unwrap();
        fs::write(dir.path().join("own.toml"), OWN).unwrap();
        fs::write(dir.path().join("notes.txt"), "not a template").unwrap();
        let all = read(dir.path(), &built_in).unwrap();
        let ids: Vec<&str> = all
            .of(ItemKind::Request, Act::Answer, Lang::Kk)
            .map(|one| one.id.as_str())
            .collect();
        assert!(ids.contains(&"own") && ids.contains(&"answer"));
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("bad.toml"), "[[template]]\nid = 5\n").unwrap();
        let error = read(dir.path(), &Templates::builtin().unwrap()).unwrap_err();
        assert!(
            error.contains("bad.toml") && error.contains("line"),
            "{error}"
        );
    }

    #[test]
    fn a_folder_that_does_not_exist_holds_none() {
        let built_in = Templates::builtin().unwrap();
        assert_eq!(
            read(Path::new("/nonexistent"), &built_in),
            Ok(built_in.clone())
        );
    }
}
