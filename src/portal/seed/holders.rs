//! The holders of the made portal; none of them exists.

use crate::domain::holder::Holder;
use crate::domain::letter::Signatory;
use crate::domain::local_text::LocalText;
use crate::domain::rules::HolderKind;

/// BIN of the holder all requests go to.
pub const MAIN_HOLDER: &str = "060340000178";

/// The directory: one that receives the requests, one more that could, two that may not.
pub(super) fn all() -> [Holder; 4] {
    [
        Holder {
            bin: MAIN_HOLDER.to_owned(),
            name: text(
                "«Қоныс» тұрғын үй операторы» АҚ",
                "АО «Жилищный оператор «Қоныс»",
                "Qonys Housing Operator JSC",
            ),
            kind: HolderKind::Qp,
            state_share: 75,
            address: text(
                "010000, Астана қаласы, Арман көшесі, 8",
                "010000, город Астана, улица Арман, 8",
                "8 Arman Street, Astana 010000",
            ),
            signatories: vec![chair()],
            blog: crate::domain::holder::BlogTexts::default(),
        },
        Holder {
            bin: "090540000423".to_owned(),
            name: text(
                "«Керуен жол» көлік компаниясы» АҚ",
                "АО «Транспортная компания «Керуен жол»",
                "Keruen Zhol Transport Company JSC",
            ),
            kind: HolderKind::Qp,
            state_share: 51,
            address: text(
                "050000, Алматы қаласы, Керуен көшесі, 21",
                "050000, город Алматы, улица Керуен, 21",
                "21 Keruen Street, Almaty 050000",
            ),
            signatories: vec![chair()],
            blog: crate::domain::holder::BlogTexts::default(),
        },
        Holder {
            bin: "131040000880".to_owned(),
            name: text(
                "«Бұлақ су арнасы» ҰК» АҚ",
                "АО «НК «Булак су арнасы»",
                "Bulaq Su Arnasy National Company JSC",
            ),
            kind: HolderKind::Qp,
            state_share: 100,
            address: text(
                "100000, Қарағанды қаласы, Бұлақ көшесі, 3",
                "100000, город Караганда, улица Булак, 3",
                "3 Bulaq Street, Karaganda 100000",
            ),
            signatories: vec![chair()],
            blog: crate::domain::holder::BlogTexts::default(),
        },
        Holder {
            bin: "981240000636".to_owned(),
            name: text(
                "Үлгі облысының құрылыс басқармасы",
                "Управление строительства Примерной области",
                "Construction Department of Sample Region",
            ),
            kind: HolderKind::Sb,
            state_share: 100,
            address: text(
                "020000, Көкшетау қаласы, Үлгі көшесі, 1",
                "020000, город Кокшетау, улица Улги, 1",
                "1 Ulgi Street, Kokshetau 020000",
            ),
            signatories: vec![chair()],
            blog: crate::domain::holder::BlogTexts::default(),
        },
    ]
}

/// The signatory of every made holder; nobody of that name signs anything.
fn chair() -> Signatory {
    Signatory {
        name: "А. Үлгіқолтаңба".to_owned(),
        position: text(
            "Басқарма төрағасы",
            "Председатель правления",
            "Chair of the Board",
        ),
    }
}

fn text(kk: &str, ru: &str, en: &str) -> LocalText {
    LocalText {
        kk: kk.to_owned(),
        ru: ru.to_owned(),
        en: en.to_owned(),
    }
}
