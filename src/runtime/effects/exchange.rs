//! The exchange beside the workstation: the engine runs as a task, its events become messages.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinHandle;

use super::news::News;
use super::{Tools, rules};
use crate::app::msg::Msg;
use crate::sync::client::Client;
use crate::sync::engine::{Engine, Order, Settings};
use crate::sync::status::{LinkStatus, SyncEvent};

/// A running exchange; it ends when dropped, at any point without loss.
pub(super) struct Exchange {
    orders: UnboundedSender<Order>,
    tasks: [JoinHandle<()>; 2],
}

impl Exchange {
    /// Starts to exchange a store with a portal.
    pub(super) fn start(client: Client, tools: &Arc<Tools>, to: UnboundedSender<Msg>) -> Self {
        let (orders, ordered) = mpsc::unbounded_channel();
        let (tell, told) = mpsc::unbounded_channel();
        let settings = Settings {
            seed: u64::from(std::process::id()),
            ..Settings::default()
        };
        let engine = Engine::new(
            tools.store.clone(),
            client,
            Arc::clone(&tools.clock),
            tell,
            settings,
        );
        let tools = Arc::clone(tools);
        Self {
            orders,
            tasks: [
                spawn(async move { engine.live(ordered).await }),
                spawn(listen(tools, told, to)),
            ],
        }
    }

    /// Ends it and waits until it is gone.
    pub(super) async fn end(mut self) {
        for task in &mut self.tasks {
            task.abort();
            // A task that was cut off says so; there is nothing more to learn.
            let _ = task.await;
        }
    }

    /// What the engine is told through.
    pub(super) fn orders(&self) -> Orders {
        Orders(Some(self.orders.clone()))
    }
}

/// The way to tell the engine something; there may be no engine.
#[derive(Clone, Default)]
pub(super) struct Orders(Option<UnboundedSender<Order>>);

impl Orders {
    /// Tells the engine; one that ended does not hear it.
    pub(super) fn give(&self, order: Order) {
        if let Some(orders) = &self.0 {
            let _ = orders.send(order);
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the effects are what starts tasks"
)]
fn spawn(task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(task)
}

/// Tells the core what the engine reports.
async fn listen(
    tools: Arc<Tools>,
    mut told: UnboundedReceiver<SyncEvent>,
    to: UnboundedSender<Msg>,
) {
    let last_exchange = tools.store.reader().sync_state().ok();
    let mut news = News::new(LinkStatus {
        last_exchange: last_exchange.and_then(|state| state.last_exchange),
        ..LinkStatus::default()
    });
    while let Some(event) = told.recv().await {
        let reader = tools.store.reader();
        let mut messages = news.hear(&event, |op| {
            let entry = reader.operation(op).ok().flatten()?;
            Some(entry.op.command.act())
        });
        if let SyncEvent::Changed { rules: true, .. } = event {
            messages.insert(0, new_rules(&tools));
        }
        if matches!(event, SyncEvent::Clock(_)) {
            let offset = news.clock_offset();
            tools.clock_offset.store(offset, Ordering::Relaxed);
        }
        for message in messages {
            if to.send(message).is_err() {
                return;
            }
        }
    }
}

/// The rules as they are now.
pub(super) fn new_rules(tools: &Tools) -> Msg {
    match rules(&tools.store) {
        Ok(rules) => Msg::Rules(Box::new(rules)),
        Err(error) => Msg::Failed(super::failure::read(&error)),
    }
}
