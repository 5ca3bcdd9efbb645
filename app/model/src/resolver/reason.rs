//! The reasons, one for each line; the screens have the words.

use crate::NotificationType;

/// Why somebody receives a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The main address receives everything.
    Main,
    /// The billing address stands in for the main one for invoices and credit notes.
    Billing,
    /// The document is about this site, and the setting says that it receives this kind itself.
    OwnSite,
    /// It is the document's own contact.
    OwnContact,
    /// Its type covers the kind; it is tied to no site.
    Notified(NotificationType),
    /// Its type covers the kind, and it is tied to the document's site.
    NotifiedAtSite,
}

/// Why somebody does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyNot {
    /// There is no address to write to.
    NoAddress,
    /// The billing address stands in for the main one.
    BillingInstead,
    /// The billing address is for invoices and credit notes.
    BillingOnly,
    /// The site is inactive.
    SiteInactive,
    /// A site's own address receives this kind only when the setting says so.
    SiteNotChosen,
    /// It belongs to a site, and the document to none.
    TiedToSite,
    /// It belongs to another site than the document.
    OtherSite,
    /// Its type is « none » (P08).
    ReceivesNothing,
    /// Its type covers other kinds only.
    OtherKinds(NotificationType),
    /// The contact is inactive (P05).
    Inactive,
    /// It no longer belongs to the client (P05).
    Ended,
    /// It never belonged to the client.
    Foreign,
    /// The client is inactive (P04).
    ClientInactive,
}
