//! The entry of the browser.
