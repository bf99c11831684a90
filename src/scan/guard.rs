//! Keeps a browser away from addresses that are not public.
//!
//! The browser resolves no name and opens no connection itself: it asks this proxy, which looks the name up, refuses a
//! host with an address that is not public, and connects to the very address it judged, so that a name that changes its
//! answer (DNS rebinding) gains nothing. Redirections and what a page loads go the same way.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HOST, HeaderName};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use url::{Host, Url};

/// To look a name up, and to connect.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections at a time; further ones wait.
const MOST_CONNECTIONS: usize = 64;

/// The header by which the guard's own answers are known from those of a site.
pub const REFUSED: &str = "x-vigie-not-reached";

/// Why an address is not visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither `http` nor `https`.
    #[error("only http and https addresses are visited")]
    Scheme,
    /// It holds a name and a password.
    #[error("an address with a name and a password is not visited")]
    Credentials,
    /// Another port than 80 and 443.
    #[error("only ports 80 and 443 are visited")]
    Port,
    /// It is not on the public internet.
    #[error("only public addresses are visited")]
    NotPublic,
}

/// Whether a stranger's address may be visited, as far as its text tells; the [`Guard`] judges what it resolves to.
///
/// # Errors
///
/// The reason why not.
pub fn allowed(url: &Url) -> Result<(), Refusal> {
    is_web(url)?;
    if !matches!(url.port_or_known_default(), Some(80 | 443)) {
        return Err(Refusal::Port);
    }
    let is_public = match url.host() {
        Some(Host::Ipv4(ip)) => is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_public(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".internal"),
        None => false,
    };
    if is_public { Ok(()) } else { Err(Refusal::NotPublic) }
}

/// Whether the operator named the host and port of an address (`host:port`).
pub fn is_named(url: &Url, hosts: &[String]) -> bool {
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
    hosts.contains(&format!("{host}:{port}"))
}

/// Whether an address is one of the web at all.
///
/// # Errors
///
/// The reason why not.
pub fn is_web(url: &Url) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Credentials);
    }
    Ok(())
}

/// Whether an address is reachable by everybody, after IANA's special-purpose registries
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>, `iana-ipv6-special-registry`).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || a >= 224
        || ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    let [a, b, ..] = ip.segments();
    // Global unicast is 2000::/3; in it, protocols and benchmarks, documentation, and 6to4, which embeds IPv4.
    a & 0xE000 == 0x2000 && !(a == 0x2001 && (b < 0x0200 || b == 0x0DB8)) && a != 0x2002 && !(a == 0x3FFF && b < 0x1000)
}

/// A proxy on this machine's loopback; it ends when dropped.
#[derive(Debug)]
pub struct Guard {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Guard {
    /// Starts it; `hosts` (`host:port`) are reached though they are not public.
    ///
    /// # Errors
    ///
    /// When the machine gives no port.
    pub async fn start(hosts: Vec<String>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(serve(listener, hosts.into()));
        Ok(Self { address, task })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, hosts: Arc<[String]>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= MOST_CONNECTIONS {
            connections.join_next().await;
        }
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else { continue };
        let hosts = Arc::clone(&hosts);
        connections.spawn(async move {
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service_fn(|request| answer(request, &hosts)))
                .with_upgrades();
            // A browser that goes away in the middle is no news.
            let _ = connection.await;
        });
    }
}

type Body = BoxBody<Bytes, hyper::Error>;

async fn answer(request: Request<Incoming>, hosts: &[String]) -> Result<Response<Body>, Infallible> {
    let is_tunnel = request.method() == Method::CONNECT;
    let answered = if is_tunnel { tunnel(request, hosts).await } else { forward(request, hosts).await };
    Ok(answered.unwrap_or_else(empty))
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Empty::new().map_err(|never| match never {}).boxed());
    *response.status_mut() = status;
    if !status.is_success() {
        response.headers_mut().insert(REFUSED, hyper::header::HeaderValue::from_static("1"));
    }
    response
}

async fn tunnel(request: Request<Incoming>, hosts: &[String]) -> Result<Response<Body>, StatusCode> {
    let mut server = connect(request.uri(), 443, hosts).await?;
    tokio::spawn(async move {
        if let Ok(upgraded) = hyper::upgrade::on(request).await {
            let _ = copy_bidirectional(&mut TokioIo::new(upgraded), &mut server).await;
        }
    });
    Ok(empty(StatusCode::OK))
}

async fn forward(mut request: Request<Incoming>, hosts: &[String]) -> Result<Response<Body>, StatusCode> {
    let uri = request.uri().clone();
    if uri.scheme_str() != Some("http") {
        return Err(StatusCode::BAD_REQUEST);
    }
    let server = connect(&uri, 80, hosts).await?;
    let host = uri.authority().ok_or(StatusCode::BAD_REQUEST)?.as_str();
    let host = host.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    request.headers_mut().insert(HOST, host);
    request.headers_mut().remove(HeaderName::from_static("proxy-connection"));
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    *request.uri_mut() = path.parse::<Uri>().map_err(|_| StatusCode::BAD_REQUEST)?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(server)).await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(response.map(BodyExt::boxed))
}

/// A connection to the host of `uri`, if every address of it is public, or `hosts` name it.
async fn connect(uri: &Uri, default_port: u16, hosts: &[String]) -> Result<TcpStream, StatusCode> {
    let host = uri.host().ok_or(StatusCode::BAD_REQUEST)?.trim_matches(['[', ']']);
    let port = uri.port_u16().unwrap_or(default_port);
    let is_named = hosts.contains(&format!("{host}:{port}"));
    if !is_named && !matches!(port, 80 | 443) {
        return Err(StatusCode::FORBIDDEN);
    }
    let found = timeout(PATIENCE, lookup_host((host, port))).await.map_err(|_| StatusCode::GATEWAY_TIMEOUT)?;
    let addresses: Vec<SocketAddr> = found.map_err(|_| StatusCode::BAD_GATEWAY)?.collect();
    let are_public = addresses.iter().all(|address| is_public(address.ip()));
    if addresses.is_empty() || !(is_named || are_public) {
        return Err(StatusCode::FORBIDDEN);
    }
    let connected = timeout(PATIENCE, TcpStream::connect(addresses.as_slice())).await;
    connected.map_err(|_| StatusCode::GATEWAY_TIMEOUT)?.map_err(|_| StatusCode::BAD_GATEWAY)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[test]
    fn internal_addresses_are_not_public() {
        for ip in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.31.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fdaa::3",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:a00:1::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["1.1.1.1", "185.60.216.35", "100.128.0.1", "172.32.0.1", "2001:41d0::1", "2606:4700::1111"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn an_address_is_judged_by_its_text_first() {
        let judged = |text: &str| allowed(&Url::parse(text).unwrap());
        assert_eq!(judged("https://pr-12.example.fr/accueil"), Ok(()));
        assert_eq!(judged("file:///etc/passwd"), Err(Refusal::Scheme));
        assert_eq!(judged("https://a:b@example.fr"), Err(Refusal::Credentials));
        assert_eq!(judged("https://example.fr:8443"), Err(Refusal::Port));
        for text in [
            "http://localhost",
            "http://127.1",
            "http://0x7f.1",
            "http://[::1]/",
            "http://api.internal",
            "http://vigie",
        ] {
            assert_eq!(judged(text), Err(Refusal::NotPublic), "{text}");
        }
    }

    async fn asked(request: &str) -> String {
        let guard = Guard::start(Vec::new()).await.unwrap();
        let mut stream = TcpStream::connect(guard.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = vec![0; 512];
        let read = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).lines().next().unwrap_or_default().to_owned()
    }

    #[tokio::test]
    async fn the_guard_opens_nothing_internal() {
        // `localhost` resolves: what it resolves to is what is judged.
        for target in ["localhost:443", "127.0.0.1:80", "[::1]:443", "169.254.169.254:80"] {
            let answer = asked(&format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n")).await;
            assert!(answer.contains("403"), "{target}: {answer}");
        }
        let answer = asked("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        assert!(answer.contains("403"), "{answer}");
        let answer = asked("CONNECT 1.1.1.1:22 HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert!(answer.contains("403"), "{answer}");
    }
}
