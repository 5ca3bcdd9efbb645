//! `bonport bounces`: reports from files, standard input and Maildirs, once and as they arrive; on both databases.

use crate::world::{NOW, World, end, ids, world};
use crate::{bonport, said};
use mail::bounces::Taken;
use model::send::Shown;
use model::{BatchId, EmailAddress};
use secrecy::ExposeSecret;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};
use store::{
    outbox::{self, Landed, Next},
    sends, suppressions,
    testing::Fresh,
};

/// Two mails that were sent to the same address, and a folder.
struct House {
    world: World,
    url: String,
    batches: Vec<BatchId>,
    folder: tempfile::TempDir,
}

async fn house(fresh: &Fresh) -> House {
    let world = world(fresh).await;
    let mut batches = vec![];
    for key in ["a", "b"] {
        let mut batch = world.batch(key, &["partie@client.example"]);
        batch.undo_until = None;
        batches.push(world.enqueue(&batch).await);
        let (lease, claimed) = world.claim(NOW.plus_seconds(11)).await;
        world.begin(&lease, &ids(&claimed), NOW.plus_seconds(11)).await;
        let ends: Vec<_> = ids(&claimed).into_iter().map(|id| end(id, Next::Sent { test_mailbox: false })).collect();
        world.settle(&lease, &ends).await.unwrap();
        let mut tx = world.pool.write().await.unwrap();
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
    }
    House { world, url: fresh.url.clone(), batches, folder: tempfile::tempdir().unwrap() }
}

/// A report about the mail of this key.
fn report(key: &str) -> String {
    format!(
        "Message-ID: <{key}@mx.example>\nContent-Type: multipart/report; boundary=b\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; partie@client.example\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 <partie@client.example> unknown\n\n--b\n\
         Content-Type: text/rfc822-headers\n\nMessage-ID: <{key}@maison.example>\n\n--b--\n"
    )
}

impl House {
    fn bounces(&self) -> Command {
        let mut command = bonport(&self.folder.path().join("data"));
        command.env("DATABASE_URL", &self.url).env("BONPORT_KEY", self.world.keys.text().expose_secret());
        command.arg("bounces");
        command
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn maildir(&self) -> PathBuf {
        let path = self.folder.path().join("Maildir");
        for folder in ["tmp", "new", "cur"] {
            fs::create_dir_all(path.join(folder)).unwrap();
        }
        path
    }

    async fn shown(&self, n: usize) -> Shown {
        let mut tx = self.world.pool.read().await.unwrap();
        sends::get(&mut tx, self.batches[n]).await.unwrap().messages[0].deliveries[0].shown()
    }

    async fn is_blocked(&self) -> bool {
        let mut tx = self.world.pool.read().await.unwrap();
        let address = EmailAddress::parse("partie@client.example").unwrap();
        suppressions::is_suppressed(&mut tx, &self.world.keys, &address).await.unwrap()
    }
}

/// As servers put it there: whole, by a rename.
fn arrives(maildir: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(maildir.join("tmp").join(name), bytes).unwrap();
    fs::rename(maildir.join("tmp").join(name), maildir.join("new").join(name)).unwrap();
}

fn given(mut command: Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

async fn once(fresh: &Fresh) {
    let house = house(fresh).await;
    let (one, junk) = (house.file("one.eml", report("a")), house.file("junk.eml", [0xff, 0, 0xfe]));
    let forged = house.file("forged.eml", report("unknown"));
    let huge = house.file("huge.eml", report("a").replace("--b--", &"x".repeat(3_000_000)));
    let cut = house.file("cut.eml", &report("b")[..150]);
    let run = house.bounces().args([&one, &junk, &forged, &huge, &cut]).output().unwrap();
    let told = said(&run);
    assert!(run.status.success(), "what is ignored is no failure: {told}");
    assert!(told.contains("one.eml: refused, the address does not exist: delivery 1 of send 1\n"), "{told}");
    assert!(told.contains("forged.eml: ignored: it is about no mail of ours"), "{told}");
    assert!(told.contains("huge.eml: known before: delivery 1"), "{told}");
    assert!(told.contains("refused: 1, late: 0, known before: 1, ignored: 3, not readable: 0"), "{told}");
    assert!(!told.contains("partie@client.example"), "S60: {told}");
    assert_eq!((house.shown(0).await, house.shown(1).await), (Shown::Bounced, Shown::Sent));

    let mut command = house.bounces();
    command.arg("-");
    let told = said(&given(command, &report("b")));
    assert!(
        told.contains("standard input: refused") && told.contains("; the address is blocked from now on"),
        "{told}"
    );
    assert!(house.is_blocked().await);

    let missing = house.bounces().arg(house.folder.path().join("none.eml")).arg(&one).output().unwrap();
    let told = said(&missing);
    assert_eq!(missing.status.code(), Some(1), "{told}");
    assert!(told.contains("none.eml: not readable") && told.contains("known before: 1"), "the others are read: {told}");
    assert!(!house.bounces().args(["--watch"]).arg(&one).output().unwrap().status.success());
}
store::both!(reports_are_read_once_from_files_and_standard_input, once);

struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn watched(fresh: &Fresh) {
    let house = house(fresh).await;
    let maildir = house.maildir();
    arrives(&maildir, "1.host", report("a"));
    let mut command = house.bounces();
    command.args(["--watch", "--every", "1"]).arg(&maildir).stdout(Stdio::piped());
    let mut child = Guard(command.spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    assert!(first.contains("1.host: refused, the address does not exist"), "{first}");
    arrives(&maildir, "2.host", "Subject: Bonjour\n\nun vrai courrier\n");
    let told = lines.next().unwrap();
    assert!(told.contains("2.host: ignored"), "{told}");
    // A programme has noticed this one, and nobody has opened it.
    fs::write(maildir.join("tmp/3.host"), report("b")).unwrap();
    fs::rename(maildir.join("tmp/3.host"), maildir.join("cur/3.host:2,")).unwrap();
    let told = lines.next().unwrap();
    assert!(told.contains("3.host:2,: refused"), "what was left is told once: {told}");
    assert!(Command::new("kill").arg(child.0.id().to_string()).status().unwrap().success());
    let last = lines.next().unwrap();
    assert!(last.contains("refused: 2, late: 0, known before: 0, ignored: 1"), "{last}");
    assert!(child.0.wait().unwrap().success(), "a stop in good order");
    for name in ["1.host", "3.host"] {
        assert!(maildir.join("cur").join(format!("{name}:2,S")).exists() && !maildir.join("new").join(name).exists());
    }
    assert!(maildir.join("new/2.host").exists(), "somebody's mail stays unseen where it is");
    assert_eq!(house.shown(1).await, Shown::Bounced);
    assert!(house.is_blocked().await);
    // Once, without watching: there is nothing new.
    let again = house.bounces().arg(&maildir).output().unwrap();
    let told = said(&again);
    assert!(again.status.success() && told.contains("refused: 0, late: 0, known before: 0, ignored: 1"), "{told}");
}
store::both!(reports_are_read_as_they_arrive_in_a_maildir, watched);

/// What the database does not take is kept for the next look.
async fn busy(fresh: &Fresh) {
    let house = house(fresh).await;
    let maildir = house.maildir();
    arrives(&maildir, "1.host", report("a"));
    let mut command = house.bounces();
    command.args(["--watch", "--every", "1"]).arg(&maildir).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Guard(command.spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut troubles = BufReader::new(child.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().contains("1.host: refused"));
    // Somebody holds what it wants for longer than it waits.
    let mut tx = house.world.pool.write().await.unwrap();
    outbox::hold(&mut tx, [house.batches[1]]).await.unwrap();
    arrives(&maildir, "2.host", report("b"));
    let trouble = troubles.find(|line| line.contains("2.host")).unwrap();
    assert!(trouble.contains("not readable: the database could not be written"), "{trouble}");
    assert!(maildir.join("new/2.host").exists(), "it is still new");
    assert_eq!(house.shown(1).await, Shown::Sent);
    tx.commit().await.unwrap();
    let told = lines.next().unwrap();
    assert!(told.contains("2.host: refused"), "{told}");
    assert!(Command::new("kill").arg(child.0.id().to_string()).status().unwrap().success());
    assert!(child.0.wait().unwrap().success(), "of a watch a trouble may have passed");
    assert!(maildir.join("cur/2.host:2,S").exists());
}
store::both!(a_report_that_could_not_be_kept_stays_new_for_the_next_look, busy);

/// Whatever a report spells, the database is asked for nothing that it refuses.
async fn hostile(fresh: &Fresh) {
    let house = house(fresh).await;
    let take =
        async |bytes: &str| mail::bounces::take(&house.world.pool, &house.world.keys, bytes.as_bytes(), NOW).await;
    for odd in ["+00", "a+00@maison.example", "a\0@maison.example", "a@maison.example+00"] {
        let named = report("a").replacen("Reporting-MTA", &format!("Original-Envelope-Id: {odd}\nReporting-MTA"), 1);
        let unknown = named.replace("<a@maison.example>", "<none@maison.example>");
        assert_eq!(take(&unknown).await.unwrap(), Taken::Read(vec![Landed::Unknown]), "{odd}");
    }
    for odd in ["partie+00@client.example", "\0@client.example", "partie@client.example\0", "a@\u{0}.example"] {
        let address = report("a").replace("rfc822; partie@client.example", &format!("rfc822; {odd}"));
        take(&address).await.unwrap();
    }
    let words = report("a").replace("> unknown", "> unk\0nown");
    let Taken::Read(landed) = take(&words).await.unwrap() else { panic!("not read") };
    assert!(matches!(landed[..], [Landed::Kept { .. } | Landed::Known(_)]), "{landed:?}");
}
store::both!(s38_a_report_with_nul_in_it_breaks_no_database, hostile);
