//! The parts of a mail: the text, the same as HTML, the files.

use super::{File, Letter, html, words};
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Body, MultiPart, SinglePart};

/// From the first Content-Type to the last CRLF.
pub(super) fn write(letter: &Letter) -> Vec<u8> {
    let text = MultiPart::alternative()
        .boundary(format!("=_{}_t", letter.token))
        .singlepart(readable(ContentType::TEXT_PLAIN, letter.text.clone() + "\n"))
        .singlepart(readable(ContentType::TEXT_HTML, html::of(&letter.text)));
    if letter.files.is_empty() {
        return text.formatted();
    }
    let mixed = MultiPart::mixed().boundary(format!("=_{}_m", letter.token)).multipart(text);
    letter.files.iter().fold(mixed, |mixed, file| mixed.singlepart(attached(file))).formatted()
}

fn readable(kind: ContentType, text: String) -> SinglePart {
    SinglePart::builder().header(kind).body(encoded(text, ContentTransferEncoding::QuotedPrintable))
}

/// Both ways of writing its name: RFC 2231 in Content-Disposition, and what older clients read in Content-Type.
fn attached(file: &File) -> SinglePart {
    SinglePart::builder()
        .header(Named(format!("{};\r\n name={}", file.media_type, words::parameter(&file.name))))
        .header(ContentDisposition::attachment(&file.name))
        .body(encoded(file.bytes.clone(), ContentTransferEncoding::Base64))
}

fn encoded<T: Into<lettre::message::MaybeString>>(content: T, encoding: ContentTransferEncoding) -> Body {
    Body::new_with_encoding(content, encoding).expect("quoted-printable and base64 take every content")
}

/// Content-Type with a name, already encoded and folded.
#[derive(Clone)]
struct Named(String);

impl Header for Named {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Type")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}
