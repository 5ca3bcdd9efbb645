//! Interventions at clients of the demo: some took place, one was called off, some are to come.

use model::{
    ClientId, InterventionState,
    InterventionState::{Cancelled, Done, Planned},
    Moment, UserId,
    draft::InterventionFields,
    intervention::contact_list,
};
use store::{
    Result, Tx,
    affiliations::{Which, of_client},
    interventions, sites,
};

const DAY: i64 = 86_400;

/// What about, how many days from today, how far it is, and what was noted.
const VISITS: [(&str, i64, InterventionState, &str); 10] = [
    ("Entretien annuel du four", -21, Done, "Joints de porte remplacés."),
    ("Contrôle de la chambre froide", -14, Done, ""),
    ("Réglage du pétrin", -6, Cancelled, "À reprendre après les travaux."),
    ("Remise en service de la balance", -2, Done, "Étalonnage fait, certificat laissé sur place."),
    ("Relevé des compteurs", -1, Planned, ""),
    ("Entretien de la chaudière", 1, Planned, "Passer par la cour."),
    ("Livraison et pose d’un présentoir", 2, Planned, ""),
    ("Contrôle de la chambre froide", 5, Planned, "Prévoir deux personnes."),
    ("Formation à la caisse", 9, Planned, ""),
    ("Entretien annuel du four", 16, Planned, ""),
];

/// One at each of the first clients, with somebody whom the visit's list offers (P37).
pub(super) async fn fill(tx: &mut Tx, user: UserId, clients: &[ClientId], now: Moment) -> Result<()> {
    let morning = super::morning(now);
    for (n, ((subject, days, state, notes), client)) in VISITS.iter().zip(clients).enumerate() {
        let sites = sites::of_client(tx, *client).await?;
        let site = sites.get(n % sites.len().max(1)).map(|site| site.id);
        let people = of_client(tx, *client, Which::Live).await?;
        let list = contact_list(&people, *client, site);
        let contact = list.here.iter().chain(&list.anywhere).next().map(|person| person.contact.id);
        let fields = InterventionFields {
            client: *client,
            at: morning.plus_seconds(days * DAY + n as i64 % 4 * 3600),
            subject: (*subject).into(),
            state: *state,
            site,
            contact: contact.filter(|_| n % 4 != 2),
            notes: (*notes).into(),
        };
        interventions::add(tx, &fields, user, morning.plus_seconds(-DAY * 25)).await?;
    }
    Ok(())
}
