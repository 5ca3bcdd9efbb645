//! The table of S22. A body is one that the function accepts, so that the answer speaks of the caller and not of the form; ids that
//! do not exist are fine.

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Also somebody who is not signed in.
    Everybody,
    /// Whoever is signed in.
    Members,
    /// Administrators.
    Administrators,
}
pub use Who::{Administrators, Everybody, Members};

/// Path below /api/, who may, and a body: a form, or JSON.
pub const FUNCTIONS: &[(&str, Who, &str)] = &[
    ("access/accept", Everybody, "token=none&name=A&password=quatre+mots&again=quatre+mots"),
    ("access/door", Everybody, ""),
    ("access/forgotten", Everybody, "email=a%40b.example"),
    ("access/meet", Everybody, "link=Reset&token=none"),
    ("access/reset", Everybody, "token=none&password=quatre+mots&again=quatre+mots"),
    ("access/sign-in", Everybody, "email=a%40b.example&password=wrong"),
    ("access/sign-out", Everybody, ""),
    ("access/start", Everybody, "token=none&email=a%40b.example&password=quatre+mots&again=quatre+mots"),
    ("clients/card", Members, "id=1"),
    ("clients/deactivate", Members, "id=1"),
    ("clients/families", Members, ""),
    ("clients/form", Members, ""),
    ("clients/list", Members, "asked[search]="),
    ("clients/reactivate", Members, "id=1"),
    ("clients/save", Members, "draft[reference]=C1"),
    ("compose/detach", Members, "draft=1&file=1"),
    ("compose/discard", Members, "id=1"),
    ("compose/drafts", Members, ""),
    ("compose/open", Members, r#"{"asked":{}}"#),
    ("compose/save", Members, r#"{"id":null,"version":0,"draft":{}}"#),
    ("compose/send", Members, r#"{"id":null,"draft":{},"files":[],"idem_key":"k"}"#),
    ("compose/stored", Members, "id=1"),
    ("contacts/affiliate", Members, "contact=1&client=1"),
    ("contacts/card", Members, "id=1"),
    ("contacts/deactivate", Members, "id=1"),
    ("contacts/end", Members, "affiliation=1"),
    ("contacts/form", Members, ""),
    ("contacts/independent", Members, "client=1&asked[search]="),
    ("contacts/list", Members, "asked[search]="),
    ("contacts/of-client", Members, "id=1&search="),
    ("contacts/reactivate", Members, "id=1"),
    ("contacts/remove", Members, "id=1"),
    ("contacts/restore", Members, "id=1"),
    ("contacts/resume", Members, "affiliation=1"),
    ("contacts/save", Members, "contact[email]=a%40b.example"),
    ("contacts/star", Members, "affiliation=1"),
    ("history", Members, r#"{"of":{"client":1}}"#),
    ("recipients/add", Members, r#"{"client":1,"people":[]}"#),
    ("recipients/affiliate", Members, "client=1&contact=1&starred=true"),
    ("recipients/look-up", Members, r#"{"client":1,"addresses":[]}"#),
    ("recipients/reactivate", Members, "client=1&contact=1"),
    ("recipients/star", Members, "client=1&contact=1&on=true"),
    ("recipients/suggest", Members, "client=1&query=ab"),
    ("recipients/take-back", Members, "client=1&contact=1&existed=true"),
    ("search", Members, "query=ab&most=5"),
    ("sends/again", Members, "delivery=1"),
    ("sends/cancel", Members, "batch=1"),
    ("sends/consider-sent", Members, "delivery=1"),
    ("sends/correct", Members, "delivery=1&address=a%40b.example&seen=0"),
    ("sends/get", Members, "id=1"),
    ("sends/keep-address", Members, "delivery=1"),
    ("sends/list", Members, r#"{"asked":{}}"#),
    ("settings/account", Members, "act=save&host=smtp.maison.example&port=465&security=tls&from_address=a%40b.example"),
    ("settings/company", Administrators, ""),
    ("settings/end-sessions", Members, ""),
    ("settings/invite", Administrators, "email=a%40b.example&role=member"),
    ("settings/me", Members, ""),
    ("settings/password", Members, "current=faux&password=quatre+mots+longs&again=quatre+mots+longs"),
    ("settings/profile", Members, "name=A&language=fr&theme=dark&version=1"),
    (
        "settings/save-company",
        Administrators,
        "time_zone=Europe%2FParis&language=fr&undo_seconds=10&kinds_with_contacts[]=producer",
    ),
    ("settings/user", Administrators, "user=9999&act=enable"),
    ("settings/users", Administrators, ""),
    ("shell/language", Everybody, "language=en"),
    ("shell/theme", Everybody, "theme=dark"),
    ("sites/deactivate", Members, "id=1"),
    ("sites/form", Members, "client=1"),
    ("sites/of-client", Members, "id=1"),
    ("sites/reactivate", Members, "id=1"),
    ("sites/remove", Members, "id=1"),
    ("sites/restore", Members, "client=1&draft[label]=A"),
    ("sites/save", Members, "client=1&draft[label]=A"),
];

/// Method and path of what is neither a page nor a server function, who may, an address that it matches, and a body.
pub const HANDLERS: &[(&str, Who, &str, &str)] = &[
    ("POST /api/compose/post", Members, "/api/compose/post", "client=1&idem_key=k"),
    ("POST /ecrire/{draft}/fichiers", Members, "/ecrire/1/fichiers?nom=a.txt", "a=b"),
    ("GET /envois/{batch}/direct", Members, "/envois/1/direct", ""),
    ("GET /envois/{batch}/messages/{message}/eml", Members, "/envois/1/messages/1/eml", ""),
    ("GET /envois/{batch}/messages/{message}/fichiers/{file}", Members, "/envois/1/messages/1/fichiers/1", ""),
    ("GET /sante", Everybody, "/sante", ""),
];

/// Path as the router has it, who may, and an address that it matches.
pub const PAGES: &[(&str, Who, &str)] = &[
    ("/", Members, "/"),
    ("/aide", Members, "/aide"),
    ("/clients", Members, "/clients"),
    ("/clients/{id}", Members, "/clients/1"),
    ("/clients/{id}/adresses", Members, "/clients/1/adresses"),
    ("/clients/{id}/adresses/{site}", Members, "/clients/1/adresses/1"),
    ("/clients/{id}/adresses/nouvelle", Members, "/clients/1/adresses/nouvelle"),
    ("/clients/{id}/associer", Members, "/clients/1/associer"),
    ("/clients/{id}/contacts", Members, "/clients/1/contacts"),
    ("/clients/{id}/historique", Members, "/clients/1/historique"),
    ("/clients/{id}/modifier", Members, "/clients/1/modifier"),
    ("/clients/nouveau", Members, "/clients/nouveau"),
    ("/connexion", Everybody, "/connexion"),
    ("/contacts", Members, "/contacts"),
    ("/contacts/{id}", Members, "/contacts/1"),
    ("/contacts/{id}/historique", Members, "/contacts/1/historique"),
    ("/contacts/{id}/modifier", Members, "/contacts/1/modifier"),
    ("/contacts/nouveau", Members, "/contacts/nouveau"),
    ("/ecrire", Members, "/ecrire"),
    ("/envois", Members, "/envois"),
    ("/envois/{id}", Members, "/envois/1"),
    ("/installation", Everybody, "/installation?jeton=none"),
    ("/invitation", Everybody, "/invitation?jeton=none"),
    ("/mot-de-passe-oublie", Everybody, "/mot-de-passe-oublie"),
    ("/mot-de-passe/nouveau", Everybody, "/mot-de-passe/nouveau?jeton=none"),
    ("/parametres/moi", Members, "/parametres/moi"),
    ("/parametres/societe", Administrators, "/parametres/societe"),
    ("/parametres/utilisateurs", Administrators, "/parametres/utilisateurs"),
    ("/recherche", Members, "/recherche?q=ab"),
];

/// Pages that have nothing for somebody who is signed in, and lead on.
pub const ONWARD: &[&str] = &["/connexion"];
