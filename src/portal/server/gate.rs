//! How many connections a node holds at once; one too many is closed before its first byte.

use std::future::{Ready, ready};
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_server::accept::Accept;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service;

/// Lets connections in while there is room.
#[derive(Clone)]
pub(super) struct Gate {
    room: Arc<Semaphore>,
}

impl Gate {
    /// A gate to a room.
    pub(super) const fn new(room: Arc<Semaphore>) -> Self {
        Self { room }
    }
}

impl<S> Accept<TcpStream, S> for Gate {
    type Stream = TcpStream;
    type Service = Guest<S>;
    type Future = Ready<io::Result<(TcpStream, Guest<S>)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(place) = Arc::clone(&self.room).try_acquire_owned() else {
            tracing::warn!("too many connections: one was closed");
            return ready(Err(io::Error::other("too many connections")));
        };
        let guest = Guest {
            service,
            _place: Arc::new(place),
        };
        // Small answers must not wait for more to send.
        ready(stream.set_nodelay(true).map(|()| (stream, guest)))
    }
}

/// The service of one connection; its place is free again when the connection ends.
#[derive(Clone)]
pub(super) struct Guest<S> {
    service: S,
    _place: Arc<OwnedSemaphorePermit>,
}

impl<S: Service<R>, R> Service<R> for Guest<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.service.call(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_place_is_free_again_when_its_connection_ends() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connect = async || TcpStream::connect(address).await.unwrap();
        let gate = Gate::new(Arc::new(Semaphore::new(1)));
        let first = gate.accept(connect().await, ()).await;
        assert!(first.is_ok());
        assert!(gate.accept(connect().await, ()).await.is_err());
        drop(first);
        assert!(gate.accept(connect().await, ()).await.is_ok());
    }
}
