//! Named points of the worker's way, so that tests can stop, kill or disturb it exactly there. Without the feature `testing` they are
//! nothing.

/// Where the worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// Some mails of a batch that was filled in steps are let go.
    Fed,
    /// A mail is leased; nothing was said.
    Claimed,
    /// About to call the server.
    Dialling,
    /// `in_flight` is committed; the dialogue begins.
    InFlight,
    /// All recipients were told; DATA comes next.
    BeforeData,
    /// The server answered the dot, and nobody but this process knows.
    Answered,
    /// The outcome is committed.
    Settled,
}

impl Point {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Fed, Self::Claimed, Self::Dialling, Self::InFlight, Self::BeforeData, Self::Answered, Self::Settled];
}

#[cfg(feature = "testing")]
type Hook = std::sync::Arc<dyn Fn(Point) + Send + Sync>;

/// What happens at the points: nothing, but in tests.
#[derive(Clone, Default)]
pub struct Points {
    #[cfg(feature = "testing")]
    hook: Option<Hook>,
}

impl Points {
    /// Calls this at every point, on the worker's own thread.
    #[cfg(feature = "testing")]
    pub fn new(hook: impl Fn(Point) + Send + Sync + 'static) -> Self {
        Self { hook: Some(std::sync::Arc::new(hook)) }
    }

    #[cfg(feature = "testing")]
    pub(super) fn reach(&self, point: Point) {
        if let Some(hook) = &self.hook {
            hook(point);
        }
    }

    #[cfg(not(feature = "testing"))]
    pub(super) fn reach(&self, _point: Point) {}
}
