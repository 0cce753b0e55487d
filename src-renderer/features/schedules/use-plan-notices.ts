import type { AffectedBooking, BookingDecision } from '@contract/schedules'
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { showError } from '../../app/undo'
import { call, type MethodOutput } from '../../core-client'
import { latest } from '../../lib/latest'
import { useMoney } from '../messages/use-money'
import { decisionsOf, type Choices } from './resolve-plan'

interface Plan {
  readonly bookings: Readonly<Ref<readonly AffectedBooking[]>>
  /** Those of them that are not through yet. */
  readonly unsettled: Readonly<Ref<readonly AffectedBooking[]>>
  readonly choices: Readonly<Ref<Choices>>
  /** How many there are, also those not listed yet. */
  readonly total: Readonly<Ref<number>>
  /** How many have been decided. */
  readonly decided: Readonly<Ref<number>>
}

/** Whom the decisions about affected bookings will write to, what it costs, and whom nothing reaches. */
export function usePlanNotices({ bookings, unsettled, choices, total, decided }: Plan) {
  const { t } = useI18n()
  const money = useMoney()
  const messages = shallowRef<MethodOutput<'messages.previewNotices'> | null>(null)
  const silent = computed(() => new Set(messages.value?.silent.map(({ appointmentId }) => appointmentId)))

  const asked = latest({
    ask: async (decisions: BookingDecision[]) => await call('messages.previewNotices', { decisions }),
    answered: (answer) => (messages.value = answer),
    failed: showError,
    delayMs: 60
  })
  /** All of them each time, undecided ones as kept: one look at the same bookings, however often a choice changes. */
  const wanted = computed<BookingDecision[]>(() => {
    const made = new Map(decisionsOf(unsettled.value, choices.value).map((one) => [one.appointmentId, one]))
    return bookings.value.map(
      ({ appointment: { id, version } }) =>
        made.get(id) ?? { appointmentId: id, version, action: { kind: 'keep' as const } }
    )
  })
  watch(wanted, asked.ask, { immediate: true })
  onScopeDispose(asked.stop)

  /** How far the choice has come, what will leave and whom nothing reaches. */
  const summary = computed(() => {
    const { count: leaving = 0, costMinor = 0, silent: unreached = [] } = messages.value ?? {}
    const amount = money(costMinor)
    return [
      t('schedules.affected.decided', { decided: decided.value, all: total.value }),
      ...(leaving > 0 ? [t('schedules.affected.messages', { count: leaving, amount }, leaving)] : []),
      ...(unreached.length > 0
        ? [t('schedules.affected.silent', { count: unreached.length }, unreached.length)]
        : [])
    ].join(' · ')
  })

  return { silent, summary }
}
