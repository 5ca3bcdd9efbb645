//! The connections of one account, as many as it may have, each at one mail at a time; and what else goes on beside the database.

use super::config::Shared;
use super::contents::{self, Read, Wanted};
use super::ended::same;
use super::line::{Line, Route};
use crate::smtp::{Envelope, Step};
use crate::worker::Point;
use model::Moment;
use model::delivery::{Fault, Phase};
use std::sync::Arc;
use std::time::Duration;
use store::outbox::Claimed;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tracing::Instrument;

/// A server that gave fewer lines is asked for more after that.
const ASK_AGAIN: Duration = Duration::from_secs(20);
/// A dialogue that is over sooner than a commit would be.
const QUICK: Duration = Duration::from_millis(4);

/// Something came to its end.
pub(super) enum Event {
    Opened(Result<Line, Step>),
    Read(Vec<Read>),
    Spoken(Box<Spoken>),
}

/// A dialogue about a mail.
pub(super) struct Spoken {
    pub(super) mail: Claimed,
    pub(super) steps: Vec<Step>,
    pub(super) started_at: Moment,
    /// Peer and encryption.
    pub(super) described: (String, String),
    pub(super) test_mailbox: bool,
    start: Instant,
    took: Duration,
    line: Option<Line>,
}

/// A line that no mail is spoken about.
struct Idle {
    line: Line,
    /// It took a mail before.
    used: bool,
}

pub(super) struct Lines {
    shared: Arc<Shared>,
    route: Arc<Route>,
    /// That the account may have.
    allowed: usize,
    /// That its server gives, as far as is known.
    most: usize,
    /// When it gave fewer.
    cut_at: Option<Instant>,
    idle: Vec<Idle>,
    dialling: usize,
    /// When each dialogue that is under way began.
    speaking: Vec<Instant>,
    /// Bytes of the mails that are spoken about.
    in_hand: i64,
    /// The last dialogue.
    took: Duration,
    under_way: JoinSet<Event>,
}

impl Lines {
    pub(super) fn new(shared: Arc<Shared>, route: Route, allowed: usize) -> Self {
        Self {
            shared,
            route: Arc::new(route),
            allowed,
            most: allowed,
            cut_at: None,
            idle: vec![],
            dialling: 0,
            speaking: vec![],
            in_hand: 0,
            took: Duration::MAX,
            under_way: JoinSet::new(),
        }
    }

    pub(super) fn most(&self) -> usize {
        self.most
    }

    pub(super) fn in_hand(&self) -> i64 {
        self.in_hand
    }

    /// Ready for a mail.
    pub(super) fn free(&self) -> usize {
        self.idle.len()
    }

    /// Nobody speaks; with `dialling`, nobody calls either.
    pub(super) fn are_quiet(&self) -> bool {
        self.speaking.is_empty()
    }

    /// Nothing will come from here.
    pub(super) fn are_still(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Lets go of lines on which the server hung up, or spoke unasked. One that never took a mail was no line: what is told of it.
    pub(super) async fn look_after(&mut self) -> Option<Step> {
        let (mut open, mut never) = (vec![], None);
        for mut idle in self.idle.drain(..) {
            if idle.line.is_open().await {
                open.push(idle);
            } else if !idle.used {
                never = Some(Step::fault(Phase::Greeting, Fault::Dropped));
            }
        }
        self.idle = open;
        never
    }

    /// Calls the server for so many mails that wait, as far as there may be more lines.
    pub(super) fn dial_for(&mut self, waiting: usize) {
        if self.cut_at.is_some_and(|at| at.elapsed() > ASK_AGAIN) {
            (self.most, self.cut_at) = (self.allowed, None);
        }
        let there = self.idle.len() + self.dialling;
        let more = waiting.saturating_sub(there).min(self.most.saturating_sub(there + self.speaking.len()));
        for _ in 0..more {
            self.shared.config.points.reach(Point::Dialling);
            self.dialling += 1;
            let route = self.route.clone();
            self.under_way.spawn(async move { Event::Opened(route.open().await) });
        }
    }

    pub(super) fn read(&mut self, wanted: Vec<Wanted>) {
        let shared = self.shared.clone();
        self.under_way.spawn(async move { Event::Read(contents::read(&shared, wanted).await) });
    }

    /// The dialogue runs in a task of its own: whatever happens to this one, it is brought to its end. Nothing when no line is free.
    pub(super) fn speak(&mut self, mail: Claimed, content: Arc<Vec<u8>>) {
        let Some(Idle { mut line, .. }) = self.idle.pop() else { return };
        let start = Instant::now();
        self.speaking.push(start);
        self.in_hand += mail.size;
        let (described, test_mailbox, started_at) = (line.described(), line.is_test_mailbox(), self.shared.now());
        let to = mail.deliveries.iter().map(|delivery| delivery.address.clone()).collect();
        let envelope = Envelope { from: mail.from.clone(), to };
        let first = mail.deliveries.first().map_or(0, |delivery| delivery.id.0);
        let name = format!("{}-{first}", mail.message);
        let shared = self.shared.clone();
        let span = tracing::info_span!("dialogue", batch = mail.batch.0, message = mail.message.0);
        let speaking = async move {
            let steps = line.deliver(&shared, &envelope, &content, &name).await;
            tracing::debug!(recipients = steps.len(), "outbox.spoken");
            (line, steps)
        };
        let dialogue = tokio::spawn(speaking.instrument(span));
        self.under_way.spawn(async move {
            let (line, steps) = match dialogue.await {
                Ok((line, steps)) => (Some(line), steps),
                // It panicked, and nobody knows how far it was.
                Err(_) => (None, same(&mail, Phase::Dot, Fault::Dropped)),
            };
            let took = start.elapsed();
            Event::Spoken(Box::new(Spoken { mail, steps, started_at, described, test_mailbox, start, took, line }))
        });
    }

    /// The next that comes to its end; never when [`Lines::are_still`].
    ///
    /// # Errors
    /// A task panicked: nobody knows any more what is under way here.
    pub(super) async fn next(&mut self) -> Result<Event, JoinError> {
        match self.under_way.join_next().await {
            Some(event) => event.map(|event| self.noted(event)),
            None => std::future::pending().await,
        }
    }

    /// One that came to its end already; where mails are taken in less time than a commit needs, also one that does presently, as seen
    /// from the first: what ends together shares a commit.
    pub(super) async fn soon(&mut self, first: Instant) -> Option<Result<Event, JoinError>> {
        if let Some(event) = self.under_way.try_join_next() {
            return Some(event.map(|event| self.noted(event)));
        }
        // One that takes long, or hangs, is not waited for.
        if self.took > QUICK || self.speaking.iter().all(|start| start.elapsed() > QUICK) {
            return None;
        }
        tokio::time::timeout_at(first + self.took * 2, self.next()).await.ok()
    }

    fn noted(&mut self, mut event: Event) -> Event {
        match &mut event {
            Event::Opened(_) => self.dialling -= 1,
            Event::Spoken(spoken) => {
                // One of them, should two have begun at the same instant.
                if let Some(at) = self.speaking.iter().position(|start| *start == spoken.start) {
                    self.speaking.swap_remove(at);
                }
                self.in_hand -= spoken.mail.size;
                self.took = spoken.took;
                self.idle.extend(spoken.line.take().map(|line| Idle { line, used: true }));
            }
            Event::Read(..) => {}
        }
        event
    }

    pub(super) fn add(&mut self, line: Line) {
        self.idle.push(Idle { line, used: false });
    }

    /// A line was refused: those that are there, or are still called for, are as many as this server gives. False when there is none.
    pub(super) fn make_do(&mut self) -> bool {
        let there = self.idle.len() + self.speaking.len() + self.dialling;
        (self.most, self.cut_at) = (there.max(1), Some(Instant::now()));
        there > 0
    }

    /// All at once; a server that does not answer is not waited for long.
    pub(super) async fn quit(self) {
        let mut leaving = JoinSet::new();
        for Idle { line, .. } in self.idle {
            leaving.spawn(line.quit());
        }
        leaving.join_all().await;
    }
}
