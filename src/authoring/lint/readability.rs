//! How hard a text is to read: the Flesch–Kincaid grade, roughly the school year it takes.

/// Shorter texts say too little about their grade.
const LEAST_WORDS: usize = 12;

/// The grade of a text; nothing for a short one.
pub(super) fn grade(text: &str) -> Option<f64> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| word.contains(char::is_alphabetic))
        .collect();
    if words.len() < LEAST_WORDS {
        return None;
    }
    let sentences = text
        .split(['.', '!', '?', ':', ';'])
        .filter(|sentence| sentence.contains(char::is_alphabetic))
        .count();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    Some(0.39 * ratio(words.len(), sentences) + 11.8 * ratio(syllables, words.len()) - 15.59)
}

#[allow(clippy::cast_precision_loss)]
fn ratio(many: usize, few: usize) -> f64 {
    many as f64 / few.max(1) as f64
}

/// Groups of vowels, without a silent `e`, `es` or `ed` at the end.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |c: char| "aeiouy".contains(c);
    let groups = word
        .split(|c| !vowel(c))
        .filter(|group| !group.is_empty())
        .count();
    let stem = word.trim_end_matches(['s', 'd']);
    let silent = stem.ends_with('e')
        && !stem.ends_with("le")
        && !["ted", "ded", "ses", "ces", "ges", "xes"]
            .iter()
            .any(|end| word.ends_with(end))
        && stem.chars().rev().nth(1).is_some_and(|c| !vowel(c));
    (groups - usize::from(silent && groups > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_syllables_as_people_do() {
        for (word, expected) in [
            ("shoe", 1),
            ("since", 1),
            ("spiked", 1),
            ("rested", 2),
            ("muscle", 2),
            ("doctor", 2),
            ("emergency", 4),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn plain_words_grade_lower_than_medical_ones() {
        let plain =
            grade("Stop running for a few days. See if the leg feels better when you walk.");
        let medical = grade(
            "Exertional rhabdomyolysis necessitates immediate evaluation because \
             myoglobinuria precipitates significant renal impairment, particularly following dehydration.",
        );
        assert!(plain.unwrap() < 4.0, "{plain:?}");
        assert!(medical.unwrap() > 15.0, "{medical:?}");
        assert_eq!(grade("Too short"), None);
    }
}
