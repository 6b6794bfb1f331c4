//! The profile of the holder: read and changed over the link, or not at all.

use super::desk::Desk;
use super::exchange::Orders;
use crate::app::house::DeskFailure;
use crate::app::msg::Msg;
use crate::app::preferences::ProfileFailure;
use crate::sync::engine::Order;
use crate::sync::transport::TransportError;
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

/// What is needed to ask the portal.
pub(super) struct Profiles {
    /// The way to the portal; `None` where there is no exchange.
    pub(super) desk: Option<Desk>,
    pub(super) orders: Orders,
}

impl Profiles {
    /// Reads the profile.
    pub(super) async fn load(self) -> Msg {
        Msg::Profile(Box::new(self.view().await))
    }

    async fn view(&self) -> Result<ProfileView, ProfileFailure> {
        let desk = self.desk.as_ref().ok_or(ProfileFailure::NoLink)?;
        let access = desk.access().map_err(no_link)?;
        let told = desk.client.profile(&access).await;
        told.map_err(|error| failure(&error))
    }

    /// Changes it, or asks what that would move; an applied change is looked for in the feed.
    pub(super) async fn change(self, request: ProfileRequest) -> Msg {
        let result = self.ask(&request).await;
        if result.as_ref().is_ok_and(|outcome| outcome.applied) {
            self.orders.give(Order::Look);
        }
        Msg::ProfileChanged {
            request: Box::new(request),
            result: Box::new(result),
        }
    }

    async fn ask(&self, request: &ProfileRequest) -> Result<ProfileOutcome, ProfileFailure> {
        let desk = self.desk.as_ref().ok_or(ProfileFailure::NoLink)?;
        let access = desk.access().map_err(no_link)?;
        let told = desk.client.change_profile(&access, request).await;
        told.map_err(|error| {
            let failure = failure(&error);
            // Sent, and no answer: the portal may have taken it.
            if failure == ProfileFailure::NoLink && !request.dry_run {
                ProfileFailure::Unknown
            } else {
                failure
            }
        })
    }
}

/// Without a token there is no way to the portal.
fn no_link(_: DeskFailure) -> ProfileFailure {
    ProfileFailure::NoLink
}

fn failure(error: &TransportError) -> ProfileFailure {
    ProfileFailure::of_problem(error.problem.as_deref())
}
