//! What colleagues of one holder tell the portal about leases, assignments and absences.
//!
//! These calls are made while there is a link and are never queued; their outcome comes back in
//! the feed, as entities of the kinds `desk` and `colleague`. A refusal is a problem whose type
//! is the code of a [`crate::domain::desk::DeskRefusal`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::feed::EntityKey;
use crate::domain::desk::DeskOrder;
use crate::domain::ids::{DeviceId, UserName};

/// `POST /v1/leases` and `POST /v1/desks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeskRequest {
    /// The item.
    pub entity: EntityKey,
    /// The installation that asks.
    #[schema(value_type = String, format = "uuid")]
    pub device: DeviceId,
    /// What is asked: `take`, `take-over` and `release` of a lease, the others of a desk.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub order: DeskOrder,
}

/// `POST /v1/absences`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AbsenceRequest {
    /// Who is away.
    #[schema(value_type = String)]
    pub user: UserName,
    /// First day, a local date of Asia/Almaty.
    #[schema(value_type = String, format = "date")]
    pub from: Date,
    /// Last day.
    #[schema(value_type = String, format = "date")]
    pub to: Date,
    /// Who does the work; `None` takes back what was said about these days.
    #[schema(value_type = Option<String>)]
    pub substitute: Option<UserName>,
}
