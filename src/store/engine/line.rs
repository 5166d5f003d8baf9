//! A line to a server: the network and what carries the talk. Whoever is done with it leaves it to the next of the same address, so
//! that many commands of one process connect once.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, LocalSet, yield_now};
use tokio::time::timeout;
use tokio_postgres::Client;

use super::connecting::reach;
use crate::domain::{Error, Result};
use crate::store::location::Server;

/// Nobody waits longer for a server that is left.
const GOODBYE: Duration = Duration::from_millis(200);

/// A line that is open.
pub struct Line {
    runtime: Runtime,
    tasks: LocalSet,
    /// None once it is closed.
    client: Option<Rc<Client>>,
    carrier: Option<JoinHandle<()>>,
    /// Whether the server has warned since it was last asked about.
    warned: Rc<Cell<bool>>,
}

impl Line {
    /// One that somebody has left, or a new one to the first host of the address that does what is wanted of it.
    pub fn to(server: &Server) -> Result<Rc<Self>> {
        while let Some(line) = server.idle.take::<Self>() {
            line.send();
            if line.client.as_ref().is_some_and(|client| !client.is_closed()) {
                line.warned.take();
                return Ok(line);
            }
        }
        Self::connect(server).map(Rc::new)
    }

    fn connect(server: &Server) -> Result<Self> {
        let failed = |error: std::io::Error| Error::internal("the network could not be set up").source(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (tasks, warned) = (LocalSet::new(), Rc::new(Cell::new(false)));
        let (client, carrier) = tasks.block_on(&runtime, reach(server, &warned))?;
        Ok(Self { runtime, tasks, client: Some(Rc::new(client)), carrier: Some(carrier), warned })
    }

    pub const fn client(&self) -> Option<&Rc<Client>> {
        self.client.as_ref()
    }

    /// Whether the server has warned since this was last asked: it does where a COMMIT is done, but perhaps on one host alone.
    pub fn take_warning(&self) -> bool {
        self.warned.take()
    }

    /// Works until that is done.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.tasks.block_on(&self.runtime, work)
    }

    /// Lets the carrier take to the network what is ready, and note what has come.
    pub fn send(&self) {
        self.wait(async {
            yield_now().await;
            yield_now().await;
        });
    }
}

impl Drop for Line {
    /// Says goodbye, so that the server's log does not tell of a client that vanished.
    fn drop(&mut self) {
        self.client.take();
        if let Some(carrier) = self.carrier.take() {
            let goodbye = async { timeout(GOODBYE, carrier).await };
            drop(self.tasks.block_on(&self.runtime, goodbye));
        }
    }
}
