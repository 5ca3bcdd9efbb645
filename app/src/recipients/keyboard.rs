//! From the browser's `keydown` to the machine's key.

use leptos::{ev::KeyboardEvent, web_sys::HtmlInputElement};
use model::recipients::{Key, Press};

/// The key with what the machine needs of the box at that instant.
pub(super) fn press(e: &KeyboardEvent, text_box: Option<&HtmlInputElement>) -> Press {
    let caret = |input: &HtmlInputElement| {
        (input.selection_start().ok().flatten(), input.selection_end().ok().flatten()) == (Some(0), Some(0))
    };
    Press {
        key: key(&e.key()),
        shift: e.shift_key(),
        ctrl: e.ctrl_key() || e.meta_key(),
        alt: e.alt_key(),
        repeat: e.repeat(),
        // 229: Safari says it instead of isComposing (D57).
        composing: e.is_composing() || e.key_code() == 229,
        at_start: text_box.is_none_or(caret),
    }
}

fn key(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Escape" => Key::Escape,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        " " => Key::Space,
        "F2" => Key::F2,
        "F6" => Key::F6,
        "F10" => Key::F10,
        "ContextMenu" => Key::Menu,
        name => {
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => Key::Char(letter),
                _ => Key::Other,
            }
        }
    }
}
