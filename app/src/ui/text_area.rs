//! The only `<textarea>` of the house: leptos 0.8 does not escape the children of one, so this does.

use super::{
    Problems,
    field::{described, error_of, field_of, hint_of, label_of},
    is_left_out,
};
use leptos::{html::Textarea, prelude::*};

/// Several lines of text. Uncontrolled, like `Field`.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] problems: Problems,
    /// Lines shown at first.
    #[prop(default = 6)]
    rows: i32,
    #[prop(optional)] node: NodeRef<Textarea>,
) -> AnyView {
    let field = field_of(&name);
    if is_left_out(&field) {
        return ().into_any();
    }
    let id = format!("f-{field}");
    let (described, error) = described(&id, &field, !hint.is_empty(), problems);
    let invalid = move || error.with(|e| e.is_some()).then_some("true");
    let class = if rows < 6 { "input low" } else { "input" };
    view! {
        <div class="field">
            {label_of(id.clone(), label, required)}
            {hint_of(&id, hint)}
            <textarea
                class=class
                id=id.clone()
                name=name
                rows=rows
                required=required
                aria-invalid=invalid
                aria-describedby=described
                inner_html=content(&value)
                node_ref=node
            ></textarea>
            {error_of(&id, error)}
        </div>
    }
    .into_any()
}

/// The text as markup. The parser of a page drops one newline after the tag, so a first one is doubled there.
fn content(text: &str) -> String {
    let escaped = escaped(text);
    if cfg!(feature = "ssr") && escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

/// For the two elements whose text leptos 0.8 does not escape: this one and `<title>`.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn text_cannot_leave_the_field() {
        assert_eq!(content("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
