import type { NewClinic } from '@contract/system'
import type { Core } from '../core'
import { writeDefaultTypes } from '../features/appointments'
import { writeNewClinic } from '../features/settings'
import { hashPassword, saveUser } from '../features/users'
import { toStoredInstant } from '../platform/clock'

/** Writes the settings, the first administrator and the usual appointment types into a database just made. */
export async function writeClinic(core: Core, input: Omit<NewClinic, 'confirmation'>): Promise<void> {
  const passwordHash = await hashPassword(input.administrator.password)
  await core.database.write(async (transaction) => {
    const { administrator, ...clinic } = input
    await writeNewClinic(core.settings, transaction, clinic)
    await writeDefaultTypes(transaction, clinic.language)
    const draft = {
      id: null,
      name: administrator.name,
      role: 'manager',
      language: null,
      isActive: true,
      clinicianId: null,
      password: null
    } as const
    const user = await saveUser(transaction, draft, {
      passwordHash,
      createdAt: toStoredInstant(core.clock.now())
    })
    await core.audit.record(
      transaction,
      { userId: user.id, name: user.name, role: user.role },
      { action: 'clinic.created', patientId: null }
    )
  })
  core.settings.forget()
  await core.chooseModem()
}
