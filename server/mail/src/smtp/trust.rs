//! Whose certificates are believed: the system's, the web's when the system has none, and one more file an administrator names.

use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// Made once, shared by all connections: reading the system's certificates takes milliseconds.
#[derive(Clone)]
pub struct Trust(Arc<ClientConfig>);

/// The additional file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// Missing, or not PEM.
    #[error("cannot read the certificates: {0}")]
    Unreadable(String),
    /// Readable, but none in it can sign others.
    #[error("no usable certificate in the file")]
    NoCertificate,
}

impl Trust {
    /// The system's roots and, when given, those of a PEM file.
    pub fn system(additional: Option<&Path>) -> Result<Self, TrustError> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        if let Some(file) = additional {
            let unreadable = |e: tokio_rustls::rustls::pki_types::pem::Error| TrustError::Unreadable(e.to_string());
            let read = CertificateDer::pem_file_iter(file).map_err(unreadable)?;
            let certificates = read.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
            let (added, _) = roots.add_parsable_certificates(certificates);
            if added == 0 {
                return Err(TrustError::NoCertificate);
            }
        }
        Ok(Self(Arc::new(config(roots))))
    }

    pub(super) fn connector(&self) -> TlsConnector {
        TlsConnector::from(self.0.clone())
    }
}

fn config(roots: RootCertStore) -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth()
}
