//! Which stretches of an index a list of the directory follows: those of the rarest criterion. Each is in the order of names, so a
//! page reads what it shows, and beside it only what the other criteria leave out.

use super::narrow::{self, Criteria};
use crate::{
    Result, Tx, on,
    search::{self, facets},
};
use model::listing::{Activity, ContactsAsked};

/// Rows looked at for one page or one count when they are asked for more than where they stand.
pub(super) const LOOKED_AT: i64 = if cfg!(test) { 40 } else { 2_000 };
/// Rows counted when they are not.
pub(super) const COUNTED: i64 = if cfg!(test) { 100 } else { 10_000 };
/// Stretches that one list may follow: spellings of a function, words that begin alike.
const STRETCHES: usize = 16;

/// Rows of one index in the order of (`sort_key`, contact).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// All contacts that are as active as asked for.
    Everyone(Activity),
    /// A criterion, among the active ones (1) or the others (0).
    Facet(String, i64),
    /// The first two to four letters of a word, at a place.
    Prefix(String, i64),
    /// A word at a place.
    Word(String, i64),
}

impl Stretch {
    /// The contact of a row under the name `l`.
    pub(super) fn id(&self) -> &'static str {
        if let Stretch::Everyone(_) = self { "l.id" } else { "l.contact_id" }
    }

    /// A place says of the reachable that they are active, of the others nothing.
    pub(super) fn doubtful(&self, activity: Activity) -> bool {
        match self {
            Stretch::Everyone(_) | Stretch::Facet(..) => false,
            Stretch::Prefix(_, place) | Stretch::Word(_, place) => {
                activity != Activity::All && *place >= search::UNREACHABLE
            }
        }
    }
}

/// The rows of a stretch, from `FROM` on.
macro_rules! push_stretch {
    ($query:ident, $stretch:expr) => {
        match $stretch {
            Stretch::Everyone(Activity::All) => $query.push(" FROM contact l WHERE l.erased_at IS NULL"),
            Stretch::Everyone(Activity::Active) => {
                $query.push(" FROM contact l WHERE l.erased_at IS NULL AND l.inactive_at IS NULL")
            }
            Stretch::Everyone(Activity::Inactive) => {
                $query.push(" FROM contact l WHERE l.erased_at IS NULL AND l.inactive_at IS NOT NULL")
            }
            Stretch::Facet(facet, active) => {
                $query.push(" FROM contact_facet l WHERE l.facet = ").push_bind(facet.clone());
                $query.push(" AND l.active = ").push_bind(*active)
            }
            Stretch::Prefix(prefix, place) => {
                $query.push(" FROM contact_prefix l WHERE l.prefix = ").push_bind(prefix.clone());
                $query.push(" AND l.place = ").push_bind(*place)
            }
            Stretch::Word(word, place) => {
                $query.push(" FROM contact_word l WHERE l.word = ").push_bind(word.clone());
                $query.push(" AND l.place = ").push_bind(*place)
            }
        }
    };
}
pub(super) use push_stretch;

/// Whether a row of a doubtful stretch is as active as asked for.
macro_rules! push_activity {
    ($query:ident, $stretch:expr, $asked:ident) => {
        if $stretch.doubtful($asked.activity) {
            let what = if $asked.activity == Activity::Inactive { " IS NOT NULL) = 1" } else { " IS NULL) = 1" };
            $query.push(" AND (SELECT 1 FROM contact ct WHERE ct.id = ").push($stretch.id());
            $query.push(" AND ct.inactive_at").push(what);
        }
    };
}
pub(super) use push_activity;

/// What a list follows, and what is still asked of each row.
pub(super) struct Lead {
    pub(super) stretches: Vec<Stretch>,
    pub(super) rest: Criteria,
    activity: Activity,
    /// None of the stretches has more rows than are looked at.
    pub(super) whole: bool,
}

impl Lead {
    /// Its rows are asked for more than where they stand.
    pub(super) fn asks(&self, stretch: &Stretch) -> bool {
        let Criteria { facets, link, words, .. } = &self.rest;
        *link || !facets.is_empty() || !words.is_empty() || stretch.doubtful(self.activity)
    }

    /// How many of its rows are looked at.
    pub(super) fn most(&self, stretch: &Stretch) -> i64 {
        let among = self.stretches.len() as i64;
        match (self.asks(stretch), self.apart()) {
            (true, _) => LOOKED_AT / among,
            (false, true) => COUNTED,
            // Whom several have is counted once: they are compared.
            (false, false) => COUNTED / among,
        }
    }

    /// Nobody is on two of them.
    pub(super) fn apart(&self) -> bool {
        self.stretches.windows(2).all(|two| match two {
            [Stretch::Facet(one, _), Stretch::Facet(other, _)] => one == other,
            [Stretch::Prefix(one, _), Stretch::Prefix(other, _)] => one == other,
            _ => false,
        })
    }
}

/// The criterion that the fewest rows meet leads. None when nobody can meet them all.
pub(super) async fn lead(tx: &mut Tx, asked: &ContactsAsked, criteria: Criteria) -> Result<Option<Lead>> {
    let unheard_of = criteria.functions.as_ref().is_some_and(Vec::is_empty);
    if unheard_of || asked.independent && asked.asks_for_a_link() {
        return Ok(None);
    }
    let mut best: Option<(i64, Lead)> = None;
    for Offer { stretches, settles } in offers(tx, asked, &criteria).await? {
        if stretches.is_empty() {
            return Ok(None);
        }
        let rest = without(criteria.clone(), settles);
        let mut lead = Lead { stretches, rest, activity: asked.activity, whole: true };
        let mut rows = 0;
        for stretch in &lead.stretches {
            let most = lead.most(stretch);
            let found = counted(tx, stretch, most + 1).await?;
            lead.whole &= found <= most;
            rows += found;
        }
        // Beyond that all are frequent.
        let rows = rows.min(LOOKED_AT);
        if best.as_ref().is_none_or(|(fewest, _)| rows < *fewest) {
            best = Some((rows, lead));
        }
    }
    Ok(best.map(|(_, lead)| lead))
}

/// Rows of a stretch, no further than `most`.
async fn counted(tx: &mut Tx, stretch: &Stretch, most: i64) -> Result<i64> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT COUNT(*) FROM (SELECT 1 AS one");
        push_stretch!(query, stretch);
        query.push(" LIMIT ").push_bind(most).push(") AS counted");
        query.build_query_scalar().fetch_one(c).await
    })?)
}

/// Stretches that everybody who meets a criterion is on.
struct Offer {
    stretches: Vec<Stretch>,
    settles: Settles,
}

/// What need not be asked of their rows any more.
enum Settles {
    Nothing,
    Facet(String),
    Link,
    Word(String),
}

fn without(mut criteria: Criteria, settled: Settles) -> Criteria {
    match settled {
        Settles::Nothing => {}
        Settles::Facet(facet) => criteria.facets.retain(|other| *other != facet),
        Settles::Link => criteria.link = false,
        Settles::Word(word) => criteria.words.retain(|other| *other != word),
    }
    criteria
}

/// Of as many the first leads: what is searched is rarer than a function, that than a kind, and everybody comes last.
async fn offers(tx: &mut Tx, asked: &ContactsAsked, criteria: &Criteria) -> Result<Vec<Offer>> {
    let mut offers = vec![];
    for word in &criteria.words {
        offers.extend(of_word(tx, asked.activity, word).await?);
    }
    let of = |facet: &str| -> Vec<Stretch> {
        among(asked.activity).map(|active| Stretch::Facet(facet.to_owned(), active)).collect()
    };
    if criteria.link {
        let spellings = criteria.functions.iter().flatten().map(|spelling| facets::of_function(spelling));
        let stretches: Vec<Stretch> = spellings.flat_map(|facet| of(&facet)).collect();
        let of_link = narrow::of_link(asked);
        if !stretches.is_empty() && stretches.len() <= STRETCHES {
            let settles = if of_link.is_empty() { Settles::Link } else { Settles::Nothing };
            offers.push(Offer { stretches, settles });
        }
        offers.extend(of_link.iter().map(|facet| Offer { stretches: of(facet), settles: Settles::Nothing }));
    }
    let settled = |facet: &String| Offer { stretches: of(facet), settles: Settles::Facet(facet.clone()) };
    offers.extend(criteria.facets.iter().map(settled));
    if offers.is_empty() || asked.activity == Activity::Inactive {
        offers.push(Offer { stretches: vec![Stretch::Everyone(asked.activity)], settles: Settles::Nothing });
    }
    Ok(offers)
}

fn among(activity: Activity) -> impl Iterator<Item = i64> {
    let (active, inactive) = (activity != Activity::Inactive, activity != Activity::Active);
    active.then_some(1).into_iter().chain(inactive.then_some(0))
}

/// A word of two to four letters has its rows ready; a longer one those of the words that begin with it, or of its first letters
/// where these are many.
async fn of_word(tx: &mut Tx, activity: Activity, word: &str) -> Result<Option<Offer>> {
    let letters = word.chars().count();
    if letters < *search::READY.start() {
        return Ok(None);
    }
    let first = if activity == Activity::Inactive { search::UNREACHABLE } else { 0 };
    let places = first..2 * search::UNREACHABLE;
    let of_prefix =
        |prefix: &str| places.clone().map(|place| Stretch::Prefix(prefix.to_owned(), place)).collect::<Vec<_>>();
    if search::READY.contains(&letters) {
        return Ok(Some(Offer { stretches: of_prefix(word), settles: Settles::Word(word.to_owned()) }));
    }
    let mut stretches = vec![];
    for place in places.clone() {
        let words = words_like(tx, place, word).await?;
        stretches.extend(words.into_iter().map(|word| Stretch::Word(word, place)));
        if stretches.len() > STRETCHES {
            let prefix = search::first(word, *search::READY.end()).unwrap_or(word);
            return Ok(Some(Offer { stretches: of_prefix(prefix), settles: Settles::Nothing }));
        }
    }
    Ok(Some(Offer { stretches, settles: Settles::Word(word.to_owned()) }))
}

// From one different word to the next by the index.
const WORDS: &str = "WITH RECURSIVE v (word, n) AS (
    SELECT MIN(word), 1 FROM contact_word WHERE place = $1 AND word >= $2 AND word < $3
    UNION ALL
    SELECT (SELECT MIN(w.word) FROM contact_word w WHERE w.place = $1 AND w.word > v.word AND w.word < $3), v.n + 1 FROM v
      WHERE v.word IS NOT NULL AND v.n <= $4
  ) SELECT word FROM v WHERE word IS NOT NULL";

/// One more than is of use, at most.
async fn words_like(tx: &mut Tx, place: i64, word: &str) -> Result<Vec<String>> {
    Ok(on!(tx, c => sqlx::query_scalar(WORDS).bind(place).bind(word).bind(search::end_of(word)).bind(STRETCHES as i32)
        .fetch_all(c).await)?)
}
