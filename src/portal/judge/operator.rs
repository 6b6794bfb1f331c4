//! The Operator's decisions that are more than a change of one item: accounts that are opened
//! and closed, circulars that go to many.

use super::{Judge, Pending, ready, rejected, retry};
use crate::domain::access::{self, Access};
use crate::domain::circular::{Circular, CircularState, Event};
use crate::domain::command::{AccessCommand, Command};
use crate::domain::decide::may_send;
use crate::domain::history::Stamp;
use crate::domain::ids::{ItemKind, Number, UserName, Version};
use crate::domain::refusal::Refusal;
use crate::domain::request::TextLang;
use crate::domain::text::CitizenText;
use crate::domain::zone;
use crate::portal::desk;
use crate::portal::entity::put_of;
use crate::portal::storage::{AccountChange, AccountRow, Put, StorageError};
use crate::wire::ops::Op;

impl Judge<'_> {
    /// Whether a login name that a command gives is another account's already.
    pub(super) fn login_taken(&self, command: &Command) -> Option<Refusal> {
        let Command::Access(AccessCommand::GrantAccess { user }) = command else {
            return None;
        };
        let here = self.write.accounts.iter();
        let here = here.filter_map(|change| match change {
            AccountChange::Open(account) => Some(&account.user),
            AccountChange::Close(_) => None,
        });
        let taken = self.known.logins.contains(user) || here.into_iter().any(|one| one == user);
        taken.then(|| Refusal::LoginNameTaken { user: user.clone() })
    }

    /// What a decision on an application does to accounts, and to the list of colleagues.
    ///
    /// # Errors
    /// The colleague cannot be written: nothing of the decision happens.
    pub(super) fn staff(
        &mut self,
        access: &Access,
        event: &access::Event,
    ) -> Result<Option<Put>, StorageError> {
        let at = self.sender.received_at;
        match event {
            access::Event::Granted { user } => {
                let account = AccountRow {
                    user: user.clone(),
                    role: access.role,
                    holder: Some(access.holder.clone()),
                    // The applicant sets it; until then nobody can sign in.
                    password: String::new(),
                    disabled: false,
                };
                let there = self.colleague(access, user);
                let put = desk::joining(there, &account, at)?;
                self.write.accounts.push(AccountChange::Open(account));
                Ok(Some(put))
            }
            access::Event::Revoked { .. } => {
                let Some(user) = access.account.clone() else {
                    return Ok(None);
                };
                let there = self.colleague(access, &user);
                let key = desk::colleague_key(&access.holder, &user);
                self.write.accounts.push(AccountChange::Close(user));
                Ok(there.map(|version| desk::leaving(key, version, &access.holder, at)))
            }
            access::Event::Submitted | access::Event::Refused { .. } => Ok(None),
        }
    }

    /// The version of a colleague, as this batch leaves it so far.
    fn colleague(&self, access: &Access, user: &UserName) -> Option<Version> {
        let key = desk::colleague_key(&access.holder, user);
        let mut here = self.write.puts.iter().rev();
        let here = here.find(|put| put.key == key).map(|put| put.version);
        here.or_else(|| self.known.entities.get(&key).map(|row| row.version))
    }

    /// Sends a circular: one to each holder it is for.
    pub(super) fn circular(
        &mut self,
        op: &Op,
        (to, text): (Option<&str>, &CitizenText),
    ) -> Pending {
        let role = self.sender.account.role;
        if let Err(refusal) = may_send(role, text) {
            return rejected(refusal);
        }
        let holders: Vec<String> = match to {
            Some(bin) if self.directory.holder(bin).is_none() => {
                return rejected(Refusal::UnknownAddressee {
                    bin: bin.to_owned(),
                });
            }
            Some(bin) => vec![bin.to_owned()],
            None => self.directory.bins(),
        };
        let receipt = self.receipt_of_new(op);
        let stamp = self.stamp(op, receipt.effective_at, false);
        let puts: Option<Vec<Put>> = holders
            .into_iter()
            .map(|holder| self.one_circular(holder, text, &stamp))
            .collect();
        let Some(puts) = puts.filter(|puts| !puts.is_empty()) else {
            return ready(retry("calendar-missing"));
        };
        let first = self.write.puts.len();
        self.write.puts.extend(puts);
        self.record(op, first, Version(1), receipt)
    }

    fn one_circular(&mut self, holder: String, text: &CitizenText, stamp: &Stamp) -> Option<Put> {
        let serial = self.circulars.next()?;
        let sent_at = stamp.received_at.unwrap_or(stamp.effective_at);
        let policy = self.directory.policy(&holder);
        let on = zone::date(sent_at);
        let mut circular = Circular {
            number: Number::new(ItemKind::Circular, serial),
            holder,
            sent_at,
            pack: self.directory.rules.pin(on, policy.after_repeal)?,
            lang: TextLang::detect(text.as_str()),
            text: text.clone(),
            state: CircularState::New,
            owner: None,
            history: vec![],
            unknown: serde_json::Map::new(),
        };
        circular.apply(Event::Sent, stamp.clone());
        put_of(&circular.into(), self.directory).ok()
    }
}
