//! What the page shows.

use crate::error::AppError;
use model::{
    AffiliationId, Client, ClientId, NotificationType, SiteId,
    resolver::{ClientSide, Column, grid},
};
use serde::Deserialize;
use store::{Tx, documents};

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Documents of this site.
    #[serde(default)]
    adresse: String,
    /// The affiliation that was given another type just now…
    change: Option<String>,
    /// … and what it was before.
    avant: Option<String>,
}

/// A client and what each of its people and addresses receives.
#[derive(Clone)]
pub struct Shown {
    pub(super) client: Client,
    pub(super) side: ClientSide,
    /// Of documents of this site; of none.
    pub(super) site: Option<SiteId>,
    pub(super) columns: Vec<Column>,
    pub(super) changed: Option<(AffiliationId, NotificationType)>,
}

impl Shown {
    /// There is neither an address nor a contact.
    pub(super) fn nobody(&self) -> bool {
        let side = &self.side;
        let slots = side.main.is_some() || side.billing.is_some() || side.sites.iter().any(|site| site.email.is_some());
        !slots && side.people.is_empty()
    }
}

/// A site of another client is none.
///
/// # Errors
/// `NotFound` without such a client.
pub async fn find(tx: &mut Tx, id: ClientId, asked: &Asked) -> Result<Shown, AppError> {
    let (client, side) = documents::client_side(tx, id, None).await?;
    let site = asked.adresse.parse().ok().filter(|id| side.sites.iter().any(|site| site.id == *id));
    let before = asked.avant.as_deref().and_then(NotificationType::from_code);
    let changed = asked.change.as_deref().and_then(|id| id.parse().ok()).zip(before);
    let columns = grid(&side, site);
    Ok(Shown { client, side, site, columns, changed })
}
