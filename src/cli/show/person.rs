//! The requester, masked unless a reason to reveal was given.

use serde_json::{Value, json};

use crate::domain::person::{Requester, Signature};
use crate::domain::privacy::{Private, mask_address, mask_email, mask_name, mask_tail};
use crate::i18n::Texts;

/// A field of a requester and how it is hidden.
type Field<'r> = (
    &'static str,
    Option<&'r Private<String>>,
    fn(&str) -> String,
);

fn fields(requester: &Requester) -> Vec<Field<'_>> {
    let representative = requester.representative.as_ref();
    let contacts = &requester.contacts;
    vec![
        ("name", requester.name.as_ref(), mask_name),
        ("iin", requester.iin.as_ref(), mask_tail),
        ("bin", requester.bin.as_ref(), mask_tail),
        ("address", contacts.address.as_ref(), mask_address),
        ("email", contacts.email.as_ref(), mask_email),
        ("phone", contacts.phone.as_ref(), mask_tail),
        (
            "representative",
            representative.map(|one| &one.of),
            mask_name,
        ),
    ]
}

fn shown(value: &Private<String>, mask: fn(&str) -> String, reveal: bool) -> String {
    if reveal {
        value.0.clone()
    } else {
        mask(&value.0)
    }
}

/// The object of `awp show --json`.
pub(super) fn object(requester: &Requester, reveal: bool) -> Value {
    let mut object = serde_json::Map::new();
    for (name, value, mask) in fields(requester) {
        let value = value.map(|value| shown(value, mask, reveal));
        object.insert(name.to_owned(), json!(value));
    }
    object.insert("signature".to_owned(), json!(requester.signature));
    Value::Object(object)
}

/// The fields that are there, with their names.
pub(super) fn pairs(requester: &Requester, reveal: bool, texts: &Texts) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = fields(requester)
        .into_iter()
        .filter_map(|(name, value, mask)| {
            let title = match name {
                "name" if requester.is_legal_entity() => texts.request_entity(),
                "name" => texts.request_name(),
                "iin" => texts.request_iin(),
                "bin" => texts.request_bin(),
                "address" => texts.request_address(),
                "email" => texts.request_email(),
                "phone" => texts.request_phone(),
                _ => texts.request_representative(),
            };
            Some((title, shown(value?, mask, reveal)))
        })
        .collect();
    let signed = match requester.signature {
        Signature::Eds => texts.request_signature_eds(),
        Signature::Account => texts.request_signature_account(),
        Signature::None => texts.request_signature_none(),
    };
    pairs.push((texts.request_user(), signed));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::Contacts;

    fn person() -> Requester {
        Requester {
            name: Some(Private("Үлгі Есімов".into())),
            iin: Some(Private("900101300017".into())),
            bin: None,
            letter: None,
            representative: None,
            contacts: Contacts {
                address: Some(Private("Алматы, Абай 1".into())),
                email: Some(Private("ulgi@mysal.example".into())),
                phone: Some(Private("+7 701 000 00 17".into())),
            },
            signature: Signature::Eds,
        }
    }

    #[test]
    fn nothing_personal_is_left_in_the_masked_object() {
        let text = object(&person(), false).to_string();
        for secret in ["Үлгі", "Есімов", "900101300017", "Абай", "ulgi@", "701 000"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }

    #[test]
    fn a_revealed_object_is_whole() {
        let object = object(&person(), true);
        assert_eq!(object["iin"], "900101300017");
        assert_eq!(object["name"], "Үлгі Есімов");
    }
}
