//! An authority made for one test, and the certificates it gives.

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};

/// How the server's certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certified {
    /// For `localhost` and 127.0.0.1, by the authority the client trusts.
    Rightly,
    /// For another name.
    ForAnother,
    /// By an authority of the same name that nobody trusts.
    ByNobody,
    /// It ended in 2020.
    LongAgo,
}

/// Signs certificates; its own is in a PEM file for `Trust::system`.
pub struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Autorité d'essai");
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("ca.pem"), &pem).unwrap();
        Self { folder, issuer: Issuer::new(params, key) }
    }

    /// The PEM file of the authority.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A right certificate and its key as PEM, for a server that reads files.
    pub fn pem(&self) -> (String, String) {
        let (certificate, key) = self.certificate(Certified::Rightly);
        (certificate.pem(), key.serialize_pem())
    }

    fn certificate(&self, certified: Certified) -> (Certificate, KeyPair) {
        let name = if certified == Certified::ForAnother { "other.example" } else { "localhost" };
        let mut names = vec![name.to_owned()];
        if certified != Certified::ForAnother {
            names.push("127.0.0.1".to_owned());
        }
        let mut params = CertificateParams::new(names).unwrap();
        if certified == Certified::LongAgo {
            params.not_before = date_time_ymd(2019, 1, 1);
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = match certified {
            Certified::ByNobody => params.signed_by(&key, &Self::new().issuer),
            _ => params.signed_by(&key, &self.issuer),
        };
        (certificate.unwrap(), key)
    }

    pub(super) fn acceptor(&self, certified: Certified) -> TlsAcceptor {
        let (certificate, key) = self.certificate(certified);
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key.into())
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}
