//! Files at a glance.

use crate::words::Words;
use model::Lang;

/// « 12 ko », « 3,4 Mo »; “12 kB”, “3.4 MB”. Thousands, as people's systems count them.
pub fn file_size(w: Words, bytes: i64) -> String {
    match bytes {
        ..=999 => w.size_bytes(bytes),
        1_000..=999_999 => w.size_kilo(&((bytes + 500) / 1_000).min(999).to_string()),
        _ => {
            let tenths = bytes / 100_000;
            let point = if w.0 == Lang::Fr { "," } else { "." };
            w.size_mega(&[&w.number(tenths / 10), point, &(tenths % 10).to_string()].concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_as_their_readers_write_them() {
        let fr = |n| file_size(Words(Lang::Fr), n).replace('\u{a0}', " ");
        let all = [fr(0), fr(999), fr(1_499), fr(999_999), fr(3_456_789)];
        assert_eq!(all, ["0 octet", "999 octets", "1 ko", "999 ko", "3,4 Mo"]);
        assert_eq!(file_size(Words(Lang::En), 3_456_789).replace('\u{a0}', " "), "3.4 MB");
    }
}
