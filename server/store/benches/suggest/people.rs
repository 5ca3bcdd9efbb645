//! An address book of any size, the same each time: names as frequent as in France, Belgium and Québec, with the long tail
//! of rare ones, companies of about 25 people, functions, addresses made of names.

use model::{Moment, fold::fold};
use store::{Pool, Result, on};

const FIRST: &str = "Marie Jean Philippe Nathalie Michel Isabelle Catherine Nicolas Christophe Pierre Martine Sylvie \
    Alain Julien Anne Patrick Sébastien Céline Christine Thomas Sandrine Stéphanie Éric Françoise David Frédéric Monique \
    Camille Laurent Valérie Daniel Julie Jacqueline Christian Bernard Olivier Véronique Kévin Sophie Alexandre Guillaume \
    Aurélie Dominique Émilie Antoine Lucas François Manon Marc Luc Chantal Hélène Léa Mathieu Maxime Élodie Romain Thierry \
    Laura Jérôme Gérard André Delphine Vincent Pascal Hugo Corinne Denise Claire Virginie Gilles Mélanie Louis Charlotte \
    Benoît Fabrice Florence Brigitte Emma Chloé Mathilde Simon Arnaud Cédric Bruno Karine Sarah Yves Didier Patricia \
    Geneviève Jonathan Ludovic Pauline Anthony Justine Marion Gabriel Étienne Élise Arthur Margaux Océane Lucie Jules \
    Raphaël Paul Noémie Inès Éloïse Rémi Zoé Jade Ambre Maëlle Loïc Gaëlle Maude Félix Xavier Maryse Mireille Marcel \
    Mariette Marianne Marin Marius Martin Mathis Solène Thibault Yannick Sylvain Tristan Régine Réjean Ghislain Ginette \
    Wout Jan Piet Els Lien Joris Annelies Dirk Griet Koen";
const LAST: &str = "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy \
    Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André \
    Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry \
    Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard \
    Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal \
    Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc \
    Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis \
    Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles \
    Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost \
    Millet Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Peeters Janssens Maes Jacobs Mertens Willems Claes \
    Goossens Wouters DeSmet Dubois Lambert Dupont Tremblay Gagnon Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet \
    Pelletier Bélanger Lévesque Bergeron Leblanc Paquette Girard Simard Boucher Caron Beaulieu Cloutier Dubé Poirier \
    Fournier Lapointe Leclerc Lefebvre Poulin Thibault StPierre Nadeau Martel Landry Bédard Grenier Lessard Bernier";
const TRADE: &str = "Boulangerie Garage Pharmacie Ateliers Transports Menuiserie Brasserie Cabinet Établissements Société \
    Imprimerie Clinique Hôtel Domaine Fromagerie Scierie Carrelages Électricité Plomberie Jardins Librairie Groupe Épicerie \
    Coopérative Fonderie Chantiers Laboratoire Pépinières Confiserie Verrerie";
const FUNCTION: &str = "Comptabilité Direction Achats Accueil Gérant Secrétariat Commercial Logistique Réception Facturation \
    Technique Qualité Production Marketing Juridique Informatique Maintenance Magasin Chantier Formation";
const SYLLABLES: &str = "bou lan ger mar chan del vau cler mont bel rou sel gau tier pel le gri mal ber tho lam quin vil \
    fon char lor ran du cas tel per ron tar dieu sau van nier cor beau fou que rel jou vin sim mi cha zan kel war oua";

/// Numbers that are the same each time.
pub struct Dice(pub u64);

impl Dice {
    /// Splitmix64.
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// The first words of a list more often than the others, as Zipf counted them.
    fn skewed<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let share = (self.roll() >> 11) as f64 / (1u64 << 53) as f64;
        let rank = (words.len() as f64 + 3.0).ln() - 3f64.ln();
        let at = ((3f64.ln() + share * rank).exp() - 3.0) as usize;
        words[at.min(words.len() - 1)]
    }
}

/// Cut into words once.
pub struct Lists {
    first: Vec<&'static str>,
    last: Vec<&'static str>,
    trade: Vec<&'static str>,
    function: Vec<&'static str>,
    syllables: Vec<&'static str>,
}

impl Lists {
    pub fn new() -> Self {
        let cut = |list: &'static str| list.split_whitespace().collect();
        Lists {
            first: cut(FIRST),
            last: cut(LAST),
            trade: cut(TRADE),
            function: cut(FUNCTION),
            syllables: cut(SYLLABLES),
        }
    }

    pub fn first(&self, dice: &mut Dice) -> &'static str {
        dice.skewed(&self.first)
    }

    /// Four of ten are rare.
    pub fn last(&self, dice: &mut Dice) -> String {
        if dice.below(10) < 6 {
            return dice.skewed(&self.last).to_owned();
        }
        let name: String = (0..2 + dice.below(2)).map(|_| self.syllables[dice.below(self.syllables.len())]).collect();
        name[..1].to_uppercase() + &name[1..]
    }
}

pub struct Client {
    pub reference: String,
    pub label: String,
}

pub struct Contact {
    pub first: String,
    pub last: String,
    pub email: String,
    pub function: &'static str,
}

impl Lists {
    fn client(&self, dice: &mut Dice, n: usize) -> Client {
        Client { reference: format!("C{n:05}"), label: format!("{} {}", dice.skewed(&self.trade), self.last(dice)) }
    }

    fn contact(&self, dice: &mut Dice, n: usize, client: usize, label: &str) -> Contact {
        let (first, last, function) = (self.first(dice).to_owned(), self.last(dice), dice.skewed(&self.function));
        let plain = |text: &str| fold(text).replace(' ', "");
        let (given, family) = (plain(&first), plain(&last));
        let local = match dice.below(10) {
            0..5 => format!("{given}.{family}"),
            5..7 => format!("{}.{family}", &given[..1]),
            7..8 => format!("{}{family}", &given[..1]),
            8..9 => family.clone(),
            _ => plain(function),
        };
        // Names repeat within a company: a number makes the address unique, as mail servers do.
        let email = format!("{local}{}@{}{client}.example", n % PER_CLIENT, plain(label));
        Contact { first, last, email, function }
    }
}

/// Contacts of one client.
const PER_CLIENT: usize = 25;

const ADD_CLIENT: &str =
    "INSERT INTO client (reference, reference_key, label, sort_key, kind, language, first_name, last_name,
  street, postal_code, town, town_key, country, note, created_at, changed_at, version) ";
const ADD_CONTACT: &str = "INSERT INTO contact (first_name, last_name, email, email_key, language, sort_key, note,
  created_at, changed_at, version) ";
const ADD_LINK: &str = "INSERT INTO affiliation (contact_id, client_id, function, notification_type, since, created_at,
  changed_at, version) ";

/// Fills an empty database with so many contacts and their words.
pub async fn fill(pool: &Pool, contacts: usize) -> Result<()> {
    let (lists, mut dice) = (Lists::new(), Dice(7));
    let mut tx = pool.write().await?;
    let at = chrono::DateTime::from_timestamp_millis(Moment(1_795_262_400_000).0).unwrap_or_default();
    let clients: Vec<Client> = (0..contacts.div_ceil(PER_CLIENT)).map(|n| lists.client(&mut dice, n)).collect();
    for rows in clients.chunks(1_000) {
        on!(&mut tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(ADD_CLIENT);
            query.push_values(rows, |mut row, client| {
                row.push_bind(client.reference.as_str()).push_bind(fold(&client.reference));
                row.push_bind(client.label.as_str()).push_bind(fold(&client.label));
                row.push_bind("professional").push_bind("fr");
                for _ in 0..8 {
                    row.push_bind("");
                }
                row.push_bind(at).push_bind(at).push_bind(1i64);
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    for from in (0..contacts).step_by(1_000) {
        let some: Vec<Contact> = (from..contacts.min(from + 1_000))
            .map(|n| lists.contact(&mut dice, n, n / PER_CLIENT, &clients[n / PER_CLIENT].label))
            .collect();
        on!(&mut tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(ADD_CONTACT);
            query.push_values(&some, |mut row, contact| {
                row.push_bind(contact.first.as_str()).push_bind(contact.last.as_str());
                row.push_bind(contact.email.as_str()).push_bind(contact.email.as_str()).push_bind("fr");
                row.push_bind(fold(&format!("{} {}", contact.last, contact.first))).push_bind("");
                row.push_bind(at).push_bind(at).push_bind(1i64);
            });
            query.build().execute(c).await.map(drop)
        })?;
        on!(&mut tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(ADD_LINK);
            query.push_values(some.iter().enumerate(), |mut row, (n, contact)| {
                row.push_bind((from + n + 1) as i64).push_bind(((from + n) / PER_CLIENT + 1) as i64);
                row.push_bind(contact.function).push_bind("none").push_bind(at).push_bind(at).push_bind(at).push_bind(1i64);
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    store::search::reindex_all(&mut tx).await?;
    tx.commit().await
}
