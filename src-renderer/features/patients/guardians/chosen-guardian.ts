import type { GuardianDraft, PatientHit } from '@contract/patients'

/** A guardian who was chosen, with the name to show until the core has tied them. */
export interface ChosenGuardian extends GuardianDraft {
  readonly name: string
}

export function nameOfHit({ givenName, familyName }: Pick<PatientHit, 'givenName' | 'familyName'>): string {
  return `${givenName} ${familyName}`.trim()
}

/** What the core is told. */
export function toGuardianDraft({ guardianPatientId, kind, carriesMessages }: ChosenGuardian): GuardianDraft {
  return { guardianPatientId, kind, carriesMessages }
}

/** With one more; one guardian carries the messages, and it is the one who was chosen for it last. */
export function withGuardian(
  guardians: readonly ChosenGuardian[],
  added: ChosenGuardian
): readonly ChosenGuardian[] {
  const others = guardians.filter((one) => one.guardianPatientId !== added.guardianPatientId)
  const kept = added.carriesMessages ? others.map((one) => ({ ...one, carriesMessages: false })) : others
  return [...kept, added]
}
