import type { MethodInput } from '@contract/index'
import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import { useI18n } from 'vue-i18n'
import { forgetUndoOf, notify, offerUndo, showError } from '../../app/undo'
import { useWork } from '../../app/work'
import { call } from '../../core-client'
import { useDeathWords } from './use-death-words'

/** What the panel does about a death; each step says whether it was done. */
export function useDeathSteps(patientId: PatientId, nameOf: () => Pick<Patient, 'givenName' | 'familyName'>) {
  const { t } = useI18n()
  const words = useDeathWords()
  const { isBusy, run } = useWork(showError)
  const about = `death/${patientId}`

  async function takeBack(name: string): Promise<string> {
    const { notBroughtBack } = await call('deaths.takeBack', { patientId })
    return notBroughtBack.length === 0
      ? t('deaths.lives', { name })
      : t('deaths.livesNotAll', { name, what: words.notBack(notBroughtBack) })
  }

  const fullName = (): string => {
    const { givenName, familyName } = nameOf()
    return `${givenName} ${familyName}`.trim()
  }

  return {
    isBusy,
    record: (input: Omit<MethodInput<'deaths.record'>, 'patientId'>) =>
      run(async () => {
        const name = fullName()
        await call('deaths.record', { patientId, ...input })
        offerUndo({ text: t('deaths.saved', { name }), about, undo: () => takeBack(name) })
      }),
    correct: (input: Omit<MethodInput<'deaths.correct'>, 'patientId'>) =>
      run(async () => {
        await call('deaths.correct', { patientId, ...input })
        notify(t('deaths.corrected'))
      }),
    takeBack: () =>
      run(async () => {
        notify(await takeBack(fullName()))
        forgetUndoOf(about)
      })
  }
}
