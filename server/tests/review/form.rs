//! The form of the page as a browser holds it: what is ticked and typed, and what somebody changes in it.

use model::DocumentId;

/// Names and values in the order of the page.
#[derive(Clone, Debug)]
pub struct Form(Vec<Input>);

#[derive(Clone, Debug)]
struct Input {
    name: String,
    value: String,
    /// Sent along.
    on: bool,
}

impl Form {
    pub fn of(page: &str) -> Form {
        let act = page.find("action=\"/api/documents/send-many\"").unwrap_or_else(|| panic!("no form: {page}"));
        let start = page[..act].rfind("<form").unwrap();
        let form = &page[start..start + page[start..].find("</form>").unwrap()];
        let inputs = form.split("<input ").skip(1).map(|rest| {
            let tag = &rest[..rest.find('>').unwrap()];
            let attribute = |name: &str| {
                let (_, rest) = tag.split_once(&format!("{name}=\""))?;
                Some(
                    rest.split_once('"')?
                        .0
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&"),
                )
            };
            let checkbox = matches!(attribute("type").as_deref(), Some("checkbox" | "radio"));
            let on = !checkbox || tag.contains(" checked");
            Input { name: attribute("name").unwrap(), value: attribute("value").unwrap_or_default(), on }
        });
        Form(inputs.collect())
    }

    /// Ticks a box, or not.
    pub fn tick(&mut self, name: &str, value: &str, on: bool) {
        let found = self.0.iter_mut().find(|input| input.name == name && input.value == value);
        found.unwrap_or_else(|| panic!("no box {name} {value}")).on = on;
    }

    /// Types into the field « Autres adresses » of this document.
    pub fn further(&mut self, document: DocumentId, text: &str) {
        let name = format!("further[d{document}]");
        self.0.iter_mut().find(|input| input.name == name).unwrap().value = text.into();
    }

    /// The values of a name, of what is on.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|input| input.on && input.name == name).map(|input| &*input.value).collect()
    }

    pub fn fields(&self) -> Vec<(&str, &str)> {
        self.0.iter().filter(|input| input.on).map(|input| (&*input.name, &*input.value)).collect()
    }
}
