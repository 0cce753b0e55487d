import type { AppointmentTables } from './tables/appointments'
import type { AuditTables } from './tables/audit'
import type { CampaignTables } from './tables/campaigns'
import type { ClinicTables } from './tables/clinic'
import type { ConsentTables } from './tables/consents'
import type { DeathTables } from './tables/deaths'
import type { DuplicateTables } from './tables/duplicates'
import type { ExchangeTables } from './tables/exchange'
import type { LanTables } from './tables/lan'
import type { LetterTables } from './tables/letters'
import type { MessagingTables } from './tables/messaging'
import type { PatientTables } from './tables/patients'
import type { PortalTables } from './tables/portal'
import type { RightsTables } from './tables/rights'
import type { ScheduleTables } from './tables/schedules'
import type { WaitingListTables } from './tables/waiting-list'
import type { TaskTables } from './tables/tasks'
import type { WaitingRoomTables } from './tables/waiting-room'

/** Every table, as kysely sees it. Moments are text in UTC, civil dates `YYYY-MM-DD`, flags 0 or 1. */
export interface Tables
  extends
    ClinicTables,
    AuditTables,
    PatientTables,
    ConsentTables,
    AppointmentTables,
    WaitingRoomTables,
    MessagingTables,
    LetterTables,
    PortalTables,
    CampaignTables,
    RightsTables,
    ScheduleTables,
    LanTables,
    WaitingListTables,
    TaskTables,
    ExchangeTables,
    DuplicateTables,
    DeathTables {}
