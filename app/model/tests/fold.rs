//! Folding (D65) and highlighting (D70), compared with Unicode's own decompositions.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use model::SearchKey;
use model::fold::{fold, highlight, highlight_inside, words};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[test]
fn d65_accents_case_and_punctuation_do_not_count() {
    for (text, folded) in [
        ("Rémi", "remi"),
        ("André & Andréas", "andre andreas"),
        ("  L’Œuvre d'Été — S.A. ", "l oeuvre d ete s a"),
        ("Straße", "strasse"),
        ("Ægir Øst Łódź Đorđe Þór", "aegir ost lodz dorde thor"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("ΆΝΝΑ Ψώτης", "αννα ψωτησ"),
        ("Алёна Йод", "алена иод"),
        ("İstanbul Iğdır", "istanbul igdir"),
        ("marie.durand@acme-sud.example", "marie durand acme sud example"),
        ("jean_paul", "jean paul"),
        ("ﬁn", "fin"),
        ("co\u{AD}opé\u{200B}rative", "cooperative"),
        ("×÷ !", ""),
        ("日本 株式会社", "日本 株式会社"),
    ] {
        assert_eq!(fold(text), folded, "{text:?}");
    }
    assert_eq!(words("d’Arc-en-Ciel"), ["d", "arc", "en", "ciel"]);
}

#[test]
fn d65_composed_and_decomposed_letters_fold_like_unicode_says() {
    let without_decomposition = "ßæœøłđðþħıĳŀŉŋŧſĸƀƃƈƌƒƙƚƞƥƫƭƴƶǆǉǌǥǳȥȡȴȵȶȷȼȿɀɇɉɋɍɏẚẜẝỻỽỿƕ";
    let ranges = [
        0xC0..0x180,
        0x1CD..0x1F1,
        0x1F4..0x220,
        0x226..0x234,
        0x386..0x3D0,
        0x400..0x530,
        0x1E00..0x1F00,
        0x1F00..0x2000,
    ];
    let mut compared = 0;
    for c in ranges.into_iter().flatten().filter_map(char::from_u32).filter(|c| c.is_alphabetic()) {
        let plain: String = c.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
        let plain = plain.replace('ς', "σ");
        if plain.contains(|c| without_decomposition.contains(c)) {
            continue;
        }
        assert_eq!(fold(&c.to_string()), plain, "{c:?}");
        compared += 1;
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn d65_remi_finds_rémi_and_andre_finds_andreas() {
    let finds = |token: &str, text: &str| SearchKey::of(text).matches(&SearchKey::of(token));
    assert!(finds("remi", "Rémi Lacroix"));
    assert!(finds("andre", "André") && finds("andre", "Andreas"));
    assert!(finds("lacr rem", "Rémi Lacroix"));
    assert!(finds("oeu", "Bernard Lœuvre, Œuvre sociale"));
    assert!(!finds("emi", "Rémi") && !finds("remi x", "Rémi"));
}

#[test]
fn d70_the_original_letters_are_marked() {
    let marked = |text: &'static str, token: &str| -> Vec<&str> {
        highlight(text, token).into_iter().map(|range| &text[range]).collect()
    };
    assert_eq!(marked("Éloïse Desjardins", "elo"), ["Élo"]);
    assert_eq!(marked("E\u{301}loi\u{308}se", "elois"), ["E\u{301}loi\u{308}s"]);
    assert_eq!(marked("Œuvre", "o"), ["Œ"]);
    assert_eq!(marked("Œuvre", "oeu"), ["Œu"]);
    assert_eq!(marked("Jean-Paul Durand", "dur jea"), ["Jea", "Dur"]);
    assert_eq!(marked("Marie Marion", "mar"), ["Mar", "Mar"]);
    assert_eq!(marked("Marie", "arie"), [""; 0]);
    assert_eq!(marked("Marie", ""), [""; 0]);
    assert_eq!(marked("d’Été", "ete"), ["Été"]);
}

#[test]
fn d70_addresses_are_also_marked_inside() {
    let marked = |text: &'static str, token: &str| -> Vec<&str> {
        highlight_inside(text, token).into_iter().map(|range| &text[range]).collect()
    };
    assert_eq!(marked("marie@acme.fr", "rie"), ["rie"]);
    assert_eq!(marked("marie.mar@acme.fr", "mar"), ["mar", "mar"]);
    assert_eq!(marked("durand.rand@acme.fr", "rand"), ["rand"]);
    assert_eq!(marked("marie@acme.fr", "ieac"), [""; 0]);
}

const ACUTE: char = '\u{301}';

proptest! {
    #[test]
    fn d65_folding_twice_changes_nothing(text in "(?s).{0,60}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn d65_how_accents_are_encoded_does_not_matter(text in "[a-zA-ZÀ-ɏḀ-ỿΆ-ώἀ-῾Ѐ-ԯ '’.-]{0,40}") {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(fold(&composed), fold(&decomposed));
    }

    #[test]
    fn d65_words_have_single_spaces_between_them(text in "\\PC{0,60}") {
        let folded = fold(&text);
        prop_assert_eq!(words(&text).join(" "), folded.clone());
        prop_assert!(!folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "));
    }

    #[test]
    fn d70_ranges_are_whole_letters_in_order(text in "[a-zA-Zé\u{301}œß '-]{0,30}", token in "[a-eéœ ]{0,4}") {
        let mut end = 0;
        for range in highlight(&text, &token).into_iter().chain([]) {
            prop_assert!(range.start >= end && range.end > range.start);
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            let inside = text[range.end..].starts_with(ACUTE);
            prop_assert!(!inside);
            end = range.end;
        }
        let matched = SearchKey::of(&text).matches(&SearchKey::of(&token)) && !SearchKey::of(&token).is_empty();
        prop_assert!(!matched || end > 0);
    }
}
