import type { ClinicianId, RoomId, UserId } from '@contract/ids'
import type { ColourToken, Language, Role } from '@contract/values'
import type { Generated } from 'kysely'

export interface SettingTable {
  name: string
  /** JSON. */
  value: string
}

export interface UserTable {
  id: Generated<UserId>
  name: string
  initials: string
  role: Role
  language: Language | null
  /** scrypt, see features/users/password.ts. */
  password_hash: string
  is_active: number
  failed_attempts: Generated<number>
  locked_until: string | null
  created_at: string
}

export interface ClinicianTable {
  id: Generated<ClinicianId>
  name: string
  initials: string
  colour: ColourToken
  is_active: number
  user_id: UserId | null
  default_room_id: RoomId | null
  /** Waited minutes of the two warnings, both or neither; null: the clinic's. */
  wait_first_minutes: Generated<number | null>
  wait_second_minutes: Generated<number | null>
  sort_order: number
}

export interface RoomTable {
  id: Generated<RoomId>
  name: string
  is_active: number
  sort_order: number
}

export interface ClinicTables {
  setting: SettingTable
  user: UserTable
  clinician: ClinicianTable
  room: RoomTable
}
