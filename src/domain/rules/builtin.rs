//! The files under `rules/`, inside the program.

/// Name under `rules/` and text of every built-in file.
pub(super) const FILES: [(&str, &str); 15] = [
    ("calendar/2021.toml", include_str!("../../../rules/calendar/2021.toml")),
    ("calendar/2022.toml", include_str!("../../../rules/calendar/2022.toml")),
    ("calendar/2023.toml", include_str!("../../../rules/calendar/2023.toml")),
    ("calendar/2024.toml", include_str!("../../../rules/calendar/2024.toml")),
    ("calendar/2025.toml", include_str!("../../../rules/calendar/2025.toml")),
    ("calendar/2026.toml", include_str!("../../../rules/calendar/2026.toml")),
    ("calendar/2027.toml", include_str!("../../../rules/calendar/2027.toml")),
    ("categories.toml", include_str!("../../../rules/categories.toml")),
    ("checklist-a.toml", include_str!("../../../rules/checklist-a.toml")),
    ("grounds-b.toml", include_str!("../../../rules/grounds-b.toml")),
    ("packs/law401.toml", include_str!("../../../rules/packs/law401.toml")),
    ("packs/order145-2021.toml", include_str!("../../../rules/packs/order145-2021.toml")),
    ("packs/order145-2023.toml", include_str!("../../../rules/packs/order145-2023.toml")),
    ("packs/standard177.toml", include_str!("../../../rules/packs/standard177.toml")),
    ("packs/standard606.toml", include_str!("../../../rules/packs/standard606.toml")),
];
