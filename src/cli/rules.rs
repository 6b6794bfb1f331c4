//! `awp rules`: packs, rules, checks, grounds and categories with their clauses and sources.

mod diff;

use serde_json::{Value, json};

use super::{CliError, Context, Exit, own_rules};
use crate::domain::rules::{PackId, Rule, RuleId, RulePack, RuleSet};
use crate::i18n::{date, rules as worded};

/// The law as data.
#[derive(Debug, Clone, clap::Args)]
pub struct RulesArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: RulesAction,
}

/// The actions of `awp rules`.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum RulesAction {
    /// All packs with their time in force and their rules.
    List,
    /// One pack, rule, check (A1), ground (B1) or category.
    Show {
        /// Its id.
        id: String,
    },
    /// What the second pack has otherwise than the first, rule by rule.
    Diff {
        /// Id of the first pack.
        #[arg(value_name = "A")]
        first: String,
        /// Id of the second pack.
        #[arg(value_name = "B")]
        second: String,
    },
}

/// Runs the command.
///
/// # Errors
/// Rules that cannot be read, an id that does not exist.
pub fn run(args: &RulesArgs, cx: &Context) -> Result<(), CliError> {
    let rules = own_rules::load(cx)?;
    match &args.action {
        RulesAction::List => {
            for pack in &rules.packs {
                list(pack, cx);
            }
            Ok(())
        }
        RulesAction::Diff { first, second } => diff::run(&rules, first, second, cx),
        RulesAction::Show { id } => {
            let shown =
                show_pack(&rules, id, cx) || show_rule(&rules, id, cx) || show_word(&rules, id, cx);
            if shown {
                return Ok(());
            }
            let message = cx.texts.rules_not_found(id.as_str());
            let hint = cx.texts.term_unknown_hint();
            Err(CliError::new(Exit::Failure, "not-found", message).hint(hint))
        }
    }
}

fn list(pack: &RulePack, cx: &Context) {
    let ids: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
    if cx.json() {
        cx.output.json(&json!({
            "id": pack.id,
            "act": pack.act.get(cx.lang),
            "source": pack.source,
            "from": pack.in_force.from,
            "from_approx": pack.in_force.from_approx,
            "until": pack.in_force.until,
            "until_approx": pack.in_force.until_approx,
            "repealed": pack.repeal.as_ref().map(|repeal| repeal.on),
            "rules": ids,
            "duties": pack.duties.iter().map(|duty| duty.id.as_str()).collect::<Vec<_>>(),
        }));
        return;
    }
    head(pack, cx);
    cx.output.line(&format!("  {}", ids.join(", ")));
}

fn head(pack: &RulePack, cx: &Context) {
    let texts = cx.texts;
    cx.output.line(&format!(
        "{}  {}",
        pack.id,
        worded::force(texts, &pack.in_force)
    ));
    cx.output.line(&format!("  {}", pack.act.get(cx.lang)));
    if let Some(repeal) = &pack.repeal {
        let text = texts.rules_repealed(repeal.act.get(cx.lang), date::numeric(repeal.on));
        cx.output.line(&format!("  {text}"));
    }
    if let Some(note) = &pack.note {
        cx.output.line(&format!("  {}", note.get(cx.lang)));
    }
    if pack.numbering_unverified {
        cx.output.line(&format!("  {}", texts.rules_unverified()));
    }
}

fn show_pack(rules: &RuleSet, id: &str, cx: &Context) -> bool {
    let Some(pack) = rules.pack(&PackId::from(id)) else {
        return false;
    };
    if cx.json() {
        cx.output.json(&tagged("pack", pack));
        return true;
    }
    head(pack, cx);
    for rule in &pack.rules {
        print_rule(rule, cx);
    }
    for duty in &pack.duties {
        let items: Vec<&str> = duty.items.values().map(String::as_str).collect();
        cx.output
            .line(&format!("  {}  {}", duty.id, items.join(", ")));
        cx.output
            .line(&format!("      {}", duty.title.get(cx.lang)));
    }
    true
}

fn show_rule(rules: &RuleSet, id: &str, cx: &Context) -> bool {
    let id = RuleId::from(id);
    let mut found = false;
    for pack in &rules.packs {
        let Some(rule) = pack.rule(&id) else { continue };
        found = true;
        if cx.json() {
            let mut object = tagged("rule", rule);
            if let Value::Object(fields) = &mut object {
                fields.insert("pack".to_owned(), json!(pack.id));
                fields.insert("source".to_owned(), json!(pack.source));
            }
            cx.output.json(&object);
        } else {
            head(pack, cx);
            print_rule(rule, cx);
        }
    }
    found
}

fn print_rule(rule: &Rule, cx: &Context) {
    let texts = cx.texts;
    let nature = worded::nature(texts, rule);
    let also = rule
        .also
        .as_deref()
        .map_or_else(String::new, |also| format!(", {also}"));
    cx.output
        .line(&format!("  {}  {}{also}  ({nature})", rule.id, rule.clause));
    cx.output
        .line(&format!("      {}", rule.title.get(cx.lang)));
}

fn show_word(rules: &RuleSet, id: &str, cx: &Context) -> bool {
    let (object, clause, text) = if let Some(item) = rules.checklist.item(id) {
        (tagged("check", item), item.clause.as_str(), &item.text)
    } else if let Some(ground) = rules.grounds.ground(id) {
        (
            tagged("ground", ground),
            ground.clause.as_str(),
            &ground.text,
        )
    } else if let Some(category) = rules.categories.iter().find(|category| category.id == id) {
        (tagged("category", category), "", &category.name)
    } else {
        return false;
    };
    if cx.json() {
        cx.output.json(&object);
    } else {
        cx.output.line(format!("{id}  {clause}").trim_end());
        cx.output.line(&format!("  {}", text.get(cx.lang)));
    }
    true
}

/// The data itself with its `kind`.
fn tagged(kind: &str, data: &impl serde::Serialize) -> Value {
    let mut object = serde_json::to_value(data).unwrap_or(Value::Null);
    if let Value::Object(fields) = &mut object {
        fields.insert("kind".to_owned(), json!(kind));
    }
    object
}
