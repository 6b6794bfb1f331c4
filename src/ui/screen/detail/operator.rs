//! What is said of an application for access and of a circular.

use super::{Detail, fact};
use crate::domain::access::Access;
use crate::domain::circular::Circular;
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

impl<'a> Detail<'a> {
    pub(super) fn access(&self, sheet: &mut Sheet<'a>, access: &'a Access) {
        let texts = self.texts;
        let at = words::moment(texts, self.today(), access.submitted_at);
        sheet.text(texts.request_received(at).into(), Role::Text);
        self.holder(sheet, &access.holder);
        fact(
            sheet,
            &texts.access_position(),
            access.position.as_str().into(),
        );
        fact(
            sheet,
            &texts.access_role(),
            codes::role(texts, access.role).into(),
        );
        if let Some(account) = &access.account {
            fact(sheet, &texts.access_account(), account.0.as_str().into());
        }
    }

    pub(super) fn circular(&self, sheet: &mut Sheet<'a>, circular: &'a Circular) {
        let texts = self.texts;
        let at = words::moment(texts, self.today(), circular.sent_at);
        sheet.text(texts.circular_sent(at).into(), Role::Text);
        self.holder(sheet, &circular.holder);
    }

    /// The name and the BIN of a holder.
    fn holder(&self, sheet: &mut Sheet<'a>, bin: &'a str) {
        let texts = self.texts;
        let directory = &self.model.rules.directory;
        let name = directory
            .by_bin(bin)
            .map(|holder| holder.name.get(texts.lang()));
        let named = name.map_or_else(|| bin.to_owned(), |name| format!("{name}, {bin}"));
        fact(sheet, &texts.access_holder(), named.into());
    }
}
