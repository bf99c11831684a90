//! `vigie scan` on real sites, served on this machine over HTTP and HTTPS, and on recorded answers.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A site on this machine, and the authority that its certificate comes from.
struct Site {
    http: u16,
    https: u16,
    authority: PathBuf,
    _folder: TempDir,
}

/// What a site answers over HTTPS, and whether its HTTP side redirects there.
#[derive(Clone)]
struct Answer {
    headers: Vec<(&'static str, &'static str)>,
    body: &'static str,
    redirects: bool,
    status: &'static str,
}

impl Answer {
    fn of(headers: &[(&'static str, &'static str)], body: &'static str) -> Self {
        Self { headers: headers.to_vec(), body, redirects: true, status: "200 OK" }
    }

    fn text(&self, is_https: bool, https: u16) -> String {
        let head = if is_https || !self.redirects {
            let lines = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
            format!(
                "HTTP/1.1 {}\r\nContent-Type: text/html; charset=utf-8\r\n{}",
                self.status,
                lines.collect::<String>()
            )
        } else {
            format!("HTTP/1.1 301 Moved Permanently\r\nLocation: https://localhost:{https}/\r\n")
        };
        format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{}", self.body.len(), self.body)
    }
}

impl Site {
    async fn serve(answer: Answer) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (plain, secure) = (listen().await, listen().await);
        let (http, https) = (plain.local_addr().unwrap().port(), secure.local_addr().unwrap().port());
        let (open, closed) = (answer.text(false, https), answer.text(true, https));
        tokio::spawn(async move {
            while let Ok((stream, _)) = plain.accept().await {
                tokio::spawn(respond(stream, open.clone()));
            }
        });
        tokio::spawn(async move {
            while let Ok((stream, _)) = secure.accept().await {
                let (acceptor, text) = (acceptor.clone(), closed.clone());
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        respond(stream, text).await;
                    }
                });
            }
        });
        let folder = TempDir::new().unwrap();
        let authority = folder.path().join("authority.pem");
        std::fs::write(&authority, issuer.pem()).unwrap();
        Self { http, https, authority, _folder: folder }
    }

    /// Scans the site, its authority trusted or not.
    async fn scan(&self, is_trusted: bool, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        command.args(["scan", &format!("https://localhost:{}/", self.https), "--http-port", &self.http.to_string()]);
        command.args(more).env_remove("SSL_CERT_DIR").env("NO_PROXY", "localhost");
        if is_trusted {
            command.env("SSL_CERT_FILE", &self.authority);
        }
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }
}

async fn listen() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).await.unwrap()
}

async fn respond(mut stream: impl AsyncRead + AsyncWrite + Unpin, text: String) {
    let mut request = Vec::new();
    let mut some = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut some).await {
            Ok(read @ 1..) => request.extend_from_slice(&some[..read]),
            _ => return,
        }
    }
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}

fn recorded(lines: &[Value], more: &[&str]) -> Output {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for line in lines {
        writeln!(file, "{line}").unwrap();
    }
    recorded_in(file.path(), more)
}

fn recorded_in(path: &std::path::Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(["scan", "--recorded"]).arg(path).args(more).output().unwrap()
}

fn parsed(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text} {}", String::from_utf8_lossy(&output.stderr)))
}

const GOOD: &[(&str, &str)] = &[
    ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; object-src 'none'"),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Set-Cookie", "sessionid=a; Secure; HttpOnly; SameSite=Lax; Path=/"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_site_gets_the_grade_that_its_recorded_answer_gets() {
    let answers = [
        Answer::of(GOOD, "<!doctype html><title>a</title><script src=/a.js></script>"),
        Answer::of(&[], "<!doctype html><meta name=referrer content=unsafe-url><script src=//cdn.fr/a.js></script>"),
        Answer::of(&[("Strict-Transport-Security", "max-age=60"), ("Set-Cookie", "PHPSESSID=a")], "<p>a</p>"),
        Answer { redirects: false, ..Answer::of(GOOD, "<p>a</p>") },
    ];
    for answer in answers {
        let site = Site::serve(answer.clone()).await;
        let live = site.scan(true, &["--format", "json"]).await;
        let (cookies, headers): (Vec<_>, Vec<_>) = answer.headers.iter().partition(|(name, _)| *name == "Set-Cookie");
        let cookies: Vec<&str> = cookies.iter().map(|(_, value)| *value).collect();
        let case = json!({
            "id": "a", "host": "localhost", "headers": headers, "cookies": cookies, "body": answer.body,
            "http": if answer.redirects { "redirect" } else { "same" },
        });
        let told = recorded(&[case], &["--format", "json"]);
        let (live, told) = (parsed(&live), parsed(&told));
        assert_eq!(live["tests"], told["tests"], "{:?}", answer.headers);
        assert_eq!((&live["grade"], &live["score"]), (&told["grade"], &told["score"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_below_the_one_asked_for_fails_the_command() {
    let good = Site::serve(Answer::of(GOOD, "<p>a</p>")).await;
    let output = good.scan(true, &["--min-grade", "A+"]).await;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("A+ (120 points, selon l’algorithme 6 de MDN HTTP Observatory)"), "{text}");
    let bad = Site::serve(Answer::of(&[], "<p>a</p>")).await;
    let output = bad.scan(true, &["--min-grade", "B", "--lang", "en"]).await;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("-25  Content-Security-Policy (CSP): no policy"), "{text}");
    assert!(!text.contains("do not count yet"), "{text}");
    let half = Site::serve(Answer::of(&GOOD[..1], "<p>a</p>")).await;
    let text = String::from_utf8_lossy(&half.scan(true, &[]).await.stdout).into_owned();
    assert!(text.contains("Les 10 points gagnés ne comptent pas encore : il faut 90 points sans eux."), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_trusts_is_told() {
    let site = Site::serve(Answer::of(GOOD, "<p>a</p>")).await;
    let told = parsed(&site.scan(false, &["--format", "json"]).await);
    assert_eq!(told["tests"]["strict-transport-security"]["result"], "hsts-invalid-cert");
    assert_eq!(told["tests"]["redirection"]["result"], "redirection-invalid-cert");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_grade_says_why() {
    let broken = Site::serve(Answer { status: "500 Internal Server Error", ..Answer::of(&[], "") }).await;
    let output = broken.scan(true, &[]).await;
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("statut HTTP 500"), "{output:?}");
    let gone = listen().await.local_addr().unwrap().port().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(["scan", "http://127.0.0.1/", "--http-port", &gone, "--https-port", &gone]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("ne répond ni en HTTP ni en HTTPS"), "{output:?}");
}

#[test]
fn a_line_that_is_no_record_is_told_and_the_others_graded() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{{\"id\": \"un\", \"headers\": []}}\n\npas du JSON\n{{\"id\": \"deux\", \"https\": \"none\"}}")
        .unwrap();
    let output = recorded_in(file.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(out, "un : D 30\ndeux : le site ne répond pas\n");
    assert!(err.contains("ligne 3 : ce n’est pas une réponse enregistrée"), "{err}");
}
