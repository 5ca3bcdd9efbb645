//! The model's choices in words.

use crate::words::Words;
use model::{Civility, ClientKind, ConsentSource, Lang, NotificationType, full_name};

/// « Client professionnel »
pub fn kind_name(w: Words, kind: ClientKind) -> &'static str {
    match kind {
        ClientKind::Individual => w.kind_individual(),
        ClientKind::Professional => w.kind_professional(),
        ClientKind::Producer => w.kind_producer(),
    }
}

/// « Mme »
pub fn civility_name(w: Words, civility: Civility) -> &'static str {
    match civility {
        Civility::Mrs => w.civility_mrs(),
        Civility::Mr => w.civility_mr(),
        Civility::Mx => w.civility_mx(),
    }
}

/// « Français »
pub fn language_name(w: Words, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => w.language_fr(),
        Lang::En => w.language_en(),
    }
}

/// « Toutes les notifications »
pub fn notification_name(w: Words, kind: NotificationType) -> &'static str {
    match kind {
        NotificationType::None => w.notify_none(),
        NotificationType::Administrative => w.notify_administrative(),
        NotificationType::Orders => w.notify_orders(),
        NotificationType::All => w.notify_all(),
    }
}

/// « Toutes », in a column that is headed « Notifications ».
pub fn notification_short(w: Words, kind: NotificationType) -> &'static str {
    match kind {
        NotificationType::None => w.notify_none_short(),
        NotificationType::Administrative => w.notify_administrative_short(),
        NotificationType::Orders => w.notify_orders_short(),
        NotificationType::All => w.notify_all_short(),
    }
}

/// « De vive voix »
pub fn source_name(w: Words, source: ConsentSource) -> &'static str {
    match source {
        ConsentSource::Spoken => w.consent_spoken(),
        ConsentSource::Written => w.consent_written(),
        ConsentSource::Form => w.consent_form(),
        ConsentSource::Contract => w.consent_contract(),
    }
}

/// « Mme Éloïse Lefèvre », or none without a name.
pub fn titled_name(w: Words, civility: Option<Civility>, first: &str, last: &str) -> Option<String> {
    let name = full_name(first, last)?;
    Some(match civility {
        Some(civility) => [civility_name(w, civility), "\u{a0}", &name].concat(),
        None => name,
    })
}

/// The choices of a `Select`: a code and its words each.
pub fn choices<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    name: impl Fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|choice| (code(*choice).to_owned(), name(*choice).to_owned())).collect()
}
