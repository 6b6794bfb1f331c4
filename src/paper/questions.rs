//! The questions of a conference with their answers, as the public sees them.
//!
//! An answered question stands with its answer. A declined one was never public: only its number
//! and the reason are told. What is neither is counted and not shown. A question that repeats
//! another one points to the answer it shares.

use super::Seen;
use super::sheet::Block;
use crate::domain::privacy::mask_text;
use crate::domain::question::{Answer, Question, QuestionState};
use crate::domain::text::CitizenText;
use crate::domain::zone;
use crate::i18n::{Texts, date, words};

/// The second part of a sheet.
pub(super) fn blocks(asked: &[Question], seen: Seen, texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![Block::Section(texts.paper_questions())];
    if asked.is_empty() {
        blocks.push(Block::Text(texts.paper_no_questions()));
        return blocks;
    }
    let mut open = 0;
    let mut declined = Vec::new();
    let mut answered = Vec::new();
    for one in asked {
        match (one.state, &one.answer) {
            (QuestionState::Answered, Some(answer)) => {
                answered.extend(answered_one(one, answer, seen, texts));
            }
            (QuestionState::Declined, _) => declined.push(declined_one(one, texts)),
            (
                QuestionState::New
                | QuestionState::Accepted
                | QuestionState::Assigned
                | QuestionState::Drafted
                | QuestionState::Answered
                | QuestionState::Merged,
                _,
            ) => open += 1,
        }
    }
    let done = asked.len() - declined.len() - open;
    blocks.push(Block::Text(texts.paper_counts(
        done,
        declined.len(),
        open,
        asked.len(),
    )));
    blocks.extend(answered);
    if !declined.is_empty() {
        blocks.push(Block::Heading(texts.paper_declined()));
        blocks.push(Block::Text(declined.join("\n")));
    }
    blocks
}

fn answered_one(one: &Question, answer: &Answer, seen: Seen, texts: &Texts) -> Vec<Block> {
    let asked = date::numeric(zone::date(one.asked_at));
    let given = date::numeric(zone::date(answer.at));
    let mut blocks = vec![
        Block::Heading(texts.paper_question(asked, one.number.to_string())),
        Block::Text(shown(&one.text, seen, texts)),
    ];
    if let Some(with) = answer.with {
        let shared = texts.paper_answered_with(given, with.to_string());
        blocks.push(Block::Text(shared));
    } else {
        blocks.push(Block::Heading(texts.paper_answer(given)));
        blocks.push(Block::Text(shown(&answer.text, seen, texts)));
    }
    if answer.late {
        blocks.push(Block::Note(texts.question_late()));
    }
    blocks
}

fn declined_one(one: &Question, texts: &Texts) -> String {
    match one.declined() {
        Some(reason) => {
            texts.paper_declined_one(one.number.to_string(), words::decline(texts, reason))
        }
        None => one.number.to_string(),
    }
}

/// What a citizen or the house wrote, as this reader may see it.
fn shown(text: &CitizenText, seen: Seen, texts: &Texts) -> String {
    match seen {
        Seen::Withheld if text.is_blank() => texts.request_text_hidden(),
        Seen::Whole => text.as_str().to_owned(),
        Seen::Masked | Seen::Withheld => mask_text(text.as_str()),
    }
}
