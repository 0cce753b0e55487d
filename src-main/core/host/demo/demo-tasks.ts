import type { PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import type { Core } from '../../core'
import type { Transaction } from '../../database/database'
import { listActiveUsers } from '../../features/users'

interface DemoTask {
  readonly title: Readonly<Record<Language, string>>
  readonly dueInWorkingDays: number
  /** Whose it is, and by whom it was asked for. */
  readonly owner: 'receptionist' | null
  readonly from: 'clinician' | 'receptionist'
}

const TASKS: readonly DemoTask[] = [
  {
    title: {
      nb: 'Ring om prøvesvaret, og avtal kontroll om tre uker',
      nn: 'Ring om prøvesvaret, og avtal kontroll om tre veker',
      da: 'Ring om prøvesvaret, og aftal kontrol om tre uger',
      nl: 'Bel over de uitslag en plan controle over drie weken',
      en: 'Call about the test result, and book a check-up in three weeks'
    },
    dueInWorkingDays: 0,
    owner: 'receptionist',
    from: 'clinician'
  },
  {
    title: {
      nb: 'Be sykehuset om epikrisen',
      nn: 'Be sjukehuset om epikrisen',
      da: 'Bed sygehuset om epikrisen',
      nl: 'Vraag het ziekenhuis om de ontslagbrief',
      en: 'Ask the hospital for the discharge letter'
    },
    dueInWorkingDays: 1,
    owner: null,
    from: 'clinician'
  },
  {
    title: {
      nb: 'Send skjema for førerkort på nytt',
      nn: 'Send skjema for førarkort på nytt',
      da: 'Send skemaet til kørekort igen',
      nl: 'Stuur het formulier voor het rijbewijs opnieuw',
      en: 'Send the driving licence form again'
    },
    dueInWorkingDays: 3,
    owner: null,
    from: 'receptionist'
  }
]

/** What waits at the desk of the demo clinic, about the first patients. */
export async function fillDemoTasks(
  core: Core,
  transaction: Transaction,
  { patients, language }: { patients: readonly PatientId[]; language: Language }
): Promise<void> {
  const users = await listActiveUsers(transaction)
  const idOf = (role: 'clinician' | 'receptionist') => users.find((user) => user.role === role) ?? null
  for (const [index, { title, dueInWorkingDays, owner, from }] of TASKS.entries()) {
    const author = idOf(from)
    await core.tasks.createFollowUp(transaction, {
      patientId: patients[index * 7] ?? null,
      appointmentId: null,
      title: title[language],
      dueInWorkingDays,
      ownerId: owner === null ? null : (idOf(owner)?.id ?? null),
      actor: { userId: author?.id ?? null, name: author?.name ?? '', role: from }
    })
  }
}
