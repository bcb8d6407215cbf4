//! Words by which records are found: without case, accents and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most words of one text that are looked at, and the most letters of one word.
const MOST_WORDS: usize = 40;
const MOST_LETTERS: usize = 40;

/// The words of a text, folded, each once.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfkd().filter(|it| !is_combining_mark(*it)).collect();
    let lower = folded.to_lowercase();
    let mut words: Vec<String> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(MOST_LETTERS).collect())
        .take(MOST_WORDS)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_folded() {
        assert_eq!(
            words("Netralitas  ASN, No. 800/12-É"),
            ["12", "800", "asn", "e", "netralitas", "no"]
        );
        assert!(words(" -/- ").is_empty());
    }
}
