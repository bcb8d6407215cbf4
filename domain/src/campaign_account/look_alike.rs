//! Names that look alike without being the same (akun tiruan).

use unicode_security::confusable_detection::skeleton as confusable;

/// What remains of a name for the eye: two names with one skeleton are easily taken for each other
/// (UTS 39), here also where they differ only by dots, hyphens and underscores.
#[must_use]
pub fn skeleton(name: &str) -> String {
    let lower = name.to_lowercase();
    confusable(&lower)
        .flat_map(char::to_lowercase)
        .filter(|it| !matches!(it, '.' | '_' | '-' | '\u{2d7}' | '\u{2010}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::skeleton;

    #[test]
    fn the_eye_takes_one_name_for_the_other() {
        for (one, other) in [
            ("paslon1", "paslonl"),
            ("paslon_01", "pas.lon0l"),
            ("paslon", "pasl\u{43e}n"),
            ("budi", "BUDI"),
            ("modern", "modem"),
            ("paslon", "ｐａｓｌｏｎ"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        assert_ne!(skeleton("paslon1"), skeleton("paslon2"));
    }
}
