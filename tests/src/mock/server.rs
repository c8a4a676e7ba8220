//! The sockets: five listeners, or six, on one thread, and what a connection is.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener as StdListener},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::{Shared, http1, http2, record::Service};

/// A listener that is bound and not served yet.
pub(crate) struct Door {
    listener: StdListener,
    pub(crate) address: SocketAddr,
    service: Service,
    tls: Option<TlsAcceptor>,
}

/// The thread that serves; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Which listener a connection came through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) service: Service,
    pub(crate) tls: bool,
    pub(crate) connection: u64,
}

impl Door {
    pub(crate) fn open(service: Service, port: u16, tls: Option<TlsAcceptor>) -> io::Result<Self> {
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Self {
            listener,
            address,
            service,
            tls,
        })
    }

    /// The base address, such as `http://127.0.0.1:49213`.
    pub(crate) fn base(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }
}

impl Server {
    pub(crate) fn start(doors: Vec<Door>, shared: Arc<Shared>) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listeners = {
            let _context = runtime.enter();
            doors
                .into_iter()
                .map(|door| {
                    Ok((
                        TcpListener::from_std(door.listener)?,
                        door.service,
                        door.tls,
                    ))
                })
                .collect::<io::Result<Vec<_>>>()?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("mock-spotify".to_owned())
            .spawn(move || {
                for (listener, service, tls) in listeners {
                    runtime.spawn(accept(listener, service, tls, shared.clone()));
                }
                // An error means that the other end is gone: that is a stop as well.
                let _ = runtime.block_on(stopped);
                // Dropping the runtime drops all tasks, and with them every socket.
            })?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(
    listener: TcpListener,
    service: Service,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, most likely: let some be closed.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let connection = shared.count_connection(service);
        let origin = Origin {
            service,
            tls: tls.is_some(),
            connection,
        };
        tokio::spawn(serve(stream, tls.clone(), origin, shared.clone()));
    }
}

async fn serve(stream: TcpStream, tls: Option<TlsAcceptor>, origin: Origin, shared: Arc<Shared>) {
    let Some(tls) = tls else {
        return http1::serve(Socket::Plain(stream), origin, shared).await;
    };
    // A client that does not trust the certificate is no matter of ours.
    let Ok(stream) = tls.accept(stream).await else {
        return;
    };
    let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let socket = Socket::Tls(Box::new(stream));
    if http2 {
        http2::serve(socket, origin, shared).await;
    } else {
        http1::serve(socket, origin, shared).await;
    }
}

/// A connection, with or without TLS.
pub(crate) enum Socket {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Socket {
    /// Makes closing the socket a reset.
    pub(crate) fn reset_on_close(&self) {
        let stream = match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream.get_ref().0,
        };
        // Where this fails the client sees an ordinary end, which is an error to it as well.
        let _ = stream.set_zero_linger();
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
