//! An address book of any size, the same each time: names as frequent as in France, Belgium and Québec, with the long tail
//! of rare ones, companies of about 25 people, functions, addresses made of names.

#![allow(dead_code, reason = "each measurement uses a part")]

pub mod fill;
pub mod times;

use model::{ClientKind, NotificationType, fold::fold};

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

    /// The first numbers much more often than the last.
    pub fn small(&mut self, end: usize) -> usize {
        let share = self.share();
        (share * share * share * end as f64) as usize
    }

    /// Half of them any number, half a small one.
    pub fn small_or_any(&mut self, end: usize) -> usize {
        if self.below(2) == 0 { self.below(end) } else { self.small(end) }
    }

    fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// The first words of a list more often than the others, as Zipf counted them.
    fn skewed<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let share = self.share();
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
    pub kind: ClientKind,
    pub family: Option<usize>,
}

pub struct Contact {
    pub first: String,
    pub last: String,
    pub email: Option<String>,
    pub inactive: bool,
    pub phone: Option<String>,
    pub links: Vec<Link>,
}

pub struct Link {
    /// Counted from 0.
    pub client: usize,
    pub function: String,
    pub notification: NotificationType,
}

/// How many, and how they belong together.
pub struct Shape {
    pub contacts: usize,
    pub clients: usize,
    /// Kinds, families, types, phones, some inactive, incomplete, independent, at two clients; clients of all sizes.
    pub varied: bool,
}

/// Contacts of one client of a plain address book.
const PER_CLIENT: usize = 25;

/// All clients alike, everybody active with an address.
pub fn plain(contacts: usize) -> Shape {
    Shape { contacts, clients: contacts.div_ceil(PER_CLIENT), varied: false }
}

/// Five to a client, as many as there are contacts in a company's own book.
pub fn varied(contacts: usize) -> Shape {
    Shape { contacts, clients: contacts.div_ceil(5), varied: true }
}

/// Families that the clients of a varied address book have.
pub const FAMILIES: usize = 300;

impl Lists {
    pub fn client(&self, dice: &mut Dice, n: usize, shape: &Shape) -> Client {
        let label = format!("{} {}", dice.skewed(&self.trade), self.last(dice));
        let mut client = Client { reference: format!("C{n:05}"), label, kind: ClientKind::Professional, family: None };
        if shape.varied {
            client.kind = match dice.below(100) {
                0..62 => ClientKind::Professional,
                62..97 => ClientKind::Individual,
                // One in thirty: rare enough to be looked for.
                _ => ClientKind::Producer,
            };
            // The first ones are large.
            client.family = (dice.below(10) < 6).then(|| dice.small(FAMILIES));
        }
        client
    }

    pub fn contact(&self, dice: &mut Dice, n: usize, shape: &Shape, labels: &[String]) -> Contact {
        let (first, last, function) = (self.first(dice).to_owned(), self.last(dice), dice.skewed(&self.function));
        let client = if shape.varied { dice.small_or_any(shape.clients) } else { n / PER_CLIENT };
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
        let number = if shape.varied { n } else { n % PER_CLIENT };
        let email = Some(format!("{local}{number}@{}{client}.example", plain(&labels[client])));
        let link = Link { client, function: function.to_owned(), notification: NotificationType::None };
        let mut contact = Contact { first, last, email, inactive: false, phone: None, links: vec![link] };
        if shape.varied {
            self.vary(dice, shape, &mut contact);
        }
        contact
    }

    fn vary(&self, dice: &mut Dice, shape: &Shape, contact: &mut Contact) {
        contact.inactive = dice.below(20) == 0;
        if dice.below(10) == 0 {
            contact.email = None;
        }
        let switchboard = contact.links[0].client;
        contact.phone = match dice.below(20) {
            0..15 => Some(format!("06{:08}", dice.below(100_000_000))),
            15 => Some(format!("02{switchboard:08}")),
            _ => None,
        };
        match dice.below(20) {
            0 => contact.links.clear(),
            1 | 2 => {
                let client = dice.small_or_any(shape.clients);
                if client != switchboard {
                    contact.links.push(Link { client, function: String::new(), notification: NotificationType::None });
                }
            }
            _ => {}
        }
        for link in &mut contact.links {
            match dice.below(10) {
                0 => link.function = String::new(),
                1 | 2 => link.function = link.function.to_lowercase(),
                3 => link.function = format!("{} adjointe", link.function),
                _ => {}
            }
            if contact.email.is_some() {
                link.notification = match dice.below(100) {
                    0..55 => NotificationType::None,
                    55..80 => NotificationType::All,
                    80..98 => NotificationType::Administrative,
                    _ => NotificationType::Orders,
                };
            }
        }
    }
}
