//! A message in full, with what to do about it.

use super::Stage;
use crate::app::notice::NoticeText;
use crate::app::overlay::MessageState;
use crate::app::words;
use crate::theme::Role;
use crate::ui::canvas::Canvas;
use crate::ui::words::moment;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, message: &MessageState) -> u16 {
    let (texts, notice) = (stage.texts, &message.notice);
    stage.scrolled(canvas, &texts.message_title(), message.scroll, |sheet| {
        let at = moment(texts, stage.model.today(), notice.at);
        sheet.text(at.into(), Role::TextMuted);
        sheet.text(words::notice(notice, texts).into(), Role::TextStrong);
        if let NoticeText::Failed(failure) = &notice.text {
            sheet.text(words::failure_hint(failure, texts).into(), Role::Text);
            sheet.blank();
            sheet.text(failure.detail.clone().into(), Role::TextMuted);
        }
    })
}
