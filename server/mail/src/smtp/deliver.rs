//! One mail: MAIL, RCPT for each recipient, DATA, the dot.

use super::connection::Connection;
use super::dsn;
use super::mailbox::Mailbox;
use super::step::Step;
use super::stuffing;
use model::delivery::{Failure, Fault, Phase, Verdict, Window};

/// RCPTs written at once; their replies must fit into the network's buffers, or both sides wait for each other.
const PIPELINE: usize = 50;

/// From whom and to whom; the addresses as stored.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The account's address.
    pub from: String,
    /// One for documents and campaigns; all of them for a one-off mail. It goes on if one is accepted.
    pub to: Vec<String>,
}

/// What became of the mail.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// One for each of `Envelope::to`, in order. `Verdict::Accepted` means: 250 after the dot.
    pub steps: Vec<Step>,
}

impl Connection {
    /// `before_data` is told between the last RCPT and DATA, unless nobody was accepted. Run this in a spawned task: cancelled
    /// half-way, nobody would know what happened.
    pub async fn deliver(&mut self, envelope: &Envelope, mail: &[u8], before_data: impl FnOnce()) -> Outcome {
        let mut steps = vec![None; envelope.to.len()];
        let shared = match self.transaction(envelope, mail, before_data, &mut steps).await {
            Ok(step) | Err(step) => step,
        };
        Outcome { steps: steps.into_iter().map(|own| own.unwrap_or_else(|| shared.clone())).collect() }
    }

    /// The step shared by all recipients that have none of their own.
    async fn transaction(
        &mut self,
        envelope: &Envelope,
        mail: &[u8],
        before_data: impl FnOnce(),
        steps: &mut [Option<Step>],
    ) -> Result<Step, Step> {
        let from = self.sender(envelope, mail)?;
        let to = self.recipients(envelope, steps);
        self.reset().await?;
        if to.is_empty() || !self.introduce(&from, &to, mail, steps).await? {
            return Err(Step::fault(Phase::Rcpt, Fault::Stopped));
        }
        before_data();
        let answer = self.wire.ask(Phase::Data, "DATA").await;
        self.end_unless_refused(answer).await?;
        self.hand_over(mail).await
    }

    /// Everything that can be known before a word is said.
    fn sender(&self, envelope: &Envelope, mail: &[u8]) -> Result<Mailbox, Step> {
        let at_mail = |fault| Step::fault(Phase::Mail, fault);
        stuffing::check(mail).map_err(at_mail)?;
        if self.offers.max_size.is_some_and(|max| mail.len() as u64 > max) {
            return Err(at_mail(Fault::TooLarge));
        }
        let from = Mailbox::new(&envelope.from).map_err(at_mail)?;
        let unsayable = from.international && !self.offers.international || !mail.is_ascii() && !self.offers.eight_bit;
        if unsayable { Err(at_mail(Fault::International)) } else { Ok(from) }
    }

    /// Those that can be said to this server, with their place; the others get their step here.
    fn recipients(&self, envelope: &Envelope, steps: &mut [Option<Step>]) -> Vec<(usize, Mailbox)> {
        let mut sayable = Vec::new();
        for (place, address) in envelope.to.iter().enumerate() {
            match Mailbox::new(address) {
                Ok(to) if to.international && !self.offers.international => {
                    steps[place] = Some(Step::fault(Phase::Rcpt, Fault::International));
                }
                Ok(to) => sayable.push((place, to)),
                Err(fault) => steps[place] = Some(Step::fault(Phase::Rcpt, fault)),
            }
        }
        sayable
    }

    async fn reset(&mut self) -> Result<(), Step> {
        if core::mem::replace(&mut self.needs_reset, true) {
            let answer = self.wire.ask(Phase::Mail, "RSET").await;
            answer.map_err(|step| match step.answer.reply() {
                Some(reply) if reply.code == 421 => self.hung_up(step),
                _ => self.wire.end(Phase::Mail, Fault::Dropped),
            })?;
        }
        Ok(())
    }

    /// MAIL and the RCPTs. Whether anybody was accepted.
    async fn introduce(
        &mut self,
        from: &Mailbox,
        to: &[(usize, Mailbox)],
        mail: &[u8],
        steps: &mut [Option<Step>],
    ) -> Result<bool, Step> {
        let international = from.international || to.iter().any(|(_, to)| to.international);
        let mut accepted = false;
        let mut hello = Some(self.mail_command(from, mail, international));
        for group in to.chunks(if self.offers.pipelining { PIPELINE } else { 1 }) {
            let asked = |to: &Mailbox| if self.offers.reports { dsn::of_recipient(to) } else { String::new() };
            let rcpts: String = group.iter().map(|(_, to)| format!("RCPT TO:<{}>{}\r\n", to.text, asked(to))).collect();
            self.wire.nothing_unasked(Phase::Mail).await?;
            match (hello.take(), self.offers.pipelining) {
                (Some(hello), true) => {
                    self.wire.write(Phase::Mail, (hello + &rcpts).as_bytes()).await?;
                    self.welcome(group.len()).await?;
                }
                (Some(hello), false) => {
                    self.wire.write(Phase::Mail, hello.as_bytes()).await?;
                    self.welcome(0).await?;
                    self.wire.write(Phase::Rcpt, rcpts.as_bytes()).await?;
                }
                (None, _) => self.wire.write(Phase::Rcpt, rcpts.as_bytes()).await?,
            }
            for (place, _) in group {
                let step = Step::reply(Phase::Rcpt, self.wire.reply(Phase::Rcpt).await?);
                match step.verdict {
                    Verdict::Accepted => accepted = true,
                    Verdict::BackOff { .. } | Verdict::Retry => return Err(self.hung_up(step)),
                    _ => steps[*place] = Some(step),
                }
            }
        }
        if !accepted {
            throttle_instead_of_splitting(steps);
        }
        Ok(accepted)
    }

    fn mail_command(&self, from: &Mailbox, mail: &[u8], international: bool) -> String {
        let mut command = format!("MAIL FROM:<{}>", from.text);
        if self.offers.max_size.is_some() {
            command += &format!(" SIZE={}", mail.len());
        }
        if !mail.is_ascii() {
            command += " BODY=8BITMIME";
        }
        if international {
            command += " SMTPUTF8";
        }
        if self.offers.reports {
            command += &dsn::of_mail(mail);
        }
        command + "\r\n"
    }

    /// The reply to MAIL. When it is no, the replies to the `following` RCPTs mean nothing, but must be read.
    async fn welcome(&mut self, following: usize) -> Result<(), Step> {
        let step = Step::reply(Phase::Mail, self.wire.reply(Phase::Mail).await?);
        if step.is_accepted() {
            return Ok(());
        }
        if matches!(step.verdict, Verdict::Retry) || step.answer.reply().is_some_and(|reply| reply.code == 421) {
            return Err(self.hung_up(step));
        }
        for _ in 0..following {
            if self.wire.reply(Phase::Rcpt).await.is_err() {
                break;
            }
        }
        Err(step)
    }

    /// After 421 or out of step, nothing more can be said here.
    fn hung_up(&mut self, step: Step) -> Step {
        self.wire.end(step.phase, Fault::Dropped);
        step
    }

    /// A clear no to DATA leaves the connection good; everything else than 354 or no ends it.
    async fn end_unless_refused<T>(&mut self, answer: Result<T, Step>) -> Result<T, Step> {
        answer.map_err(|step| match step.answer.reply() {
            Some(reply) if reply.class() >= 4 && reply.code != 421 => step,
            _ => self.hung_up(step),
        })
    }

    /// The mail itself. Until the first byte of the dot is written, nothing can have been accepted.
    async fn hand_over(&mut self, mail: &[u8]) -> Result<Step, Step> {
        for block in stuffing::blocks(mail) {
            self.uninterrupted().await?;
            self.wire.write(Phase::Body, &block).await?;
        }
        self.uninterrupted().await?;
        self.wire.write(Phase::Dot, b".\r\n").await?;
        let step = Step::reply(Phase::Dot, self.wire.reply(Phase::Dot).await?);
        if step.is_accepted() && self.wire.goes_on_otherwise().await {
            // A yes and another answer: one of them is to something else, and nobody knows which.
            return Ok(self.hung_up(Step::fault(Phase::Dot, Fault::Unsolicited)));
        }
        self.needs_reset = !step.is_accepted();
        match step.answer.reply() {
            Some(reply) if reply.code == 421 || step.verdict == Verdict::Uncertain => Ok(self.hung_up(step)),
            _ => Ok(step),
        }
    }

    /// A server that says no in the middle of the mail (too large, spam) is heard; the connection ends all the same.
    async fn uninterrupted(&mut self) -> Result<(), Step> {
        let said = match self.wire.unasked().await {
            None => return Ok(()),
            Some(Fault::Unsolicited) => self.wire.reply(Phase::Body).await.ok(),
            Some(fault) => return Err(self.wire.end(Phase::Body, fault)),
        };
        let step = match said {
            Some(reply) if reply.class() >= 4 => Step::reply(Phase::Data, reply),
            _ => Step::fault(Phase::Body, Fault::Unsolicited),
        };
        Err(self.hung_up(step))
    }
}

/// One recipient too many although nobody was accepted: for now (4.5.3) the account sends too much, for good it is a no.
fn throttle_instead_of_splitting(steps: &mut [Option<Step>]) {
    for step in steps.iter_mut().flatten().filter(|step| step.verdict == Verdict::Split) {
        let for_good = step.answer.reply().is_some_and(|reply| reply.class() == 5);
        step.verdict = if for_good { Verdict::Failed(Failure::Recipient) } else { Verdict::Throttle(Window::Minute) };
    }
}
