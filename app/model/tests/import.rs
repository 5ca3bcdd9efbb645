//! P63: what a file of clients would do, before anything is written.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use model::{
    Client, ClientDraft, ClientId, MainContact, Moment, Phone, Problem, Site, SiteDraft, SiteId,
    draft::{ClientFields, SiteFields},
    import::{CellProblem, Charset, Column, Known, LineProblem, NewClient, Plan, Row, Separator, Table, Verdict, plan},
};
use proptest::prelude::*;

fn table(text: &str) -> Table {
    let mut lines = text.lines().map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows = lines.enumerate().map(|(at, mut cells)| {
        cells.resize(cells.len().max(header.len()), String::new());
        Row { line: at as u32 + 2, cells }
    });
    let rows = rows.collect();
    Table { header, rows, charset: Some(Charset::Windows1252), separator: Some(Separator::Semicolon) }
}

fn planned(text: &str, known: &[Known]) -> Plan {
    let table = table(text);
    plan(&table, &Column::recognised(&table.header), known, &["Boulangeries".to_owned()])
}

fn problems(plan: &Plan) -> Vec<(u32, Option<Column>, LineProblem)> {
    let of = |line: &model::import::Line| {
        let number = line.line;
        line.problems.clone().into_iter().map(move |CellProblem { column, problem }| (number, column, problem))
    };
    plan.lines.iter().flat_map(of).collect()
}

/// As the book would keep it.
fn kept(client: &NewClient) -> Known {
    let fields = client.fields.clone();
    let text = |email: &Option<model::EmailAddress>| email.as_ref().map(ToString::to_string);
    let own = Client {
        id: ClientId(1),
        reference: fields.reference,
        label: fields.label,
        kind: fields.kind,
        family: fields.family.map(|name| (model::FamilyId(1), name)),
        language: fields.language,
        billing_email: text(&fields.billing_email),
        main: MainContact {
            civility: fields.civility,
            first_name: fields.first_name,
            last_name: fields.last_name,
            email: text(&fields.email),
            phones: fields.phones,
        },
        place: fields.place,
        note: fields.note,
        inactive_at: None,
        created_at: Moment(0),
        changed_at: Moment(0),
        version: 1,
    };
    let site = |site: &SiteFields| Site {
        id: SiteId(1),
        client_id: ClientId(1),
        label: site.label.clone(),
        place: site.place.clone(),
        person: site.person.clone(),
        phone: site.phone.clone(),
        email: text(&site.email),
        extra: site.extra.clone(),
        inactive_at: None,
        version: 1,
    };
    Known::of(&own, &client.sites.iter().map(site).collect::<Vec<_>>()).unwrap()
}

#[test]
fn p63_several_lines_of_one_reference_are_the_sites_of_one_client() {
    let plan = planned(
        "Référence;Nom;Famille;Site;Ville du site\nC1;Épi d’Or;boulangeries;Fournil;Lyon\nC2;Garage;Autos\n c1 ;;;Boutique\nC3;Autre;AUTOS",
        &[],
    );
    assert!(!plan.is_refused(), "{:?}", problems(&plan));
    let made: Vec<_> = plan.clients.iter().map(|client| (&client.fields.reference[..], client.sites.len())).collect();
    assert_eq!(made, [("C1", 2), ("C2", 0), ("C3", 0)]);
    assert_eq!((plan.families.as_slice(), plan.sites()), (&["Autos".to_owned()][..], 2), "each new family once");
    assert_eq!(plan.clients[0].fields.kind, model::ClientKind::Professional, "where nothing else is said");
}

#[test]
fn p63_each_problem_names_its_line_and_its_column() {
    let plan = planned(
        "Référence;Nom;Type;E-mail;Site;E-mail du site\nC1;;boss;marie@;;\n;Sans\nC2;Deux;;;;x\nC2;Trois;;;A;\nC2;;;;A;\nC3;Un;;;;;trop\nC3",
        &[],
    );
    let field = |problem| LineProblem::Field(problem);
    let expected = [
        (2, Some(Column::Label), field(Problem::Required)),
        (2, Some(Column::Kind), field(Problem::NotAChoice)),
        (2, Some(Column::Email), field(Problem::NotAnAddress)),
        (3, Some(Column::Reference), field(Problem::Required)),
        (4, Some(Column::SiteLabel), field(Problem::Required)),
        (4, Some(Column::SiteEmail), field(Problem::NotAnAddress)),
        (5, Some(Column::Label), LineProblem::Contradicts(4)),
        (6, Some(Column::SiteLabel), LineProblem::Repeated(5)),
        (7, None, LineProblem::MoreCells),
        (8, None, LineProblem::Repeated(7)),
    ];
    assert_eq!(problems(&plan), expected);
    assert!(plan.is_refused() && plan.clients.is_empty(), "{:?}", plan.clients);
}

#[test]
fn p63_a_client_that_is_there_is_left_alone_and_what_differs_is_said() {
    let before = planned("Référence;Nom;Ville;Site\nC1;Épi d’Or;Lyon;Fournil", &[]);
    let known = [kept(&before.clients[0])];
    let plan = planned("Référence;Nom;Ville;Site\nc1;Épi d’Or;Gand;FOURNIL\nC1;;;Boutique", &known);
    assert!(plan.clients.is_empty() && !plan.is_refused());
    let told: Vec<_> = plan.lines.iter().flat_map(|line| line.differences.clone()).collect();
    let told: Vec<_> = told.iter().map(|it| (it.column, &it.here[..], &it.file[..])).collect();
    assert_eq!(told, [(Column::Town, "Lyon", "Gand"), (Column::SiteLabel, "", "Boutique")]);
    let silent = planned("Référence;Nom\nC1;Épi d’Or", &known);
    assert_eq!(silent.lines[0].verdict, Verdict::Unchanged, "what the file does not say is no difference");
}

#[test]
fn p61_lost_letters_are_warned_of_where_the_character_set_loses_them() {
    let text = "Référence;Nom\nC1;Nguy?n\nC2;Pourquoi ?";
    let plan = planned(text, &[]);
    let lost: Vec<_> = plan.lines.iter().map(|line| line.lost.clone()).collect();
    assert_eq!(lost, [vec![Column::Label], vec![]]);
    let table = Table { charset: Some(Charset::Utf8), ..table(text) };
    let plan = model::import::plan(&table, &Column::recognised(&table.header), &[], &[]);
    assert!(plan.lines.iter().all(|line| line.lost.is_empty()));
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[A-Za-zÉé][a-zé ]{0,6}[a-z]"]
}

fn email() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z]{1,6}@[a-z]{1,6}\\.example"]
}

prop_compose! {
    fn a_client()(
        label in "[A-ZÉ][a-zé]{0,8}",
        words in prop::collection::vec(word(), 8),
        emails in prop::collection::vec(email(), 2),
        kind in prop::sample::select(vec!["professional", "producer", "individual"]),
        phone in prop_oneof![Just(""), Just("+33 1 23 45 67 89")],
        sites in prop::collection::vec((word(), email()), 0..3),
    ) -> (ClientDraft, Vec<SiteDraft>) {
        let phones = vec![Phone { label: String::new(), number: phone.into() }];
        let draft = ClientDraft {
            label, kind: kind.into(), family: words[0].clone(), first_name: words[1].clone(), last_name: words[2].clone(),
            street: words[3].clone(), postal_code: words[4].clone(), town: words[5].clone(), country: words[6].clone(),
            note: words[7].clone(), email: emails[0].clone(), billing_email: emails[1].clone(), phones,
            ..ClientDraft::default()
        };
        let site = |(at, (town, email)): (usize, (String, String))| {
            SiteDraft { label: format!("Site {at}"), town, email, ..SiteDraft::default() }
        };
        (draft, sites.into_iter().enumerate().map(site).collect())
    }
}

/// The lines of a file that says all this.
fn lines(client: &ClientDraft, sites: &[SiteDraft]) -> Vec<Vec<String>> {
    let none = SiteDraft::default();
    let sites = if sites.is_empty() { std::slice::from_ref(&none) } else { sites };
    let line = |site: &SiteDraft| {
        let cell = |column: &Column| {
            let text: &str = match column {
                Column::Reference => &client.reference,
                Column::Label => &client.label,
                Column::Kind => &client.kind,
                Column::Family => &client.family,
                Column::FirstName => &client.first_name,
                Column::LastName => &client.last_name,
                Column::Email => &client.email,
                Column::Phone => &client.phones[0].number,
                Column::BillingEmail => &client.billing_email,
                Column::Street => &client.street,
                Column::PostalCode => &client.postal_code,
                Column::Town => &client.town,
                Column::Country => &client.country,
                Column::Note => &client.note,
                Column::SiteLabel => &site.label,
                Column::SiteTown => &site.town,
                Column::SiteEmail => &site.email,
                _ => "",
            };
            text.to_owned()
        };
        Column::ALL.iter().map(cell).collect()
    };
    sites.iter().map(line).collect()
}

proptest! {
    /// P63, P61: reading back what was written gives the same, and a second import changes nothing.
    #[test]
    fn p63_what_is_written_is_read_back_and_a_second_import_changes_nothing(drafts in prop::collection::vec(a_client(), 1..6)) {
        let mut drafts = drafts;
        for (at, (draft, _)) in drafts.iter_mut().enumerate() {
            draft.reference = format!("C{at}");
        }
        let header = Column::ALL.iter().map(|column| column.heading().to_owned()).collect();
        let cells = drafts.iter().flat_map(|(client, sites)| lines(client, sites));
        let rows = cells.enumerate().map(|(at, cells)| Row { line: at as u32 + 2, cells }).collect();
        let table = Table { header, rows, charset: Some(Charset::Utf8), separator: None };
        let columns = Column::recognised(&table.header);
        let first = plan(&table, &columns, &[], &[]);
        prop_assert!(!first.is_refused(), "{:?}", first.lines);
        let expected: Vec<(ClientFields, Vec<SiteFields>)> = drafts
            .iter()
            .map(|(client, sites)| (client.check().unwrap(), sites.iter().map(|site| site.check().unwrap()).collect()))
            .collect();
        let read: Vec<_> = first.clients.iter().map(|client| (client.fields.clone(), client.sites.clone())).collect();
        prop_assert_eq!(read, expected);

        let known: Vec<Known> = first.clients.iter().map(kept).collect();
        let second = plan(&table, &columns, &known, &[]);
        prop_assert!(second.clients.is_empty());
        prop_assert_eq!(second.count(Verdict::Unchanged), second.lines.len() as i64, "{:?}", second.lines);
    }
}
