//! The servers over TLS: HTTP/1.1 and HTTP/2, certificates, faults.

use std::{io, net::TcpStream, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName},
};
use spotify_tests::mock::{Answer, Certificate, Fault, MockSpotify, Service, Version};

use crate::wire::{Request, Wire};

fn config(mock: &MockSpotify, protocol: &[u8]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(mock.ca_der().to_vec()))
        .unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    Arc::new(config)
}

fn address(base: &str) -> &str {
    base.strip_prefix("https://")
        .unwrap()
        .split('/')
        .next()
        .unwrap()
}

fn https(mock: &MockSpotify, host: &str) -> Wire<StreamOwned<ClientConnection, TcpStream>> {
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let connection = ClientConnection::new(config(mock, b"http/1.1"), name).unwrap();
    let stream = TcpStream::connect(address(&mock.tls_api_base())).unwrap();
    Wire::new(StreamOwned::new(connection, stream))
}

#[test]
fn http1_over_tls_answers_and_fails_on_request() {
    let mock = MockSpotify::start().unwrap();
    let request = Request::new("GET", "/v1/me").bearer(&mock.mint_full_token());
    let reply = https(&mock, "localhost").send(&request).unwrap();
    assert_eq!(reply.status, 200);
    let href = reply.json()["href"].as_str().unwrap().to_owned();
    assert!(
        href.starts_with(&mock.tls_api_base()),
        "links stay on the server asked: {href}"
    );
    let recorded = &mock.requests()[0];
    assert_eq!((recorded.tls, recorded.version), (true, Version::Http11));

    let mut wire = https(&mock, "127.0.0.1");
    mock.fault(Fault::on("GET", "/v1/me").status(503));
    assert_eq!(wire.send(&request).unwrap().status, 503);
    mock.fault(Fault::on("GET", "/v1/me").truncate_body(5));
    let cut = wire.send(&request);
    assert!(cut.is_err() || !cut.unwrap().complete);
    assert_eq!(mock.connections(Service::Api), 2);
}

#[test]
fn certificates_can_be_bad() {
    let handshake = |certificate| {
        let mock = MockSpotify::builder()
            .certificate(certificate)
            .start()
            .unwrap();
        https(&mock, "127.0.0.1")
            .send(&Request::new("GET", "/v1/me"))
            .map(|reply| reply.status)
    };
    assert_eq!(handshake(Certificate::Valid).unwrap(), 401);
    let reason = |certificate| {
        let error: io::Error = handshake(certificate).unwrap_err();
        error.to_string()
    };
    assert!(reason(Certificate::Expired).contains("expired"));
    assert!(reason(Certificate::WrongHost).contains("not valid for name"));
    assert!(reason(Certificate::SelfSigned).contains("UnknownIssuer"));
    let mock = MockSpotify::start().unwrap();
    assert!(mock.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
}

async fn http2(mock: &MockSpotify) -> SendRequest<Empty<Bytes>> {
    let stream = tokio::net::TcpStream::connect(address(&mock.tls_api_base()))
        .await
        .unwrap();
    let connector = tokio_rustls::TlsConnector::from(config(mock, b"h2"));
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let stream = connector.connect(name, stream).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let io = TokioIo::new(stream);
    let (sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io)
        .await
        .unwrap();
    tokio::spawn(connection);
    sender
}

fn get(mock: &MockSpotify, token: &str) -> http::Request<Empty<Bytes>> {
    http::Request::get(format!("{}/me", mock.tls_api_base()))
        .header("authorization", format!("Bearer {token}"))
        .body(Empty::new())
        .unwrap()
}

/// Status and body, or how far it got.
async fn ask(
    sender: &mut SendRequest<Empty<Bytes>>,
    request: http::Request<Empty<Bytes>>,
) -> Result<(u16, Bytes), &'static str> {
    let response = sender.send_request(request).await.map_err(|_| "no head")?;
    let status = response.status().as_u16();
    let body = response
        .into_body()
        .collect()
        .await
        .map_err(|_| "no body")?;
    Ok((status, body.to_bytes()))
}

#[test]
fn http2_answers_and_fails_on_request() {
    let mock = MockSpotify::start().unwrap();
    let token = mock.mint_full_token();
    let me = || Fault::on("GET", "/v1/me");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut sender = http2(&mock).await;
        let request = || get(&mock, &token);
        let (status, whole) = ask(&mut sender, request()).await.unwrap();
        assert_eq!(status, 200);
        let many = (0..50).map(|_| {
            let (mut sender, request) = (sender.clone(), request());
            tokio::spawn(async move { ask(&mut sender, request).await })
        });
        for answer in many.collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap().unwrap().1, whole);
        }
        assert_eq!(mock.connections(Service::Api), 1);
        assert!(
            mock.requests()
                .iter()
                .all(|request| request.version == Version::Http2)
        );

        mock.fault(me().answer(Answer::text(418, "tea")));
        assert_eq!(
            ask(&mut sender, request()).await,
            Ok((418, Bytes::from("tea")))
        );
        mock.fault(me().delay(Duration::from_millis(20)));
        assert_eq!(ask(&mut sender, request()).await.unwrap().0, 200);
        mock.fault(me().slow_body(100, Duration::from_millis(1)));
        assert_eq!(ask(&mut sender, request()).await.unwrap().1, whole);
        mock.fault(me().chunked());
        assert_eq!(ask(&mut sender, request()).await.unwrap().1, whole);
        for fault in [
            me().truncate_body(9),
            me().reset_body(0),
            me().wrong_length(3),
            me().two_lengths(),
        ] {
            mock.fault(fault);
            assert_eq!(ask(&mut sender, request()).await, Err("no body"));
        }
        for fault in [me().garbage(), me().reset_before(), me().reset_after()] {
            mock.fault(fault);
            assert_eq!(ask(&mut sender, request()).await, Err("no head"));
        }
        for fault in [me().stall_head(), me().stall_body(4), me().endless_body()] {
            mock.fault(fault);
            let answer = ask(&mut sender, request());
            tokio::time::timeout(Duration::from_millis(80), answer)
                .await
                .unwrap_err();
        }
        // All that happened on streams; the connection still works, until it is dropped.
        assert_eq!(ask(&mut sender, request()).await.unwrap().0, 200);
        assert_eq!(mock.connections(Service::Api), 1);
        mock.fault(me().drop_before());
        assert_eq!(ask(&mut sender, request()).await, Err("no head"));
        assert_eq!(ask(&mut sender, request()).await, Err("no head"));
        let mut again = http2(&mock).await;
        assert_eq!(ask(&mut again, request()).await.unwrap().0, 200);
    });
}

#[test]
fn http2_refuses_streams_and_ends_connections_as_its_standard_has_it() {
    let mock = MockSpotify::start().unwrap();
    let token = mock.mint_full_token();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut sender = http2(&mock).await;
        mock.fault(Fault::on("GET", "/v1/me").refuse_stream());
        let request = || get(&mock, &token);
        let refused = sender.send_request(request()).await.unwrap_err();
        let reason = std::error::Error::source(&refused).unwrap().to_string();
        assert!(reason.contains("refused"), "{reason}");
        assert_eq!(ask(&mut sender, request()).await.unwrap().0, 200);

        // GOAWAY lets the answer come whole.
        mock.fault(Fault::on("GET", "/v1/me").close_after());
        assert_eq!(ask(&mut sender, request()).await.unwrap().0, 200);
        let left = async {
            while sender.ready().await.is_ok() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), left)
            .await
            .unwrap();
    });
}
