//! S59, S60, I12: with everything logged, no password, address, subject or text is among it.

use crate::house::House;
use crate::support::{Act, At, Script};
use model::recipients::Role::To;
use std::io::Write;
use std::sync::{Arc, Mutex};
use store::testing::Fresh;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn quiet(fresh: &Fresh) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    tracing::trace!("begun");
    let script = Script::default().login("compta", "sésame").on(At::Rcpt, |asked| {
        if asked.about("parti@x.example") { Act::say("550 5.1.1 parti@x.example is gone") } else { Act::Usual }
    });
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = house.send(&[(To, "bon@x.example"), (To, "parti@x.example")]).await.batch_id;
    house.settled(&worker, id).await;
    worker.stop().await;
    drop(guard);
    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(text.contains("begun"), "it listens");
    for secret in ["sésame", "bon@x.example", "parti@x.example", "Devis d", "voici le devis", "compta@maison"] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
}
store::both!(s59_s60_the_log_knows_nothing_of_the_mails, quiet);
