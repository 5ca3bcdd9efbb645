//! The connections of one account, as many as it may have, each at one mail at a time; and what else goes on beside the database.

use super::config::Shared;
use super::contents;
use super::ended::same;
use super::line::{Line, Route};
use crate::smtp::{Envelope, Step};
use crate::worker::Point;
use model::delivery::{Fault, Phase};
use model::{MessageId, Moment};
use std::sync::Arc;
use store::blobs::Hash;
use store::outbox::Claimed;
use tokio::task::{JoinError, JoinSet};

/// Something came to its end.
pub(super) enum Event {
    Opened(Result<Line, Step>),
    Read(MessageId, Result<Arc<Vec<u8>>, Fault>),
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
    line: Option<Line>,
}

pub(super) struct Lines {
    shared: Arc<Shared>,
    route: Arc<Route>,
    most: usize,
    idle: Vec<Line>,
    dialling: usize,
    speaking: usize,
    under_way: JoinSet<Event>,
}

impl Lines {
    pub(super) fn new(shared: Arc<Shared>, route: Route, most: usize) -> Self {
        let under_way = JoinSet::new();
        Self { shared, route: Arc::new(route), most, idle: vec![], dialling: 0, speaking: 0, under_way }
    }

    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Ready for a mail.
    pub(super) fn free(&self) -> usize {
        self.idle.len()
    }

    /// Nobody speaks; with `dialling`, nobody calls either.
    pub(super) fn are_quiet(&self) -> bool {
        self.speaking == 0
    }

    /// Nothing will come from here.
    pub(super) fn are_still(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Lets go of lines on which the server hung up, or spoke unasked.
    pub(super) async fn look_after(&mut self) {
        let mut open = vec![];
        for mut line in self.idle.drain(..) {
            if line.is_open().await {
                open.push(line);
            }
        }
        self.idle = open;
    }

    /// Calls the server for so many mails that wait, as far as there may be more lines.
    pub(super) fn dial_for(&mut self, waiting: usize) {
        let there = self.idle.len() + self.dialling;
        let more = waiting.saturating_sub(there).min(self.most.saturating_sub(there + self.speaking));
        for _ in 0..more {
            self.shared.config.points.reach(Point::Dialling);
            self.dialling += 1;
            let route = self.route.clone();
            self.under_way.spawn(async move { Event::Opened(route.open().await) });
        }
    }

    pub(super) fn read(&mut self, message: MessageId, mime: Hash) {
        let shared = self.shared.clone();
        self.under_way.spawn(async move { Event::Read(message, contents::read(&shared, message, mime).await) });
    }

    /// The dialogue runs in a task of its own: whatever happens to this one, it is brought to its end. Nothing when no line is free.
    pub(super) fn speak(&mut self, mail: Claimed, content: Arc<Vec<u8>>) {
        let Some(mut line) = self.idle.pop() else { return };
        self.speaking += 1;
        let (described, test_mailbox, started_at) = (line.described(), line.is_test_mailbox(), self.shared.now());
        let to = mail.deliveries.iter().map(|delivery| delivery.address.clone()).collect();
        let envelope = Envelope { from: mail.from.clone(), to };
        let first = mail.deliveries.first().map_or(0, |delivery| delivery.id.0);
        let name = format!("{}-{first}", mail.message);
        let shared = self.shared.clone();
        let dialogue = tokio::spawn(async move {
            let steps = line.deliver(&shared, &envelope, &content, &name).await;
            (line, steps)
        });
        self.under_way.spawn(async move {
            let (line, steps) = match dialogue.await {
                Ok((line, steps)) => (Some(line), steps),
                // It panicked, and nobody knows how far it was.
                Err(_) => (None, same(&mail, Phase::Dot, Fault::Dropped)),
            };
            Event::Spoken(Box::new(Spoken { mail, steps, started_at, described, test_mailbox, line }))
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

    /// One that came to its end already.
    pub(super) fn try_next(&mut self) -> Option<Result<Event, JoinError>> {
        let event = self.under_way.try_join_next()?;
        Some(event.map(|event| self.noted(event)))
    }

    fn noted(&mut self, mut event: Event) -> Event {
        match &mut event {
            Event::Opened(_) => self.dialling -= 1,
            Event::Spoken(spoken) => {
                self.speaking -= 1;
                self.idle.extend(spoken.line.take());
            }
            Event::Read(..) => {}
        }
        event
    }

    pub(super) fn add(&mut self, line: Line) {
        self.idle.push(line);
    }

    /// A line was refused: those that are there, or are still called for, are as many as this server gives. False when there is none.
    pub(super) fn make_do(&mut self) -> bool {
        let there = self.idle.len() + self.speaking + self.dialling;
        self.most = there.max(1);
        there > 0
    }

    pub(super) async fn quit(self) {
        for line in self.idle {
            line.quit().await;
        }
    }
}
