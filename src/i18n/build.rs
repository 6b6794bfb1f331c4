//! Generates one typed function a Fluent message, so that a missing argument does not compile.
//!
//! Reads `i18n/{kk,ru,en}/*.ftl`; the build fails, naming file and message, when a file does not
//! parse whole, when a message has no value, or when ids or variables differ between languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast;

const LANGS: [&str; 3] = ["kk", "ru", "en"];

type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() {
    println!("cargo:rerun-if-changed=i18n");
    println!("cargo:rerun-if-changed=src/i18n/build.rs");
    if let Err(problem) = generate() {
        println!("cargo:error={problem}");
        std::process::exit(1);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build script is told its output folder so"
)]
fn generate() -> Result<(), String> {
    let mut files = Vec::new();
    let mut languages: Vec<(&str, Messages)> = Vec::new();
    for lang in LANGS {
        let mut messages = Messages::new();
        for path in ftl_files(lang)? {
            read_file(&path, &mut messages)?;
            files.push((lang, path));
        }
        languages.push((lang, messages));
    }
    let (first, rest) = languages.split_first().ok_or("no languages")?;
    for other in rest {
        compare(first, other)?;
        compare(other, first)?;
    }
    let target = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?).join("messages.rs");
    fs::write(target, code(&first.1, &files)).map_err(|e| e.to_string())
}

fn ftl_files(lang: &str) -> Result<Vec<PathBuf>, String> {
    let folder = Path::new("i18n").join(lang);
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext == "ftl"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn read_file(path: &Path, messages: &mut Messages) -> Result<(), String> {
    let source = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let resource = fluent_syntax::parser::parse(source.as_str()).map_err(|(_, errors)| {
        let lines: Vec<String> = errors
            .iter()
            .map(|e| {
                let line = source
                    .bytes()
                    .take(e.pos.start)
                    .filter(|b| *b == b'\n')
                    .count()
                    + 1;
                format!("{}:{line}: {}", path.display(), e.kind)
            })
            .collect();
        lines.join("; ")
    })?;
    for entry in &resource.body {
        let ast::Entry::Message(message) = entry else {
            continue;
        };
        let id = message.id.name.to_owned();
        let value = message
            .value
            .as_ref()
            .ok_or_else(|| format!("{}: message {id} has no value", path.display()))?;
        let mut variables = BTreeSet::new();
        collect(value, &mut variables);
        if messages.insert(id.clone(), variables).is_some() {
            return Err(format!("{}: message {id} stands twice", path.display()));
        }
    }
    Ok(())
}

fn collect(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            collect_expression(expression, variables);
        }
    }
}

fn collect_expression(expression: &ast::Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Select { selector, variants } => {
            collect_inline(selector, variables);
            for variant in variants {
                collect(&variant.value, variables);
            }
        }
        ast::Expression::Inline(inline) => collect_inline(inline, variables),
    }
}

fn collect_inline(inline: &ast::InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => {
            collect_expression(expression, variables);
        }
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, variables);
            }
        }
        ast::InlineExpression::StringLiteral { .. }
        | ast::InlineExpression::NumberLiteral { .. }
        | ast::InlineExpression::MessageReference { .. }
        | ast::InlineExpression::TermReference { .. } => {}
    }
}

fn compare(left: &(&str, Messages), right: &(&str, Messages)) -> Result<(), String> {
    for (id, variables) in &left.1 {
        match right.1.get(id) {
            None => {
                return Err(format!(
                    "message {id} is in {} but not in {}",
                    left.0, right.0
                ));
            }
            Some(others) if others != variables => {
                return Err(format!(
                    "message {id} uses {variables:?} in {} and {others:?} in {}",
                    left.0, right.0
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn code(messages: &Messages, files: &[(&str, PathBuf)]) -> String {
    let mut out = String::from("pub(super) const SOURCES: &[(&str, &str, &str)] = &[\n");
    for (lang, path) in files {
        let path = path.display();
        let _ = writeln!(
            out,
            "    ({lang:?}, {:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{path}\"))),",
            path.to_string()
        );
    }
    out.push_str(
        "];\n\n/// Every message and its variables.\npub const MESSAGES: &[(&str, &[&str])] = &[\n",
    );
    for (id, variables) in messages {
        let _ = writeln!(
            out,
            "    ({id:?}, &{:?}),",
            variables.iter().collect::<Vec<_>>()
        );
    }
    out.push_str("];\n\nimpl Texts {\n");
    for (id, variables) in messages {
        function(&mut out, id, variables);
    }
    out.push_str("}\n");
    out
}

fn function(out: &mut String, id: &str, variables: &BTreeSet<String>) {
    let name = |text: &str| text.replace('-', "_");
    let parameters = variables.iter().fold(String::new(), |mut list, variable| {
        let _ = write!(list, ", {}: impl Into<FluentValue<'a>>", name(variable));
        list
    });
    let lifetime = if variables.is_empty() { "" } else { "<'a>" };
    let _ = writeln!(out, "    /// The message `{id}`.\n    #[must_use]");
    let _ = writeln!(
        out,
        "    pub fn {}{lifetime}(&self{parameters}) -> String {{",
        name(id)
    );
    if variables.is_empty() {
        let _ = writeln!(out, "        self.format({id:?}, None)\n    }}\n");
        return;
    }
    let _ = writeln!(
        out,
        "        let mut args = FluentArgs::with_capacity({});",
        variables.len()
    );
    for variable in variables {
        let _ = writeln!(out, "        args.set({variable:?}, {});", name(variable));
    }
    let _ = writeln!(out, "        self.format({id:?}, Some(&args))\n    }}\n");
}
